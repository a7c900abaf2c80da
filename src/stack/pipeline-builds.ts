/** The images that pipelines build, beside the services that are to run them. */
import { keptWith } from '../core/lazy.ts'
import type { Origin } from '../core/origin.ts'
import type { BuildStep } from '../formats/workflow/container-step.ts'
import type { Build } from './build-model.ts'
import type { Project, WorkflowJob } from './model.ts'
import { publishes } from './pipeline.ts'
import type { Service } from './service-model.ts'
import { buildTags, variablesOf } from './workflow-tags.ts'

export interface PipelineBuild {
  readonly job: WorkflowJob
  readonly step: BuildStep
  /** The build of the tree that the step asks for, where its words can be followed. */
  readonly build: Build | undefined
  readonly publishes: boolean
  /** Repositories that it gives names in, variables filled in as far as the pipeline says them. */
  readonly repositories: readonly string[]
}

/** The builds of the tree by the place of the step that asks for them. */
export const buildsByStep = keptWith(
  ({ builds }: Project): ReadonlyMap<Origin, Build> =>
    new Map(
      builds.flatMap((build) =>
        build.usedBy.flatMap((use) => (use.kind === 'workflow' ? [[use.origin, build] as const] : [])),
      ),
    ),
)

/** Names that the job pushes in a step of their own. */
const pushedNames = keptWith(
  ({ steps }: WorkflowJob): ReadonlySet<string> =>
    new Set(steps.flatMap((step) => (step.kind === 'push' ? step.images.map(({ value }) => value) : []))),
)

/** Whether another step of the job pushes a name that the build gave. */
const pushesLater = (step: BuildStep, job: WorkflowJob): boolean =>
  step.tags.some(({ value }) => pushedNames(job).has(value))

/** Every build of the project's pipelines, in the order written. */
export const pipelineBuilds = keptWith((project: Project): readonly PipelineBuild[] => {
  const byOrigin = buildsByStep(project)
  return project.workflows.flatMap((workflow) => {
    const variables = variablesOf(workflow)
    return workflow.jobs.flatMap((job) =>
      job.steps.flatMap((step): readonly PipelineBuild[] => {
        if (step.kind !== 'build') return []
        const build = byOrigin.get(step.origin)
        const repositories = buildTags(step, workflow, variables).flatMap(({ repository }) =>
          repository === '' ? [] : [repository],
        )
        return [
          {
            job,
            step,
            build,
            publishes: publishes(step) || pushesLater(step, job),
            repositories: [...new Set(repositories)],
          },
        ]
      }),
    )
  })
})

/** The repository of the image that a service runs, as written, without its tag. */
export const repositoryOfService = ({ image }: Service): string | undefined =>
  image?.written.replace(/@sha256:.*$/, '').replace(/:(?:[\w.-]|\$\{[^}]*\}|\$\w+)*$/, '')

/** What tells a build's result from another's, its arguments aside. */
export const recipeOf = ({ dockerfile, context, target }: Build): string =>
  JSON.stringify([dockerfile.file, context?.path, target ?? ''])

/** How to name a build to people. */
export const describeBuild = ({ dockerfile, context, target }: Build): string =>
  `${dockerfile.file}${target === undefined ? '' : `, target ${target}`}${context === undefined || context.path === '' ? '' : ` in ${context.path}`}`
