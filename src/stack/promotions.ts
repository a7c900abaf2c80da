/** Images that are built once more for production, or once for each region, instead of being carried there. */
import { type Node, nodeAt } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import type { Project, WorkflowJob } from './model.ts'
import { type PipelineBuild, pipelineBuilds, recipeOf } from './pipeline-builds.ts'

export interface RepeatedBuild {
  readonly job: WorkflowJob
  readonly origin: Origin
  readonly why: 'production' | 'regions'
  /** The build that was tried out, or what makes one build of several. */
  readonly first: Origin
}

const trial = /(?:^|[^a-z])(?:dev|development|staging|stage|stg|preview|qa|uat|test)(?:[^a-z]|$)/i
const production = /(?:^|[^a-z])(?:prod|production|live)(?:[^a-z]|$)/i

/** What the job is for, as its names tell. */
const namesOf = ({ id, job, workflow }: WorkflowJob): string =>
  [id, job.name?.value, job.environment?.value, workflow.workflow.name?.value, workflow.file.split('/').at(-1)].join(
    ' ',
  )

/** Every published build that repeats another one of the same files. */
export function repeatedBuilds(project: Project): readonly RepeatedBuild[] {
  const published = pipelineBuilds(project).filter(({ publishes, build }) => publishes && build !== undefined)
  const again = published.flatMap((one): readonly RepeatedBuild[] => {
    const names = namesOf(one.job)
    if (!production.test(names) || trial.test(names)) return []
    const tried = published.find(
      (other) => isSame(one, other) && trial.test(namesOf(other.job)) && !production.test(namesOf(other.job)),
    )
    return tried === undefined
      ? []
      : [{ job: one.job, origin: one.step.origin, why: 'production', first: tried.step.origin }]
  })
  const regions = published.flatMap((one): readonly RepeatedBuild[] => {
    const key = regionsOf(one.job.job.matrix)
    return key === undefined ? [] : [{ job: one.job, origin: one.step.origin, why: 'regions', first: key }]
  })
  return [...again, ...regions]
}

/** Whether two builds are meant to give the same image: the same files, and no argument that tells them apart. */
const isSame = (one: PipelineBuild, other: PipelineBuild): boolean =>
  one.build !== undefined &&
  other.build !== undefined &&
  one.step !== other.step &&
  recipeOf(one.build) === recipeOf(other.build) &&
  argumentsOf(one) === argumentsOf(other)

const argumentsOf = ({ step }: PipelineBuild): string =>
  JSON.stringify(step.buildArguments.map(({ name, value }) => [name, value]).sort())

/** The matrix's list of regions, where the job runs once for each. */
function regionsOf(matrix: Node | undefined): Origin | undefined {
  const entries = matrix?.kind === 'map' ? matrix.entries : []
  const list = entries.find(({ key }) => /^(?:aws[-_]?)?regions?$/i.test(key))
  const items = nodeAt(list?.value)
  return items?.kind === 'list' && items.items.length > 1 ? list?.keyOrigin : undefined
}
