/** The processors that pipelines build for, and those that services ask for. */
import { nodeAt, textOf } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import type { Project, WorkflowJob } from './model.ts'
import { type PipelineBuild, pipelineBuilds, repositoryOfService } from './pipeline-builds.ts'
import { runsInProduction } from './production.ts'
import type { Service } from './service-model.ts'

export interface PlatformNeed {
  readonly service: Service
  /** E.g. `arm64`. */
  readonly wanted: string
  readonly wantedAt: Origin
  readonly made: PipelineBuild
  /** What is built, where it can be told. */
  readonly built: readonly string[] | undefined
  readonly builtAt: Origin
}

/** `linux/arm64/v8` and `ARM64` as `arm64`; `undefined` where it is computed. */
function processorOf(platform: string): string | undefined {
  if (platform.includes('$')) return undefined
  const name = (platform.toLowerCase().split('/')[1] ?? platform.toLowerCase()).trim()
  return { x86_64: 'amd64', aarch64: 'arm64' }[name] ?? name
}

/** The processor of the machine that a hosted job runs on; `undefined` for machines of one's own. */
function processorOfRunner({ job }: WorkflowJob): string | undefined {
  const labels = job.runsOn.map(({ value }) => value)
  if (job.gitlab !== undefined)
    return labels.length === 0 ? 'amd64' : /arm64/.test(labels.join(' ')) ? 'arm64' : undefined
  if (labels.length !== 1 || !/^(?:ubuntu|windows)-/.test(labels[0] ?? '')) return undefined
  return /-arm\b/.test(labels[0] ?? '') ? 'arm64' : 'amd64'
}

/** What a build is for: what it says, or else the machine that it runs on. */
export function processorsOf({ step, job, build }: PipelineBuild): readonly string[] | undefined {
  if (step.platforms.length > 0) {
    const named = step.platforms.map(({ value }) => processorOf(value))
    return named.every((one) => one !== undefined) ? (named as readonly string[]) : undefined
  }
  // A FROM with a fixed platform, or a variable for all steps, decides in place of the runner.
  if (
    build?.finalStage?.platform !== undefined ||
    [...job.job.env, ...step.step.env].some(({ name }) => name === 'DOCKER_DEFAULT_PLATFORM')
  )
    return undefined
  const own = processorOfRunner(job)
  return own === undefined ? undefined : [own]
}

/** Services of production that ask for a processor, with the published build that they run. */
export function platformNeeds(project: Project): readonly PlatformNeed[] {
  const published = pipelineBuilds(project).filter((one) => one.publishes)
  return project.variants.flatMap(({ services }) =>
    services.filter(runsInProduction).flatMap((service): readonly PlatformNeed[] => {
      const written = askedFor(service)
      const wanted = written && processorOf(written.text)
      if (written === undefined || wanted === undefined) return []
      const name = repositoryOfService(service)
      const made =
        published.find(({ repositories }) => name !== undefined && repositories.includes(name)) ??
        published.find(({ build }) => build !== undefined && build.dockerfile === service.build?.dockerfile)
      if (made === undefined) return []
      const builtAt = made.step.platforms[0]?.origin ?? made.step.origin
      return [{ service, wanted, wantedAt: written.origin, made, built: processorsOf(made), builtAt }]
    }),
  )
}

/** `platform:` of Compose; on ECS what the task definition says of its processor. */
function askedFor({ node, variant }: Service): { readonly text: string; readonly origin: Origin } | undefined {
  const written = nodeAt(node, 'platform') ?? nodeAt(variant.task, 'runtimePlatform', 'cpuArchitecture')
  const text = textOf(written)
  return written === undefined || text === undefined ? undefined : { text, origin: written.origin }
}
