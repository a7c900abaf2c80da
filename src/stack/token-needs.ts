/** What the token of a job may write, and which jobs can do nothing with a permission that the workflow gives to all. */
import type { Scope, WorkflowStep } from '../formats/workflow/document.ts'
import { effectivePermissions } from '../formats/workflow/permissions.ts'
import type { WorkflowJob, WorkflowModel } from './model.ts'

/** Actions that never write with the job's token, whatever it may do. */
const harmless =
  /^(?:actions\/(?:checkout|setup-[a-z]+|cache(?:\/\w+)?|upload-artifact|download-artifact)|docker\/(?:setup-[a-z]+-action|metadata-action))$/

/** Texts that show a token in use, or a login that mints one. */
const usesToken =
  /github\.token|GITHUB_TOKEN|GH_TOKEN|\bgh |\bgit push|id-token|ACTIONS_ID_TOKEN|cosign|semantic-release/i

const isHarmless = (step: WorkflowStep): boolean =>
  (step.uses === undefined || harmless.test(step.uses.action) || step.uses.kind === 'local') &&
  step.uses?.kind !== 'local' &&
  !usesToken.test([step.run?.value, ...[...step.with.values(), ...step.env].map(({ value }) => value)].join('\n'))

/** Jobs that inherit the workflow's permissions and plainly do nothing with the token. */
export const idleJobs = (workflow: WorkflowModel): readonly WorkflowJob[] =>
  workflow.jobs.filter(
    ({ job }) =>
      job.permissions.kind === 'absent' &&
      job.uses === undefined &&
      job.steps.length > 0 &&
      job.steps.every(isHarmless) &&
      !job.env.some(({ value }) => usesToken.test(value)),
  )

/** Write permissions, each with the jobs that have no use for it; those every job may need are left out. */
export function jobsWithoutNeed(
  workflow: WorkflowModel,
  scopes: readonly Scope[],
): readonly { readonly scope: Scope; readonly jobs: readonly WorkflowJob[] }[] {
  const jobs = workflow.jobs.length > 1 ? idleJobs(workflow) : []
  return jobs.length === 0 ? [] : scopes.flatMap((scope) => (scope.access === 'write' ? [{ scope, jobs }] : []))
}

/** Whether the workflow says that the job's token may change something of the repository. */
export function mayWrite({ job, workflow }: WorkflowJob): boolean {
  const permissions = effectivePermissions(workflow.workflow, job)
  if (permissions.kind === 'scopes') return permissions.scopes.some(({ access }) => access === 'write')
  return permissions.kind === 'write-all'
}
