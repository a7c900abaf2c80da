/** Finds what a path leads to in a document that is to be edited, and why it cannot be edited where it cannot. */
import type { PathSegment } from '../../../core/origin.ts'
import {
  isAlias,
  isCollection,
  isMap,
  isNull,
  isPair,
  isScalar,
  isSeq,
  keyText,
  type Layout,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from './layout.ts'

/** The deepest collection on the way to a path, and what of the path is left: nothing of it is there. */
export interface Missing {
  readonly is: 'missing'
  readonly parent: YAMLMap | YAMLSeq
  readonly rest: readonly PathSegment[]
  /** Whether a merge key brings the first of what is left: an own entry would hide it. */
  readonly merged: boolean
}

/** An entry of a map whose value is nothing, where the path goes on below it (or ends there). */
export interface Entry {
  readonly is: 'entry'
  readonly map: YAMLMap
  readonly pair: Pair
  /** The entry whose value the map is. */
  readonly holder: Pair | undefined
  /** What of the path is left below the value, which is empty then. */
  readonly rest: readonly PathSegment[]
}

export interface Item {
  readonly is: 'item'
  readonly list: YAMLSeq
  readonly index: number
  /** The entry whose value the list is. */
  readonly holder: Pair | undefined
}

export type Place =
  | Missing
  | Entry
  | Item
  | { readonly is: 'empty document' }
  | { readonly is: 'refused'; readonly because: string }

const refused = (because: string): Place => ({ is: 'refused', because })

/** Follows a path from the top. What several places share through an anchor is not ours to change for one of them. */
export function placeOf(layout: Layout, path: readonly PathSegment[]): Place {
  const { contents } = layout.document
  if (isNull(contents)) return { is: 'empty document' }
  let node: unknown = contents
  let entry: Entry | Item | undefined
  for (let depth = 0; depth < path.length; depth++) {
    const rest = path.slice(depth)
    const [segment] = rest
    const shared = sharing(layout, node)
    if (shared !== undefined) return refused(shared)
    if (isMap(node) && typeof segment === 'string') {
      const found = pairOf(node, segment)
      if (found === undefined) return { is: 'missing', parent: node, rest, merged: merges(layout, node, segment) }
      if (found.srcToken?.start.some(({ type }) => type === 'explicit-key-ind'))
        return refused('the key is written with a question mark')
      const holder = entry?.is === 'entry' ? entry.pair : undefined
      entry = { is: 'entry', map: node, pair: found, holder, rest: rest.slice(1) }
      node = found.value
      if (isNull(node)) return entry
    } else if (isSeq(node) && typeof segment === 'number') {
      const index = segment
      if (index >= node.items.length || (rest.length > 1 && isNull(node.items[index])))
        return { is: 'missing', parent: node, rest, merged: false }
      if (isPair(node.items[index])) return refused('the list holds pairs without braces')
      const holder = entry?.is === 'entry' ? entry.pair : undefined
      entry = { is: 'item', list: node, index, holder }
      node = node.items[index]
    } else return refused(`${String(path[depth - 1] ?? 'the document')} holds something else than was expected`)
  }
  return entry ?? refused('the path is empty')
}

/** Why what is below a node must not be changed from here. */
export function sharing({ shared }: Layout, node: unknown): string | undefined {
  if (isAlias(node)) return `it is shared: written once, as the anchor ${node.source}`
  const anchor = isCollection(node) || isScalar(node) ? node.anchor : undefined
  return anchor !== undefined && shared.has(anchor) ? `it is shared: others use the anchor ${anchor}` : undefined
}

const pairOf = (map: YAMLMap, key: string): Pair | undefined => map.items.find((pair) => keyText(pair) === key)

/** Whether a map gets a key from another one, by `<<`. */
function merges(layout: Pick<Layout, 'document'>, map: YAMLMap, key: string): boolean {
  const value = pairOf(map, '<<')?.value
  const sources: readonly unknown[] = isSeq(value) ? value.items : [value]
  return sources.some((source) => {
    const from = isAlias(source) ? source.resolve(layout.document) : source
    return isMap(from) && (pairOf(from, key) !== undefined || from === map || merges(layout, from, key))
  })
}
