/** Whether a container runs the image that its service means: by its name, and by what the name stands for now. */
import { valueOr } from '../../core/known.ts'
import type { Origin } from '../../core/origin.ts'
import type { Service } from '../service-model.ts'
import { engineName, isNamed } from './image-names.ts'
import type { Container } from './model.ts'
import { keyOf } from './weakness.ts'

export type ImageStanding =
  | { readonly is: 'same' }
  | { readonly is: 'other'; readonly wanted: string }
  /** The name means another image by now: a newer build, or what was pulled since. */
  | { readonly is: 'moved'; readonly built: boolean; readonly runs: string; readonly now: string }
  | { readonly is: 'unknown'; readonly because: string }

/** Where a service says what it runs. */
export const imageOrigin = (service: Service): Origin =>
  service.image?.origin ?? (service.build ? keyOf(service, 'build') : service.origin)

export function imageStanding(container: Container, service: Service): ImageStanding {
  const { seen, image, referenced } = container
  const written = service.image && (valueOr(service.image.reference, undefined)?.written ?? null)
  if (written === null) {
    const because = service.image?.reference.known === false ? service.image.reference.because : ''
    return { is: 'unknown', because }
  }
  const wanted = written === undefined ? ownNames(seen.stack, service) : [written]
  const isWanted = wanted.some((name) => engineName(name) === engineName(seen.image.reference))
  // A name that was taken from the image by now still says what was meant.
  if (!isWanted && !(image && wanted.some((name) => isNamed(image, name))))
    return { is: 'other', wanted: wanted[0] ?? '' }
  if (!isWanted || !referenced || referenced.id === seen.image.id) return { is: 'same' }
  return {
    is: 'moved',
    built: service.build !== undefined,
    runs: image?.createdAt ?? '',
    now: referenced.createdAt,
  }
}

/** What Compose calls the result of a build that has no name, of version 2 and of version 1. */
const ownNames = (stack: string, { name }: Service): readonly string[] => [`${stack}-${name}`, `${stack}_${name}`]
