/** The images of a project that an engine has: those that its services name, and those that its containers run. */
import { valueOr } from '../../core/known.ts'
import type { Observed, ObservedImage } from '../../core/observed.ts'
import type { Project } from '../model.ts'
import type { Service } from '../service-model.ts'
import { isNamed } from './image-names.ts'
import type { BuiltImage } from './model.ts'

export const builtImagesOf = (project: Project, observed: Observed | undefined): readonly BuiltImage[] =>
  (observed?.images ?? []).flatMap((seen): readonly BuiltImage[] => {
    const services = [...new Set([...namedBy(project, seen), ...runBy(project, seen)])]
    const [first] = services
    if (first === undefined) return []
    const [name = seen.id] = seen.references
    return [
      {
        subject: { kind: 'built-image', name },
        origin: first.image?.origin ?? first.build?.origin ?? first.origin,
        inVariants: [...new Set(services.flatMap(({ inVariants }) => inVariants))],
        seen,
        project,
        build: services.find(({ build }) => build)?.build,
        services,
      },
    ]
  })

const namedBy = ({ variants }: Project, seen: ObservedImage): readonly Service[] =>
  variants.flatMap(({ services }) =>
    services.filter(({ image }) => {
      const reference = image && valueOr(image.reference, undefined)
      return reference !== undefined && isNamed(seen, reference.written)
    }),
  )

const runBy = ({ containers }: Project, seen: ObservedImage): readonly Service[] =>
  containers.flatMap(({ image, service }) => (image === seen && service ? [service] : []))
