/** The images that pipelines build, beside the services that are to run them. */
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

/** Every build of the project's pipelines, in the order written. */
export function pipelineBuilds(project: Project): readonly PipelineBuild[] {
  return project.workflows.flatMap((workflow) => {
    const variables = variablesOf(workflow)
    return workflow.jobs.flatMap((job) =>
      job.steps.flatMap((step): readonly PipelineBuild[] => {
        if (step.kind !== 'build') return []
        const build = project.builds.find(({ usedBy }) =>
          usedBy.some((use) => use.kind === 'workflow' && use.origin === step.origin),
        )
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
}

/** Whether a later step of the job pushes a name that the build gave. */
function pushesLater(step: BuildStep, { steps }: WorkflowJob): boolean {
  const names = new Set(step.tags.map(({ value }) => value))
  return steps.some((other) => other.kind === 'push' && other.images.some(({ value }) => names.has(value)))
}

/** The repository of the image that a service runs, as written, without its tag. */
export const repositoryOfService = ({ image }: Service): string | undefined =>
  image?.written.replace(/@sha256:.*$/, '').replace(/:(?:[\w.-]|\$\{[^}]*\}|\$\w+)*$/, '')

/** What tells a build's result from another's, its arguments aside. */
export const recipeOf = ({ dockerfile, context, target }: Build): string =>
  JSON.stringify([dockerfile.file, context?.path, target ?? ''])

/** How to name a build to people. */
export const describeBuild = ({ dockerfile, context, target }: Build): string =>
  `${dockerfile.file}${target === undefined ? '' : `, target ${target}`}${context === undefined || context.path === '' ? '' : ` in ${context.path}`}`
