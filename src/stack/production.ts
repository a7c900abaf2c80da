/** Whether a service or a build's result is one that production would run. */
import { directoryOf, nameOf } from '../core/tree.ts'
import type { Stage } from './build-model.ts'
import type { Service } from './service-model.ts'

/** Profiles that people switch on at their own desk. */
const deskProfiles =
  /^(?:dev|develop|development|local|debug|test|tests|testing|e2e|ci|tools?|admin|ui|docs|mail|observability-dev)$/i

/** Not in a development variant, and not only behind profiles that are for a desk. */
export const runsInProduction = (service: Service): boolean =>
  service.variant.productionLike &&
  (service.profiles.length === 0 || !service.profiles.every((profile) => deskProfiles.test(profile)))

/** Names of stages and Dockerfiles that are for a desk or for tests. */
const deskNames =
  /(?:^|[-_.])(?:dev|devel|develop|development|devcontainer|local|debug|watch|tests?|testing|e2e|playwright|cypress|ci|lint)(?:[-_.]|$)/i

/** Directories whose Dockerfiles are. */
const deskDirectory = /(?:^|\/)(?:\.?devcontainer|tests?|e2e|(?:integration|docker|system|load)-?tests?(?:ing)?)\//i

/**
 * Whether a stage is the result of a build that is not only for a developer's desk. What only desk services use still counts
 * where nothing beside it is built for production: the same file is then what gets published.
 */
export function buildsForProduction(stage: Stage): boolean {
  const { alias, build, dockerfile, usedBy } = stage
  if (!stage.isFinal || deskNames.test(alias ?? '') || deskNames.test(nameOf(dockerfile.file))) return false
  if (deskDirectory.test(dockerfile.file)) return false
  if (usedBy.length === 0 || usedBy.some(runsInProduction)) return true
  const directory = directoryOf(dockerfile.file)
  return !build.project.stages.some(
    (other) => other.isFinal && directoryOf(other.dockerfile.file) === directory && other.usedBy.some(runsInProduction),
  )
}
