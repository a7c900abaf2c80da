/** The part of the Markdown report that lists the images that were looked into, layer by layer. */
import { sizeText } from '../core/byte-size.ts'
import type { ImageSummary } from '../core/observed.ts'
import type { Report } from '../core/report.ts'
import { resultText, shortId, userText } from './image-text.ts'
import { code, escaped, section, table } from './markdown-text.ts'

/** A row for each image, and a table of layers for each that was built here; empty where nobody looked. */
export function imagesMarkdown({ observed }: Report): string {
  if (!observed?.asked.includes('images')) return ''
  const { images } = observed
  const rows = images.map((one) => [
    code(one.reference, true),
    code(shortId(one), true),
    sizeText(one.size),
    String(one.layers.length),
    escaped(one.system ?? 'not said'),
    String(one.packages),
    code(userText(one), true),
    escaped(resultText(one)),
  ])
  return section(
    2,
    'Images',
    images.length === 0 ? 'No image of what is audited was there to be looked into.' : '',
    table(['Image', 'Id', 'Size', 'Layers', 'System', 'Packages', 'User', 'Found'], rows),
    ...images.filter(({ layers }) => layers.some(({ place }) => place !== null)).map(layersOf),
  )
}

const layersOf = ({ reference, layers }: ImageSummary): string =>
  section(
    3,
    `Layers of ${code(reference)}`,
    table(
      ['Layer', 'Size', 'Hidden later', 'Made by', 'At'],
      layers.map(({ size, hidden, instruction, place }, at) => [
        String(at + 1),
        sizeText(size),
        hidden === 0 ? '' : sizeText(hidden),
        instruction === '' ? 'not said' : code(instruction, true),
        place === null ? 'base image' : code(place, true),
      ]),
    ),
  )
