/** What the workflows of a project do with images, in the words that rules ask in. */
import { keptWith } from '../core/lazy.ts'
import { nodeAt, textOf } from '../core/node.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import type { Judgement, Related, SubjectRef } from '../core/verdict.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import type { BuildStep, ContainerStep, DeployStep, PushStep } from '../formats/workflow/container-step.ts'
import type { WorkflowStep } from '../formats/workflow/document.ts'
import { commandsOf } from '../formats/workflow/run-commands.ts'
import type { Project, WorkflowJob, WorkflowModel } from './model.ts'
import { buildTags, pushedImages, type TaggedImage, variablesOf } from './workflow-tags.ts'

/** The place that calls the script or action in which something is wrong, for a message's related places. */
export const calledFrom = (caller: Origin | undefined): readonly Related[] =>
  caller === undefined ? [] : [{ origin: caller, message: 'called here' }]

/** The judgements of a job, each under the subject that it belongs to. */
export const underSubjects = (job: WorkflowJob, judgements: readonly Judgement[]): readonly Judgement[] =>
  judgements.map((one) => ({ ...subjectAt(job, one.origin), ...one }))

/**
 * Whom a judgement of the job speaks of: what stands outside the job (in a script, an action, a part that several jobs
 * take over) is one place however many jobs run it, and belongs to its file.
 */
function subjectAt({ job }: WorkflowJob, origin: Origin): { readonly subject?: SubjectRef } {
  const [place] = spansOf(origin)
  const [own] = spansOf(job.origin)
  if (place === undefined || own === undefined) return {}
  const inside = place.file === own.file && place.start >= own.start && place.end <= own.end
  return inside ? {} : { subject: { kind: 'workflow', name: place.file } }
}

export const stepsOf = keptWith((workflow: WorkflowModel): readonly ContainerStep[] =>
  workflow.jobs.flatMap(({ steps }) => steps),
)

/** The workflow with the others of its project: what one of them builds, another may scan or sign. */
export const workflowsBeside = (workflow: WorkflowModel): readonly WorkflowModel[] =>
  workflow.jobs[0]?.project.workflows ?? [workflow]

/** Whether the workflow builds, pushes or deploys containers; others are not a container audit's business. */
export const handlesContainers = (workflow: WorkflowModel): boolean =>
  stepsOf(workflow).some(({ kind }) => kind === 'build' || kind === 'push' || kind === 'deploy')

/** Whether the step puts new images into a registry; where an expression decides, it sometimes does. */
export const publishes = (step: ContainerStep): step is BuildStep | PushStep =>
  step.kind === 'push' ? !promotes(step) : step.kind === 'build' && (step.push.known ? step.push.value : true)

/** Whether a push only gives a further name to images that the job pulled from the registry, and built none of. */
const promotes = ({ job, images }: PushStep): boolean =>
  images.length > 0 && images.every(({ value }) => renamedIn(job).has(value))

/** Further names that a job gives to images it pulled; none where it builds. */
const renamedIn = keptWith((job: PushStep['job']): ReadonlySet<string> => {
  const docker = job.steps
    .flatMap((step) => commandsOf(job, step))
    .filter(({ name }) => name === 'docker' || name === 'podman')
    .map(({ words }) => words.slice(1).map(({ text }) => text))
  if (docker.some((words) => words.includes('build')) || job.steps.some(({ uses }) => /build/.test(uses?.action ?? '')))
    return new Set()
  const pulled = new Set(docker.flatMap(([verb, ...rest]) => (verb === 'pull' ? rest : [])))
  return new Set(docker.flatMap(([verb, from, to]) => (verb === 'tag' && to && pulled.has(from ?? '') ? [to] : [])))
})

/** One repository that workflows push to, with every tag they push there. */
export interface PublishedImage {
  readonly repository: string
  readonly tags: readonly TaggedImage[]
  /** The first workflow that pushes it. */
  readonly workflow: WorkflowModel
}

/** What the workflows of a project push, by repository. */
export function publishedImages({ workflows }: Project): readonly PublishedImage[] {
  const byRepository = new Map<string, { readonly workflow: WorkflowModel; readonly tags: TaggedImage[] }>()
  for (const workflow of workflows) {
    const variables = variablesOf(workflow)
    for (const step of stepsOf(workflow).filter(publishes)) {
      const tags = step.kind === 'push' ? pushedImages(step, workflow, variables) : buildTags(step, workflow, variables)
      for (const tag of tags) {
        const image = byRepository.get(tag.repository) ?? { workflow, tags: [] }
        image.tags.push(tag)
        byRepository.set(tag.repository, image)
      }
    }
  }
  return [...byRepository].map(([repository, image]) => ({ repository, ...image }))
}

