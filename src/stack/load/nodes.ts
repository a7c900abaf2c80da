/** Building and comparing nodes: the model is never changed in place, so files can share what they hold. */
import type { ListNode, MapEntry, MapNode, Node, ScalarNode, ScalarValue } from '../../core/node.ts'
import { type Origin, type SpanOrigin, span, spansOf } from '../../core/origin.ts'

export const emptyMap = (origin: Origin): MapNode => ({ kind: 'map', entries: [], origin })
export const mapNode = (entries: readonly MapEntry[], origin: Origin): MapNode => ({ kind: 'map', entries, origin })
export const listNode = (items: readonly Node[], origin: Origin): ListNode => ({ kind: 'list', items, origin })

/** A scalar that a step of loading made; what it was made from decides whether it can be known. */
export const generated = (value: ScalarValue, origin: Origin, unset?: readonly string[]): ScalarNode =>
  unset === undefined
    ? { kind: 'scalar', value, style: 'generated', origin }
    : { kind: 'scalar', value, style: 'generated', origin, unset }

export const entry = (key: string, value: Node, keyOrigin: Origin = value.origin): MapEntry => ({
  key,
  keyOrigin,
  value,
})

export const isNull = (node: Node | undefined): boolean => node?.kind === 'scalar' && node.value === null

/** The text of a scalar that is text. */
export const stringOf = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined

export const valueAt = (map: Node | undefined, key: string): Node | undefined =>
  map?.kind === 'map' ? map.entries.find((candidate) => candidate.key === key)?.value : undefined

export const hasKey = (map: MapNode, key: string): boolean => map.entries.some((candidate) => candidate.key === key)

/** The map with `key` set: in its old place, or at the end. */
export function withEntry(map: MapNode, key: string, value: Node, keyOrigin?: Origin): MapNode {
  const at = map.entries.findIndex((candidate) => candidate.key === key)
  const old = map.entries[at]
  if (old === undefined) return { ...map, entries: [...map.entries, entry(key, value, keyOrigin)] }
  return old.value === value ? map : { ...map, entries: map.entries.with(at, { ...old, value }) }
}

export const withoutEntry = (map: MapNode, key: string): MapNode =>
  hasKey(map, key) ? { ...map, entries: map.entries.filter((candidate) => candidate.key !== key) } : map

/** The map with every value replaced; `undefined` drops the entry. The same map where nothing changed. */
export function mapValues(
  map: MapNode,
  change: (value: Node, key: string, entry: MapEntry) => Node | undefined,
): MapNode {
  let changed = false
  const entries: MapEntry[] = []
  for (const old of map.entries) {
    const value = change(old.value, old.key, old)
    if (value !== old.value) changed = true
    if (value !== undefined) entries.push(value === old.value ? old : { ...old, value })
  }
  return changed ? { ...map, entries } : map
}

/** The list with every item replaced; `undefined` drops it. The same list where nothing changed. */
export function mapItems(list: ListNode, change: (item: Node, index: number) => Node | undefined): ListNode {
  let changed = false
  const items: Node[] = []
  list.items.forEach((old, index) => {
    const item = change(old, index)
    if (item !== old) changed = true
    if (item !== undefined) items.push(item)
  })
  return changed ? { ...list, items } : list
}

/** Whether two nodes hold the same value, wherever they come from. */
export function sameValue(a: Node, b: Node): boolean {
  if (a === b) return true
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value
  if (a.kind === 'list') {
    return b.kind === 'list' && a.items.length === b.items.length && a.items.every((item, i) => same(item, b.items[i]))
  }
  return (
    b.kind === 'map' &&
    a.entries.length === b.entries.length &&
    a.entries.every(({ key, value }) => same(value, valueAt(b, key)))
  )
}

const same = (a: Node, b: Node | undefined): boolean => b !== undefined && sameValue(a, b)

/** The names of unset variables behind any of the nodes, `undefined` where there are none. */
export function unsetOf(...nodes: readonly (Node | undefined)[]): readonly string[] | undefined {
  const names = nodes.flatMap((node) => {
    if (node === undefined) return []
    if (node.kind === 'scalar') return node.unset ?? []
    return node.kind === 'list'
      ? node.items.flatMap((item) => unsetOf(item) ?? [])
      : node.entries.flatMap(({ value }) => unsetOf(value) ?? [])
  })
  return names.length === 0 ? undefined : [...new Set(names)]
}

/** Where a node is written, for a problem; a node that nobody wrote is placed at the top of `file`. */
export const placeOf = (origin: Origin, file: string): SpanOrigin => spansOf(origin)[0] ?? span(file, [], 0, 0)
