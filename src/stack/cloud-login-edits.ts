/** Repairs of logins to a cloud with keys that last. */
import type { Refusal, Repair } from '../core/fix.ts'
import type { Origin } from '../core/origin.ts'
import type { LoginStep } from '../formats/workflow/container-step.ts'
import type { WorkflowJob } from './model.ts'
import { allowIdToken } from './permission-edits.ts'
import { stepsOf } from './pipeline.ts'
import { above, pipelineFix, removeAt, setBelow } from './workflow-edits.ts'

const action = 'aws-actions/configure-aws-credentials'

const noRole: Refusal = {
  refused: 'no role is known that trusts the workflow',
  supply: 'a role of the cloud that trusts tokens of this repository, by its name there',
}

/** Lets a login to AWS take the one role that another job of the project takes. */
export function takeOverRole(origin: Origin, job: WorkflowJob): Repair {
  const login = job.steps.find(
    (step): step is LoginStep => step.kind === 'login' && step.inputs.some((input) => input.origin === origin),
  )
  const logins = job.project.workflows.flatMap(stepsOf).filter(({ by }) => by === action)
  const roles = new Set(logins.flatMap(({ step }) => step.with.get('role-to-assume')?.value ?? []))
  const [role, ...others] = roles
  if (login?.by !== action || login.step.uses === undefined || role === undefined || others.length > 0) return noRole
  // Keys that assume the role are another way to log in: who trusts whom is not to be seen here.
  if (login.step.with.has('role-to-assume') || job.workflow.workflow.provider === 'gitlab') return noRole
  const allowed = allowIdToken(job)
  if ('refused' in allowed) return allowed
  const keys = ['aws-access-key-id', 'aws-secret-access-key', 'aws-session-token']
  return pipelineFix(
    {
      title: `Let ${job.id} log in to AWS with a token made for the run`,
      safety: 'guarded',
      effect: `the role has to trust ${job.id} and may have other rights than the key`,
    },
    allowed,
    ...keys.flatMap((key) => {
      const input = login.step.with.get(key)
      return input ? [removeAt(input.origin)] : []
    }),
    setBelow(above(login.step.uses.origin), ['with', 'role-to-assume'], role),
  )
}