export interface StepCommand {
  readonly command: ShellCommand
  readonly step: WorkflowStep
}

/** The shell commands of a job, in order; none of steps that another kind of shell runs. */
export const commandsOfJob = keptWith(({ job }: WorkflowJob): readonly StepCommand[] =>
  job.steps.flatMap((step) => commandsOf(job, step).map((command) => ({ command, step }))),
)

/** Names that scanners and their wrappers go by. */
const scannerName = /scan|trivy|grype|snyk|anchore|clair|prisma|twistlock|sysdig|wiz|scout|aqua|vuln/i

/** What a job calls that nobody can look into from here, and that by its name may well scan images. */
export function possibleScans(workflow: WorkflowModel): readonly Origin[] {
  const known = new Set(stepsOf(workflow).map(({ step }) => step))
  const outside = workflow.workflow.outside.filter(
    ({ kind, value }) => kind !== 'template' || /auto-devops/i.test(value),
  )
  const called = workflow.jobs.flatMap(({ job }) => [
    ...(job.uses !== undefined && scannerName.test(`${job.id} ${job.uses.text}`) ? [job.uses.origin] : []),
    ...job.steps.flatMap((step) =>
      step.uses !== undefined && !known.has(step) && scannerName.test(step.uses.action) ? [step.uses.origin] : [],
    ),
  ])
  return [...called, ...outside.map(({ origin }) => origin)]
}

/** GitLab's own job that scans the image of the pipeline, where it is taken over. */
export const templateScan = ({ workflow }: WorkflowModel): Origin | undefined =>
  workflow.outside.find(({ value }) => /container[-_]scanning/i.test(value))?.origin

/** Environments that are there to be broken. */
const trial =
  /(?:^|[^a-z])(?:dev|develop|development|staging|stage|stg|preview|test|testing|qa|uat|review|sandbox|demo)(?:[^a-z]|$)/i

const tests = /test|e2e|playwright|cypress|lint|verify|validate|check|compat/i

/** Whether the workflow's name or file says that it is for trying things out. */
export function isTrial({ workflow, file }: WorkflowModel): boolean {
  const names = `${workflow.name?.value ?? ''} ${file.split('/').at(-1)}`
  return trial.test(names) || tests.test(names)
}

/** Deployments of a job, but for those that say themselves that they are not to production. */
export function productionDeployments(job: WorkflowJob): readonly DeployStep[] {
  const { environment, gitlab } = job.job
  const names = [job.id, job.job.name?.value, job.workflow.workflow.name?.value, job.workflow.file]
  // `test` is the stage of whoever names none.
  const stage = gitlab?.stage === 'test' ? undefined : gitlab?.stage
  if (trial.test([...names, environment?.value, stage].join(' '))) return []
  return job.steps.filter((step): step is DeployStep => step.kind === 'deploy' && !trial.test(wordsOf(step, job)))
}

/** What a deployment says of itself: the step's name, and the command or the action's inputs; a script may do more than deploy. */
function wordsOf({ step, origin }: DeployStep, { workflow }: WorkflowJob): string {
  const { source } = workflow.workflow
  const [place] = spansOf(origin)
  const command = place?.file === source.file && step.run !== undefined ? source.text.slice(place.start, place.end) : ''
  const inputs = [...step.with.values()].map(({ value }) => value)
  return [step.name?.value, command, ...inputs].join(' ').replaceAll('/dev/', ' ')
}

/** Day of the month and month left open, or a step of at most seven days: the rest of the line only says when. */
const weekly = /^\S+\s+\S+\s+(?:\*|\*\/[1-7])\s+\*\s+\S+$/

/** The schedule by which the workflow runs at least once a week. */
export const rebuildsWeekly = ({ workflow }: WorkflowModel): Origin | undefined =>
  workflow.triggers.find(
    ({ value, options }) =>
      value === 'schedule' &&
      options?.kind === 'list' &&
      options.items.some((item) => weekly.test((textOf(nodeAt(item, 'cron')) ?? '').trim().slice(0, 100))),
  )?.origin
