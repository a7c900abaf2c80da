/** CI workflows of a project: jobs with what they do to containers, and the builds they ask for. */
import { known } from '../core/known.ts'
import { span } from '../core/origin.ts'
import { within } from '../core/tree.ts'
import type { BuildStep } from '../formats/workflow/container-step.ts'
import { containerSteps } from '../formats/workflow/container-steps.ts'
import { checkoutOf } from '../projects/file-names.ts'
import type { BuildRequest } from './builds.ts'
import type { Project, WorkflowJob, WorkflowModel } from './model.ts'
import type { Sources } from './sources.ts'
import { followCalls } from './workflow-calls.ts'

/** Reads a workflow; `undefined` where the file cannot be read. */
export function workflowModel(file: string, project: Project, sources: Sources): WorkflowModel | undefined {
  const written = sources.workflow(file)
  if (!written) return undefined
  const workflow = followCalls(written, checkoutOf(file), sources)
  const steps = containerSteps(workflow)
  const model: WorkflowModel = {
    subject: { kind: 'workflow', name: file },
    origin: span(file, [], 0, workflow.source.text.length),
    inVariants: [],
    file,
    workflow,
    get jobs() {
      return jobs
    },
  }
  const jobs: readonly WorkflowJob[] = workflow.jobs.map((job) => ({
    subject: { kind: 'workflow-job', name: `${file} ${job.id}` },
    origin: job.idOrigin,
    inVariants: [],
    id: job.id,
    job,
    workflow: model,
    steps: steps.filter((step) => step.job === job),
    project,
  }))
  return model
}

/** The pipelines of a project; a file that another one includes is part of that one. */
export function workflowModels(files: readonly string[], project: Project, sources: Sources): readonly WorkflowModel[] {
  const models = files.flatMap((file) => workflowModel(file, project, sources) ?? [])
  const included = new Set(models.flatMap(({ workflow }) => workflow.included))
  return models.filter(({ file, workflow }) => workflow.provider === 'github' || !included.has(file))
}

/** What a workflow builds of this tree, as far as its steps say it in plain text. */
export function requestsOfWorkflow(model: WorkflowModel, sources: Sources): readonly BuildRequest[] {
  const root = checkoutOf(model.file)
  return model.jobs.flatMap((job) =>
    job.steps.flatMap((step) => (step.kind === 'build' ? requestOfStep(step, root, model.file, job.id, sources) : [])),
  )
}

function requestOfStep(
  step: BuildStep,
  root: string,
  file: string,
  job: string,
  { tree }: Sources,
): readonly BuildRequest[] {
  if (!step.context.known || !step.file.known || step.definitions.length > 0) return []
  const context = within(root, step.context.value)
  if (context === undefined) return []
  // The command and the action both take a Dockerfile's path from the checkout, and by default the one in the context.
  const candidates =
    step.file.origin.kind === 'default' ? [within(context, step.file.value)] : [within(root, step.file.value)]
  const dockerfile = candidates.find((path) => path !== undefined && tree.entry(path)?.kind === 'file')
  if (dockerfile === undefined) return []
  return [
    {
      dockerfile,
      context,
      contextUnknown: undefined,
      target: step.target?.value.includes('$') ? undefined : step.target?.value,
      arguments: step.buildArguments.map((argument) => ({
        subject: { kind: 'build-argument', name: argument.name },
        origin: argument.origin,
        inVariants: [],
        name: argument.name,
        value: argument.value.includes('$')
          ? { known: false, because: 'the workflow fills it in when it runs', origin: argument.origin }
          : known(argument.value, argument.origin),
        partial: argument.value,
        source: 'workflow' as const,
        written: argument.value,
        interpolations: [],
        nameOrigin: argument.origin,
        service: undefined,
        stage: undefined,
        overrides: [],
      })),
      tags: step.tags.map((tag) => known(tag.value, tag.origin)),
      secrets: step.secrets.map((secret) => secret.value),
      inVariants: [],
      use: () => ({ kind: 'workflow', file, job, origin: step.origin }),
      origin: step.origin,
    },
  ]
}
