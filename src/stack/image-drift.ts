/** Where a pipeline publishes something else than what the compose files of production build under the same name. */
import type { Build } from './build-model.ts'
import type { Project } from './model.ts'
import { type PipelineBuild, pipelineBuilds, recipeOf, repositoryOfService } from './pipeline-builds.ts'
import { runsInProduction } from './production.ts'
import type { Service } from './service-model.ts'

export interface DriftedImage {
  readonly service: Service
  readonly wanted: Build
  readonly made: PipelineBuild
  /** Whether the pipeline builds what the service runs after all. */
  readonly same: boolean
}

/** Each production service with a build of its own, beside the pipeline's build that takes its name or its Dockerfile. */
export function driftedImages(project: Project): readonly DriftedImage[] {
  const published = pipelineBuilds(project).filter((one) => one.publishes && one.build !== undefined)
  if (published.length === 0) return []
  return project.variants.flatMap(({ services, environment }) =>
    services.filter(runsInProduction).flatMap((service): readonly DriftedImage[] => {
      const { build: wanted } = service
      const name = repositoryOfService(service)
      if (wanted === undefined || wanted.context === undefined) return []
      const named = published.filter(({ repositories }) => name !== undefined && repositories.includes(name))
      // Without a shared name only the Dockerfile links the two, and only production is sure to mean what is published.
      const linked =
        environment === 'production' ? published.filter(({ build }) => build?.dockerfile === wanted.dockerfile) : []
      const candidates = named.length > 0 ? named : linked
      const same = candidates.find(({ build }) => build !== undefined && sameResult(build, wanted))
      const made = same ?? candidates[0]
      return made === undefined ? [] : [{ service, wanted, made, same: same !== undefined }]
    }),
  )
}

/** Whether two builds end in the same stage of the same files; no target is the last stage. */
const sameResult = (one: Build, other: Build): boolean =>
  recipeOf(one) === recipeOf(other) ||
  (one.dockerfile === other.dockerfile &&
    one.context?.path === other.context?.path &&
    one.finalStage?.index === other.finalStage?.index)
