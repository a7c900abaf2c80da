/** Services that a pipeline deploys, and whose images it has neither built nor scanned. */
import type { ComposeStep, DeployStep } from '../formats/workflow/container-step.ts'
import type { Project, WorkflowJob } from './model.ts'
import { productionDeployments } from './pipeline.ts'
import { pipelineBuilds, repositoryOfService } from './pipeline-builds.ts'
import { runsInProduction } from './production.ts'
import type { Service } from './service-model.ts'

export interface DeployedService {
  readonly service: Service
  readonly deployment: DeployStep
  /** Whether the pipeline builds the image, or takes it ready-made. */
  readonly covered: boolean
}

/** Services with a build of their own, of a stack that a job starts on another machine with Compose. */
export function deployedServices(project: Project): readonly DeployedService[] {
  const jobs = project.workflows.flatMap(({ jobs: all }) => all)
  const deployment = jobs.filter(startsStack).flatMap(productionDeployments)[0]
  // A pipeline that builds nothing at all lacks more than this; see the scan that is missing.
  const builds = pipelineBuilds(project).filter((one) => !isElsewhere(one.job, one.step.origin))
  if (
    deployment === undefined ||
    builds.length === 0 ||
    builds.some(({ step }) => step.definitions.length > 0 || (step.generatedTags && !step.context.known))
  )
    return []
  const dockerfiles = new Set(builds.flatMap(({ build }) => build?.dockerfile.file ?? []))
  const open = builds.some(({ build }) => build === undefined)
  const names = new Set(builds.flatMap(({ repositories }) => repositories))
  return project.variants.flatMap(({ services }) =>
    services.filter(runsInProduction).flatMap((service): readonly DeployedService[] => {
      if (service.build === undefined) return []
      const name = repositoryOfService(service)
      const covered = dockerfiles.has(service.build.dockerfile.file) || (name !== undefined && names.has(name))
      return open && !covered ? [] : [{ service, deployment, covered }]
    }),
  )
}

/** Whether the job starts a stack with Compose somewhere else. */
const startsStack = ({ steps }: WorkflowJob): boolean =>
  steps.some((step) => step.kind === 'compose' && step.remote && step.command === 'up')

/** Whether a build is part of what Compose does on the machine it deploys to. */
const isElsewhere = ({ steps }: WorkflowJob, origin: unknown): boolean =>
  steps.some((step): step is ComposeStep => step.kind === 'compose' && step.remote && step.origin === origin)
