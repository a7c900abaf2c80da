/** The compose service that is the same container as a deployed one, for rules that compare the two. */

import { runsCompose } from '../platforms.ts'
import type { Service } from '../service-model.ts'

/**
 * The service of a compose variant with the same build, or with the same name where one of the two has no build; one like
 * production before one for development. `undefined` where compose runs nothing like it.
 */
export function counterpartOf(service: Service): Service | undefined {
  const variants = service.project.variants.filter(runsCompose)
  const ordered = [...variants].sort((a, b) => Number(b.productionLike) - Number(a.productionLike))
  const all = ordered.flatMap(({ services }) => services)
  const sameBuild = all.filter((other) => other.build !== undefined && other.build === service.build)
  const sameName = all.filter((other) => other.name === service.name)
  return (
    sameBuild.find((other) => other.name === service.name) ??
    sameBuild[0] ??
    sameName.find((other) => other.build === undefined || service.build === undefined)
  )
}
