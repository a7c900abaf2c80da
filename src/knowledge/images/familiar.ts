/** One name for an image wherever it is mirrored. */
import type { ImageReference } from '../../core/image-reference.ts'

/** Mirrors that hold Docker Hub's official images under their own names. */
const MIRRORS = /^(?:public\.ecr\.aws\/docker\/library|mirror\.gcr\.io\/library|registry\.hub\.docker\.com\/library)\//

/** The familiar name of the repository that a reference's image is a copy of. */
export const familiar = (reference: ImageReference): string => reference.familiarName.replace(MIRRORS, '')
