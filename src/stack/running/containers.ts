/** The containers of a project, each beside the service that it should be. */
import { entryOf } from '../../core/node.ts'
import type { Observed, ObservedContainer } from '../../core/observed.ts'
import type { Origin } from '../../core/origin.ts'
import type { Project, Variant } from '../model.ts'
import type { Service } from '../service-model.ts'
import { isNamed } from './image-names.ts'
import type { Container } from './model.ts'

/** What was observed of this project, in the order of the containers' names. */
export const containersOf = (project: Project, observed: Observed | undefined): readonly Container[] =>
  (observed?.containers ?? [])
    .filter((seen) => seen.project === project.id)
    .map((seen) => containerOf(seen, project, observed as Observed))

function containerOf(seen: ObservedContainer, project: Project, { engine, images }: Observed): Container {
  const variant = variantOf(seen, project)
  const service = variant?.services.find(({ name }) => name === seen.service)
  const { id, reference } = seen.image
  return {
    subject: { kind: 'container', name: seen.name },
    origin: service?.origin ?? whereServicesAre(project, variant),
    inVariants: variant ? [variant.name] : [],
    seen,
    engine,
    project,
    variant,
    service,
    image: images.find((image) => image.id === id),
    referenced: images.find((image) => isNamed(image, reference)),
  }
}

/** The variant it was started as; else the first that has its service of the one that is scored, those that go to production, the others. */
function variantOf(
  { variant: name, comparedWith, startedBy, service }: ObservedContainer,
  { variants }: Project,
): Variant | undefined {
  const named = variants.find((variant) => variant.name === name)
  if (named) return named
  const possible = variants.filter(({ platform }) => platform.startsWith('ecs') === (startedBy === 'ecs'))
  const production = possible.filter(({ productionLike }) => productionLike)
  const scored = possible.filter((variant) => variant.name === comparedWith)
  const all = [...scored, ...production, ...possible]
  return all.find(({ services }) => services.some((one) => one.name === service)) ?? all[0]
}

/** The `services` of the first compose file, where one that is missing there would be written. */
function whereServicesAre(project: Project, variant: Variant | undefined): Origin {
  const file = variant?.files[0]
  const root = project.composeFiles.find((one) => one.file === file)?.root
  return entryOf(root, 'services')?.keyOrigin ?? variant?.origin ?? project.origin
}

/** The containers of a service in its variant, those of `docker compose run` aside. */
export const containersRunning = (service: Service): readonly Container[] =>
  service.project.containers.filter((one) => one.service === service && !one.seen.oneOff)
