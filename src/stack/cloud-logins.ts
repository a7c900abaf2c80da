/** How the jobs of a workflow log in to a cloud: with a key that lasts, or with a token made for the run. */
import type { Origin } from '../core/origin.ts'
import type { WorkflowJob } from './model.ts'
import { referencesOf, secretIn } from './pipeline-secrets.ts'

export interface CloudLogin {
  readonly cloud: string
  readonly credentials: 'static' | 'oidc' | 'unknown'
  /** Where the key is handed over, or where the login is. */
  readonly origin: Origin
}

const clouds: Readonly<Record<string, string>> = { aws: 'AWS', azure: 'Azure', google: 'Google Cloud' }

/** Every login of the job by a known action or command; a key in its environment is a login too. */
export function cloudLogins(job: WorkflowJob): readonly CloudLogin[] {
  return job.steps.flatMap((step): readonly CloudLogin[] => {
    const cloud = step.kind === 'login' ? clouds[step.to] : undefined
    if (step.kind !== 'login' || cloud === undefined || step.credentials === 'ambient') return []
    if (step.credentials !== 'static') {
      return [{ cloud, credentials: step.credentials === 'oidc' ? 'oidc' : 'unknown', origin: step.origin }]
    }
    // A key that an earlier step fetched may be one for this run.
    const fetched = step.inputs.some(({ value }) => referencesOf(value).some((name) => /^(?:steps|needs)\./.test(name)))
    const key = step.inputs.find(({ value }) => secretIn(value, job) !== undefined) ?? step.inputs[0]
    return [{ cloud, credentials: fetched ? 'unknown' : 'static', origin: key?.origin ?? step.origin }]
  })
}
