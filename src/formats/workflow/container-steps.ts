/** What a workflow does with containers: the facts of every step, by action or by command, in order. */
import { actionSteps } from './action-steps.ts'
import { commandSteps } from './command-steps.ts'
import type { ContainerStep } from './container-step.ts'
import type { Setting, Workflow, WorkflowJob } from './document.ts'
import { commandsOf } from './run-commands.ts'

const cloudKeys: ReadonlyMap<string, 'aws' | 'azure' | 'google'> = new Map([
  ['AWS_ACCESS_KEY_ID', 'aws'],
  ['AZURE_CLIENT_SECRET', 'azure'],
  ['ARM_CLIENT_SECRET', 'azure'],
  ['GOOGLE_CREDENTIALS', 'google'],
] as const)

/** Every fact about containers in the workflow, each with its job and step. */
export const containerSteps = (workflow: Workflow): readonly ContainerStep[] =>
  workflow.jobs.flatMap((job) => {
    const steps = job.steps.flatMap((step) => [
      ...keysOf(job, step.index, step.env),
      ...actionSteps({ job, step }),
      ...commandSteps({ job, step }, commandsOf(job, step)),
    ])
    return [...keysOf(job, 0, workflow.env), ...keysOf(job, 0, job.env), ...steps]
  })

/** Cloud keys that are handed to steps as variables are a login as good as any other. */
const keysOf = (job: WorkflowJob, index: number, env: readonly Setting[]): readonly ContainerStep[] =>
  env.flatMap((setting): readonly ContainerStep[] => {
    const to = cloudKeys.get(setting.name)
    const step = job.steps[index]
    // A value from an earlier step is most likely a short-lived one.
    if (to === undefined || step === undefined || setting.value.trim() === '' || /steps\.|needs\./.test(setting.value))
      return []
    return [
      {
        kind: 'login',
        job,
        step,
        by: setting.name,
        origin: setting.origin,
        to,
        registry: undefined,
        credentials: 'static',
        inputs: [setting],
      },
    ]
  })
