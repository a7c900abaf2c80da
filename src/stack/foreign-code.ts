/** Whether a job with the repository's secrets checks out what somebody outside wrote, and then runs it. */
import type { Origin } from '../core/origin.ts'
import type { WorkflowStep } from '../formats/workflow/document.ts'
import type { WorkflowJob } from './model.ts'
import { referencesOf } from './pipeline-secrets.ts'

export interface ForeignCheckout {
  readonly origin: Origin
  /** The event that anybody can cause. */
  readonly event: string
  /** What runs afterwards in the same checkout, where something does. */
  readonly runs: Origin | undefined
  /** Whether somebody has to allow it: a label, an environment, a check of who asks. */
  readonly guarded: boolean
}

const headOfOthers =
  /^github\.(?:head_ref|event\.pull_request\.(?:head\.(?:sha|ref|repo\.full_name)|number|merge_commit_sha)|event\.workflow_run\.head_(?:sha|branch|commit\.id)|event\.issue\.number|event\.number)$/
/** Names of branches: without a repository beside them they are looked for in this one, where no fork can write. */
const branchNames = /^github\.(?:head_ref|event\.pull_request\.head\.ref|event\.workflow_run\.head_branch)$/
/** Who opened the pull request is a bot of the repository's own, whose branches are no fork's. */
const ownBot = /\bpull_request\.user\.login\s*==\s*'[\w-]+\[bot\]'/
const guards =
  /labels|author_association|environment|permission|actor|team|head\.repo\.full_name\s*==|fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork/i

/** Checkouts of an outsider's commit in a run that has the repository's own rights. */
export function foreignCheckouts({ job, workflow }: WorkflowJob): readonly ForeignCheckout[] {
  const event = workflow.workflow.triggers.find(({ value }) =>
    /^(?:pull_request_target|workflow_run|issue_comment)$/.test(value),
  )
  if (event === undefined) return []
  return job.steps.flatMap((step, index): readonly ForeignCheckout[] => {
    const condition = `${job.if?.value ?? ''} ${step.if?.value ?? ''}`
    if (!checksOutOthers(step) || (ownBot.test(condition) && !condition.includes('||'))) return []
    const guarded = job.environment !== undefined || guards.test(condition)
    const runs = job.steps.slice(index + 1).find(runsTheCheckout)
    return [{ origin: step.origin, event: event.value, runs: runs?.origin, guarded }]
  })
}

function checksOutOthers({ uses, with: inputs, run }: WorkflowStep): boolean {
  if (uses?.action === 'actions/checkout') {
    const repository = inputs.get('repository')
    const asked = [inputs.get('ref'), repository].flatMap((input) => (input ? referencesOf(input.value) : []))
    const foreign = asked.filter((name) => headOfOthers.test(name))
    const elsewhere = repository !== undefined || foreign.some((name) => !branchNames.test(name))
    return foreign.length > 0 && elsewhere && inputs.get('path') === undefined
  }
  return (
    run !== undefined && /\bgh pr checkout\b|\bgit (?:fetch|pull)\b[^\n]*\bpull\/[^\n]*\/(?:head|merge)/.test(run.value)
  )
}

/** Installing, building and testing run what the checkout says; so does a local action, and a build of an image. */
const runsTheCheckout = ({ uses, run }: WorkflowStep): boolean =>
  uses?.kind === 'local' ||
  /^(?:docker\/(?:build-push|bake)-action|gradle\/|github\/codeql-action\/autobuild|golangci\/|pre-commit\/)/.test(
    uses?.action ?? '',
  ) ||
  /\b(?:npm|pnpm|yarn|bun|pip|poetry|uv|make|mvn|gradle|gradlew|cargo|go|dotnet|bundle|rake|composer|tox|pytest|docker|bash|sh|python3?|node)\b|\.\//.test(
    run?.value ?? '',
  )
