/** Names of images as an engine writes them, for comparing them with what files say. */
import { parseImageReference } from '../../core/image-reference.ts'
import type { ObservedImage } from '../../core/observed.ts'

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
