/**
 * Who else gets what an edit changes, where an anchor hands it on. An alias is what it stands for, a merge key (`<<`) brings the entries
 * that a map has not itself, and what stands under `x-…` or `.…` at the top counts for those only that take it from there.
 */
import type { TreeEdit } from '../../../core/edit.ts'
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
} from './layout.ts'

type Path = readonly PathSegment[]

/** Where a shared value is written, and every path that reads it there. */
export interface Shared {
  readonly home: Path
  readonly sharers: readonly Path[]
}

/** Beyond these a document is hostile rather than shared. */
const limits = { places: 20_000, depth: 60 }

const resolved = ({ document }: Layout, node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node)

const ownPair = (map: YAMLMap, key: PathSegment): Pair | undefined =>
  map.items.find((pair) => keyText(pair as Pair) === key) as Pair | undefined

/** The maps that a map takes entries from, the ones that win first, with those that they take theirs from. */
function sourcesOf(layout: Layout, map: YAMLMap, depth = 0): readonly YAMLMap[] {
  const value = resolved(layout, ownPair(map, '<<')?.value)
  const all: readonly unknown[] = isSeq(value) ? value.items : [value]
  return all.flatMap((item) => {
    const source = resolved(layout, item)
    if (!isMap(source) || depth > limits.depth) return []
    return [source as YAMLMap, ...sourcesOf(layout, source as YAMLMap, depth + 1)]
  })
}

/** The map that a key's entry comes from. */
const holderOf = (layout: Layout, map: YAMLMap, key: PathSegment): YAMLMap | undefined =>
  [map, ...sourcesOf(layout, map)].find((one) => ownPair(one, key) !== undefined)

interface Occurrence {
  readonly node: unknown
  readonly path: Path
}

/** Every place at which a collection is read; undefined where there are too many. */
function occurrencesIn(layout: Layout): readonly Occurrence[] | undefined {
  const found: Occurrence[] = []
  const visit = (written: unknown, path: Path): boolean => {
    const node = resolved(layout, written)
    if (!isCollection(node)) return true
    if (found.length >= limits.places || path.length > limits.depth) return false
    found.push({ node, path })
    if (isSeq(node)) return node.items.every((item, index) => visit(item, [...path, index]))
    const taken = new Set<string>(['<<'])
    return [node as YAMLMap, ...sourcesOf(layout, node as YAMLMap)].every((map) =>
      map.items.every((pair) => {
        const key = keyText(pair as Pair)
        if (key === undefined || taken.has(key) || (path.length === 0 && /^(?:x-|\.)/.test(key))) return true
        taken.add(key)
        return visit((pair as Pair).value, [...path, key])
      }),
    )
  }
  return visit(layout.document.contents, []) ? found : undefined
}

/** The path at which a collection is written. */
function writtenAt(layout: Layout, wanted: unknown): Path | undefined {
  const visit = (node: unknown, path: Path): Path | undefined => {
    if (node === wanted) return path
    if (path.length > limits.depth || !isCollection(node)) return undefined
    for (const [index, item] of node.items.entries()) {
      const key = isPair(item) ? keyText(item as Pair) : index
      const at = key === undefined ? undefined : visit(isPair(item) ? item.value : item, [...path, key])
      if (at !== undefined) return at
    }
    return undefined
  }
  return visit(layout.document.contents, [])
}

/** The collection that an edit changes, and what of its path lies below it. */
function changedBy(
  layout: Layout,
  { do: deed, path }: TreeEdit,
): { readonly node: unknown; readonly rest: Path } | undefined {
  let node: unknown = resolved(layout, layout.document.contents)
  let at: { readonly node: unknown; readonly rest: Path } | undefined
  for (const [depth, segment] of path.entries()) {
    const rest = path.slice(depth)
    if (isMap(node) && typeof segment === 'string') {
      const holder = holderOf(layout, node as YAMLMap, segment)
      if (holder === undefined) return deed === 'remove' ? undefined : { node, rest }
      at = { node: holder, rest }
      node = resolved(layout, ownPair(holder, segment)?.value)
    } else if (isSeq(node) && typeof segment === 'number' && segment < node.items.length) {
      at = { node, rest }
      node = resolved(layout, node.items[segment])
    } else return undefined
    if (isNull(node)) return at
  }
  return deed === 'append' && isSeq(node) ? { node, rest: [] } : at
}

/** Where the value is written that an edit changes, and the paths of all that it would be changed for; undefined where nobody can tell. */
export function sharedBy(layout: Layout, edit: TreeEdit): Shared | undefined {
  const changed = changedBy(layout, edit)
  const home = changed && writtenAt(layout, changed.node)
  const all = home && occurrencesIn(layout)
  if (changed === undefined || home === undefined || all === undefined) return undefined
  const { node, rest } = changed
  const [key] = rest
  const value = isMap(node) && typeof key === 'string' ? ownPair(node as YAMLMap, key)?.value : undefined
  // What is handed on under a name of its own is not this edit's to take away or to write anew.
  if (rest.length <= 1 && holdsAnchor(layout, value)) return undefined
  const gets = (one: unknown): boolean => {
    if (one === node) return true
    if (!isMap(node) || !isMap(one) || key === undefined) return false
    const holder = holderOf(layout, one as YAMLMap, key)
    return (holder === undefined || holder === node) && sourcesOf(layout, one as YAMLMap).includes(node as YAMLMap)
  }
  const sharers = all.filter((one) => gets(one.node)).map(({ path }) => [...path, ...rest])
  return { home: [...home, ...rest], sharers }
}

function holdsAnchor({ shared }: Layout, node: unknown, depth = 0): boolean {
  if (isScalar(node)) return node.anchor !== undefined && shared.has(node.anchor)
  if (!isCollection(node)) return false
  if ((node.anchor !== undefined && shared.has(node.anchor)) || depth > limits.depth) return true
  return node.items.some((item) => holdsAnchor({ shared } as Layout, isPair(item) ? item.value : item, depth + 1))
}
