/** What was seen inside an image, in a few words. */
import { sizeText } from '../core/byte-size.ts'
import type { ImageSummary } from '../core/observed.ts'
import { count } from './words.ts'

export const userText = ({ user }: ImageSummary): string => (user === '' ? 'root' : user)

/** The first hexadecimal digits of an image's id, as Docker shows them. */
export const shortId = ({ id }: ImageSummary): string => id.replace(/^sha256:/, '').slice(0, 12)

/** `secret-in-image-layer ×2`, the worst first. */
const foundText = ({ found }: ImageSummary): string =>
  found.map(({ rule, places }) => (places === 1 ? rule : `${rule} ×${places}`)).join(', ')

/** What came of looking into it. An image that others have built is listed, and not judged by what its makers put in. */
export const resultText = (image: ImageSummary): string =>
  image.found.length > 0
    ? foundText(image)
    : image.layers.some(({ place }) => place !== null)
      ? 'nothing found'
      : 'not built here, only listed'

/** What it is made of: size, layers, distribution, packages, user. */
export const aboutText = (image: ImageSummary): string =>
  [
    sizeText(image.size),
    count(image.layers.length, 'layer'),
    image.system ?? '',
    image.packages === 0 ? '' : count(image.packages, 'package'),
    `user ${userText(image)}`,
  ]
    .filter((part) => part !== '')
    .join(', ')
