/** Image names as they are used, read once with their tag and what is known of the image. */
import { parseImageReference } from '../core/image-reference.ts'
import { type Known, known, mapKnown, unknowable } from '../core/known.ts'
import type { Origin } from '../core/origin.ts'
import { imageProfile, tagVersion } from '../knowledge/images/lookup.ts'
import type { ImageUse, Stage } from './build-model.ts'
import type { Service } from './service-model.ts'

/** Why a reference cannot be known that is written in full. */
const notAName = 'the image name is not one that Docker accepts'

/** Whether the name is known and none that Docker accepts. */
export const isRefused = ({ reference }: ImageUse): boolean => !reference.known && reference.because === notAName

interface Context extends Pick<ImageUse, 'kind' | 'inVariants'> {
  readonly built?: boolean
  readonly service?: Service
  /** Asked late: the stage is still being made when its image is read. */
  readonly stage?: () => Stage
}

/** Reads the expanded image name; `written` is the text in the file, `origin` its place. */
export function imageUse(text: Known<string>, written: string, origin: Origin, context: Context): ImageUse {
  const reference = read(text, origin)
  return {
    kind: context.kind,
    subject: { kind: 'image', name: reference.known ? reference.value.written : written },
    origin,
    inVariants: context.inVariants,
    written,
    reference,
    version: mapKnown(reference, tagVersion),
    profile: reference.known ? imageProfile(reference.value) : undefined,
    built: context.built ?? false,
    service: context.service,
    get stage() {
      return context.stage?.()
    },
  }
}

function read(text: Known<string>, origin: Origin): ImageUse['reference'] {
  if (!text.known) return text
  const reference = parseImageReference(text.value)
  return reference === undefined ? unknowable(notAName, origin) : known(reference, text.origin)
}
