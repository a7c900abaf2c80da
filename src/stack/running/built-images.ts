/** The images of a project that an engine has: those that its services name, its builds make, and its containers run. */
import type { Observed, ObservedImage } from '../../core/observed.ts'
import type { Build } from '../build-model.ts'
import type { Project } from '../model.ts'
import type { Service } from '../service-model.ts'
import { builtNamesOf, imageNamesOf, isNamed } from './image-names.ts'
import type { BuiltImage } from './model.ts'

export const builtImagesOf = (project: Project, observed: Observed | undefined): readonly BuiltImage[] =>
  (observed?.images ?? []).flatMap((seen): readonly BuiltImage[] => {
    const services = [...new Set([...namedBy(project, seen), ...runBy(project, seen)])]
    const builds = [...services.flatMap(({ build }) => build ?? []), ...taggedIn(project, seen)]
    const [first] = services
    const [build] = builds
    const origin = first ? (first.image?.origin ?? first.build?.origin ?? first.origin) : build?.origin
    if (origin === undefined) return []
    const called = [...services.flatMap(imageNamesOf), ...builds.flatMap(builtNamesOf)]
    return [
      {
        subject: {
          kind: 'built-image',
          name: called.find((name) => isNamed(seen, name)) ?? seen.references[0] ?? seen.id,
        },
        origin,
        inVariants: [...new Set(services.flatMap(({ inVariants }) => inVariants))],
        seen,
        project,
        build,
        services,
      },
    ]
  })

const namedBy = ({ variants }: Project, seen: ObservedImage): readonly Service[] =>
  variants.flatMap(({ services }) =>
    services.filter((service) => imageNamesOf(service).some((name) => isNamed(seen, name))),
  )

const runBy = ({ containers }: Project, seen: ObservedImage): readonly Service[] =>
  containers.flatMap(({ image, service }) => (image === seen && service ? [service] : []))

const taggedIn = ({ builds }: Project, seen: ObservedImage): readonly Build[] =>
  builds.filter((build) => builtNamesOf(build).some((name) => isNamed(seen, name)))
