/** What outsiders can write into a workflow: texts of issues, pull requests and commits, and the events that bring them in. */
import type { Origin } from '../core/origin.ts'
import type { Passage, WorkflowStep } from '../formats/workflow/document.ts'
import { expressionsIn } from '../formats/workflow/expression.ts'
import type { WorkflowJob } from './model.ts'

/** Context values whose text somebody without any rights may have chosen. */
const chosenByOthers =
  /^github\.(?:head_ref$|event\.(?:issue\.(?:title|body)|comment\.body|review\.body|review_comment\.body|discussion\.(?:title|body)|pull_request\.(?:title|body|head\.(?:ref|label|repo\.default_branch))|workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|author\.(?:name|email))|head_repository\.description)|head_commit\.(?:message|author\.(?:name|email))|commits\b.*(?:message|author\.(?:name|email))|pages\b.*page_name)$)/

/** Events that run with the repository's own token and secrets, whoever causes them. */
const privileged =
  /^(?:pull_request_target|issues|issue_comment|discussion|discussion_comment|workflow_run|fork|watch|gollum|pull_request_review_comment)$/

/** How far somebody outside gets: into a privileged run, into one with what a merged commit says, into one of their own code. */
export type Reach = 'outside' | 'commit' | 'own-code'

/** Who can bring a text into the job, by the events that start its workflow. */
export function reachOf({ workflow }: WorkflowJob): Reach {
  const events = workflow.workflow.triggers.map(({ value }) => value)
  if (events.some((event) => privileged.test(event))) return 'outside'
  return events.length > 0 && events.every((event) => /^pull_request(?:_review)?$|^merge_group$/.test(event))
    ? 'own-code'
    : 'commit'
}

/** A text of others inside a text of the workflow. */
export interface Foreign {
  /** The context value, e.g. `github.event.issue.title`. */
  readonly name: string
  readonly origin: Origin
}

/** Every text of others that is inserted into the passage before anything reads it. */
export const foreignIn = (passage: Passage | undefined): readonly Foreign[] =>
  passage === undefined
    ? []
    : expressionsIn(passage).flatMap(({ references, origin, text }) => {
        const name = references.find((reference) => chosenByOthers.test(reference))
        // A comparison gives true or false, whatever the text is.
        const compared = /[=!]=|&&|\b(?:contains|startsWith|endsWith|hashFiles)\s*\(/.test(text)
        return name === undefined || compared ? [] : [{ name, origin }]
      })

/** Variables of the step and its job that hold such a text as data, which is how it should be handed over. */
export const foreignVariables = (step: WorkflowStep, { job, workflow }: WorkflowJob): ReadonlySet<string> =>
  new Set(
    [...step.env, ...job.env, ...workflow.workflow.env].flatMap((setting) =>
      foreignIn(setting).length > 0 ? [setting.name] : [],
    ),
  )
