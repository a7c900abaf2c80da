/** Whether somebody is asked before a job of a pipeline deploys. */
import type { Origin } from '../core/origin.ts'
import type { WorkflowJob } from './model.ts'

export type Approval =
  | { readonly is: 'asked'; readonly origin: Origin; readonly evidence: string }
  | { readonly is: 'unknown'; readonly origin: Origin; readonly because: string }
  | { readonly is: 'not asked' }

/** Looks at the job, at those that it waits for, at what starts it and, for a workflow that others call, at its callers. */
export const approvalOf = (subject: WorkflowJob): Approval => approvalAt(subject, 0)

/** Workflows may call each other four deep; those that call themselves come to an end too. */
const deepest = 4

function approvalAt(subject: WorkflowJob, depth: number): Approval {
  const { job, workflow, id } = subject
  const own = heldBack(subject)
  if (own !== undefined) return own
  const asked = job.steps.find(({ uses }) => /approval/.test(uses?.action ?? ''))
  if (asked !== undefined) return { is: 'asked', origin: asked.origin, evidence: `${id} waits for an approval` }
  const { triggers, provider } = workflow.workflow
  if (provider === 'gitlab') {
    const { environment } = job
    const because = 'whether the environment is protected is set in GitLab, not in a file'
    return environment === undefined ? { is: 'not asked' } : { is: 'unknown', origin: environment.origin, because }
  }
  // Somebody has to start it, and says so in the log.
  const started = triggers.filter(({ value }) => value !== 'workflow_call')
  const byHand = started.every(({ value }) => value === 'workflow_dispatch')
  if (!byHand || triggers.length === 0) return { is: 'not asked' }
  const called = triggers.find(({ value }) => value === 'workflow_call')
  if (called === undefined) return { is: 'asked', origin: subject.origin, evidence: `${id} is started by hand` }
  return approvalOfCallers(subject, called.origin, depth + 1)
}

function approvalOfCallers({ project, workflow }: WorkflowJob, called: Origin, depth: number): Approval {
  const callers = project.workflows
    .flatMap(({ jobs }) => jobs)
    .filter(({ job }) => job.uses?.kind === 'local' && job.uses.action.endsWith(`/${workflow.file.split('/').at(-1)}`))
  if (callers.length === 0 || depth > deepest)
    return { is: 'unknown', origin: called, because: 'what calls the workflow is not in the project' }
  const approvals = callers.filter((caller) => !isTrialCall(caller)).map((caller) => approvalAt(caller, depth))
  const open = approvals.find(({ is }) => is === 'not asked') ?? approvals.find(({ is }) => is === 'unknown')
  return open ?? approvals[0] ?? { is: 'asked', origin: called, evidence: 'it is called for trials only' }
}

/** A call that says itself that it is not for production. */
const isTrialCall = (caller: WorkflowJob): boolean => {
  const inputs = [...caller.job.with.values()].map(({ value }) => value)
  return /(?:^|[^a-z])(?:dev|development|staging|stage|stg|preview|test|testing|qa|uat)(?:[^a-z]|$)/i.test(
    [caller.id, caller.workflow.file, ...inputs].join(' '),
  )
}

/** The job itself, or one that it waits for, directly or not, that an environment or a click holds back. */
function heldBack({ job, workflow }: WorkflowJob): Approval | undefined {
  const byId = new Map(workflow.jobs.map((other) => [other.id, other]))
  const seen = new Set<string>()
  const waiting = [job.id]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const needed = seen.has(id) ? undefined : byId.get(id)?.job
    seen.add(id)
    const { environment, gitlab } = needed ?? {}
    if (gitlab?.manual !== undefined)
      return { is: 'asked', origin: gitlab.manual, evidence: `${id} is started by hand` }
    if (environment !== undefined && gitlab === undefined) {
      return {
        is: 'asked',
        origin: environment.origin,
        evidence: `${job.id} deploys to the environment ${environment.value}`,
      }
    }
    waiting.push(...(needed?.needs.map(({ value }) => value) ?? []))
  }
  return undefined
}
