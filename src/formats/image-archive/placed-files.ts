/** Lays the layers of an image over each other: which of their files are still there in the end, and which layer hides the others. */
import type { Layer, LayerFile } from './layer.ts'

export interface PlacedFile<T> extends LayerFile<T> {
  /** Which layer brings it, counted from 1. */
  readonly layer: number
  /** Which later layer takes it away or puts something else in its place; undefined where it is there in the end. */
  readonly gone: { readonly layer: number; readonly how: 'deleted' | 'replaced' } | undefined
}

interface Found<T> {
  readonly file: LayerFile<T>
  readonly layer: number
  gone: PlacedFile<T>['gone']
}

interface Node<T> {
  readonly below: Map<string, Node<T>>
  found: Found<T> | undefined
}

const node = <T>(): Node<T> => ({ below: new Map(), found: undefined })
const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '')

/** Every file of every layer, in their order. */
export function placedFiles<T>(layers: readonly (Layer<T> | undefined)[]): readonly PlacedFile<T>[] {
  const root = node<T>()
  const all: Found<T>[] = []
  for (const [index, layer] of layers.entries()) {
    if (layer === undefined) continue
    const number = index + 1
    for (const path of layer.opaque) empty(at(root, path), number)
    for (const path of layer.removed) {
      const target = at(root, path)
      if (target === undefined) continue
      lose(target, number, 'deleted')
      empty(target, number)
    }
    for (const file of layer.files) {
      const place = made(root, file.path)
      if (place.found?.gone === undefined) lose(place, number, 'replaced')
      if (file.kind !== 'directory') empty(place, number)
      place.found = { file, layer: number, gone: undefined }
      all.push(place.found)
    }
  }
  return all.map(({ file, layer, gone }) => ({ ...file, layer, gone }))
}

function at<T>(root: Node<T>, path: string): Node<T> | undefined {
  let current: Node<T> | undefined = root
  for (const part of partsOf(path)) current = current?.below.get(part)
  return current
}

function made<T>(root: Node<T>, path: string): Node<T> {
  let current = root
  for (const part of partsOf(path)) {
    const next = current.below.get(part) ?? node<T>()
    current.below.set(part, next)
    current = next
  }
  return current
}

function lose<T>({ found }: Node<T>, layer: number, how: 'deleted' | 'replaced'): void {
  if (found && found.gone === undefined) found.gone = { layer, how }
}

/** Takes away everything below. What the same layer has brought is not meant. */
function empty<T>(top: Node<T> | undefined, layer: number): void {
  const left = top ? [top] : []
  for (let one = left.pop(); one; one = left.pop()) {
    for (const below of one.below.values()) {
      if (below.found?.layer !== layer) lose(below, layer, 'deleted')
      left.push(below)
    }
  }
}
