/** The files of an image that its own Dockerfile brought, where each is told, and in which words. */
import type { NotedFile } from '../../core/image-contents.ts'
import type { Origin } from '../../core/origin.ts'
import type { Instruction } from '../../formats/dockerfile/document.ts'
import type { BuiltImage } from '../running/model.ts'
import { isOwnLayer, type Making, makingOf } from './making.ts'

/** Files of one layer, with the instruction that made it. */
export interface OwnFiles {
  readonly layer: number
  /** Undefined where the Dockerfile is not what made it. */
  readonly instruction: Instruction | undefined
  /** The instruction, else what brings the image in. */
  readonly origin: Origin
  readonly files: readonly NotedFile[]
}

/** The noted files of own layers that pass a test, by layer; undefined where the image has no Dockerfile here, or nobody looked into it. */
export function ownFiles(image: BuiltImage, test: (file: NotedFile) => boolean): readonly OwnFiles[] | undefined {
  const making = makingOf(image)
  if (making === undefined) return undefined
  const files = (image.seen.contents?.files ?? []).filter((file) => isOwnLayer(making, file.layer) && test(file))
  return [...Map.groupBy(files, ({ layer }) => layer)].map(([layer, own]) => ({
    layer,
    instruction: making.byLayer.get(layer)?.instruction,
    origin: placeOf(making, layer, image),
    files: own,
  }))
}

/** What the base has at a path, where it is noted. A layer that touches a file has all of it, and need not have changed it. */
export function baseFile(image: BuiltImage, path: string): NotedFile | undefined {
  const making = makingOf(image)
  return image.seen.contents?.files.findLast(
    (file) => file.path === path && making !== undefined && !isOwnLayer(making, file.layer),
  )
}

export const placeOf = ({ byLayer }: Making, layer: number, { origin }: BuiltImage): Origin =>
  byLayer.get(layer)?.instruction.origin ?? origin

/** `layer 4 of shop-api:latest` */
export const layerText = (layer: number, { subject }: BuiltImage): string => `layer ${layer} of ${subject.name}`

/** What became of a file in later layers; nothing for what is there to be seen. */
export const fateText = ({ gone }: NotedFile): string =>
  gone === null ? '' : `${gone.how} in layer ${gone.layer}, still in this one`

function pathText(file: NotedFile, whatOf: (file: NotedFile) => string): string {
  const more = [whatOf(file), fateText(file)].filter((part) => part !== '')
  return more.length === 0 ? file.path : `${file.path} (${more.join('; ')})`
}

/** A few paths for a sentence, each with what it is. */
export function pathsText(files: readonly NotedFile[], whatOf: (file: NotedFile) => string = () => ''): string {
  const shown = files.slice(0, 3).map((file) => pathText(file, whatOf))
  return files.length > 3 ? `${shown.join(', ')} and ${files.length - 3} more` : shown.join(', ')
}
