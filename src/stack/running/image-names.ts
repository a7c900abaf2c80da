/** Names of images as an engine writes them, for comparing them with what files say. */
import { parseImageReference } from '../../core/image-reference.ts'
import { valueOr } from '../../core/known.ts'
import type { ObservedImage } from '../../core/observed.ts'
import type { Build } from '../build-model.ts'
import type { Service } from '../service-model.ts'

/** The shortest name with its tag or digest: `nginx` is `nginx:latest`, `docker.io/library/nginx:1` is `nginx:1`; ids stay as they are. */
export function engineName(reference: string): string {
  const parsed = parseImageReference(reference)
  if (!parsed) return reference
  const { familiarName, tag, digest } = parsed
  return digest === undefined ? `${familiarName}:${tag ?? 'latest'}` : `${familiarName}@${digest}`
}

/** Whether a reference means this image now. */
export function isNamed({ id, references, digests }: ObservedImage, reference: string): boolean {
  const name = engineName(reference)
  return id === reference || references.includes(name) || digests.includes(name)
}

/**
 * What an engine may call the image of a service: as it is written, or after the project and the service where only its build is
 * (Compose 2 joins them by `-`, Compose 1 did by `_`). None where variables leave it open.
 */
export function imageNamesOf({ image, build, name, variant }: Service): readonly string[] {
  if (image) {
    const reference = valueOr(image.reference, undefined)
    return reference === undefined ? [] : [engineName(reference.written)]
  }
  const { stack, platform } = variant
  if (build === undefined || stack === '' || platform !== 'compose') return []
  return ['-', '_'].map((joint) => engineName(`${stack}${joint}${name}`))
}

/** The names that a build gives its result. */
export const builtNamesOf = ({ tags }: Build): readonly string[] =>
  tags.flatMap((tag) => (tag.known ? [engineName(tag.value)] : []))
