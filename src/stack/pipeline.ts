/** What the workflows of a project do with images, in the words that rules ask in. */
import type { ShellCommand } from '../formats/shell/command.ts'
import type { BuildStep, ContainerStep, PushStep } from '../formats/workflow/container-step.ts'
import type { WorkflowStep } from '../formats/workflow/document.ts'
import { commandsOf } from '../formats/workflow/run-commands.ts'
import type { WorkflowJob, WorkflowModel } from './model.ts'
import { buildTags, pushedImages, type TaggedImage } from './workflow-tags.ts'

export const stepsOf = (workflow: WorkflowModel): readonly ContainerStep[] =>
  workflow.jobs.flatMap(({ steps }) => steps)

/** The workflow with the others of its project: what one of them builds, another may scan or sign. */
export const workflowsBeside = (workflow: WorkflowModel): readonly WorkflowModel[] =>
  workflow.jobs[0]?.project.workflows ?? [workflow]

/** Whether the workflow builds, pushes or deploys containers; others are not a container audit's business. */
export const handlesContainers = (workflow: WorkflowModel): boolean =>
  stepsOf(workflow).some(({ kind }) => kind === 'build' || kind === 'push' || kind === 'deploy')

/** Whether the step puts images into a registry; where an expression decides, it sometimes does. */
export const publishes = (step: ContainerStep): step is BuildStep | PushStep =>
  step.kind === 'push' || (step.kind === 'build' && (step.push.known ? step.push.value : true))

/** One repository that a workflow pushes to, with every tag its project's workflows push there. */
export interface PublishedImage {
  readonly repository: string
  readonly tags: readonly TaggedImage[]
}

const tagsOf = (step: BuildStep | PushStep, workflow: WorkflowModel): readonly TaggedImage[] =>
  step.kind === 'push' ? pushedImages(step, workflow) : buildTags(step, workflow)

/** What the workflow itself pushes, by repository. */
export function publishedImages(workflow: WorkflowModel): readonly PublishedImage[] {
  const own = stepsOf(workflow).filter(publishes)
  const elsewhere = workflowsBeside(workflow)
    .filter((other) => other !== workflow)
    .flatMap((other) =>
      stepsOf(other)
        .filter(publishes)
        .flatMap((step) => tagsOf(step, other)),
    )
  const byRepository = new Map<string, TaggedImage[]>()
  for (const step of own) {
    for (const tag of tagsOf(step, workflow)) {
      byRepository.set(tag.repository, [...(byRepository.get(tag.repository) ?? []), tag])
    }
  }
  return [...byRepository].map(([repository, tags]) => ({
    repository,
    tags: [...tags, ...elsewhere.filter((tag) => tag.repository === repository)],
  }))
}

export interface StepCommand {
  readonly command: ShellCommand
  readonly step: WorkflowStep
}

/** The shell commands of a job, in order; none of steps that another kind of shell runs. */
export const commandsOfJob = ({ job }: WorkflowJob): readonly StepCommand[] =>
  job.steps.flatMap((step) => commandsOf(job, step).map((command) => ({ command, step })))
