/** Phase: one file's values laid over another's, each field by its own rule. */
import type { ListNode, MapEntry, MapNode, Node } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'
import { type Loading, refuse } from './loading.ts'
import { isNull, listNode, sameValue } from './nodes.ts'
import { below, type PathTable } from './path-table.ts'

/** How a field's two values become one. `table` holds the rules below the field. */
export type MergeRule = (loading: Loading, base: Node, over: Node, table: PathTable<MergeRule>) => Node

/** Lays `over` over `base`. A null changes nothing, maps merge by key, lists append what is new, scalars replace. */
export function merge(loading: Loading, base: Node, over: Node, table: PathTable<MergeRule> | undefined): Node {
  if (table?.rule) return table.rule(loading, base, over, table)
  if (isNull(over)) return base
  if (base.kind === 'map') {
    return over.kind === 'map' ? mergeMaps(loading, base, over, table) : mismatch(loading, 'mapping', over)
  }
  if (base.kind === 'list')
    return over.kind === 'list' ? appended(base, over.items, over) : mismatch(loading, 'list', over)
  return over
}

function mismatch(loading: Loading, expected: string, over: Node): Node {
  refuse(loading, 'schema', `this overrides a ${expected} and must be one itself`, over)
  return over
}

export function mergeMaps(
  loading: Loading,
  base: MapNode,
  over: MapNode,
  table: PathTable<MergeRule> | undefined,
): MapNode {
  if (over.entries.length === 0) return base
  const entries: MapEntry[] = [...base.entries]
  const places = new Map(entries.map(({ key }, index) => [key, index]))
  for (const added of over.entries) {
    const at = places.get(added.key)
    const old = at === undefined ? undefined : entries[at]
    if (at === undefined || old === undefined) {
      places.set(added.key, entries.length)
      entries.push(added)
      continue
    }
    const value = merge(loading, old.value, added.value, below(table, added.key))
    entries[at] = { key: added.key, keyOrigin: value === old.value ? old.keyOrigin : added.keyOrigin, value }
  }
  return { kind: 'map', entries, origin: bothOf(over.origin, base.origin) }
}

/** The base's items and the override's that are not equal to one already there. */
export function appended(base: ListNode, items: readonly Node[], over: Node): ListNode {
  const merged = [...base.items]
  const scalars = new Set<unknown>()
  for (const item of merged) if (item.kind === 'scalar') scalars.add(item.value)
  for (const item of items) {
    if (item.kind === 'scalar') {
      if (scalars.has(item.value)) continue
      scalars.add(item.value)
    } else if (merged.some((other) => sameValue(other, item))) continue
    merged.push(item)
  }
  return listNode(merged, bothOf(over.origin, base.origin))
}

/** Something that two files wrote: the nearer first. */
export const bothOf = (over: Origin, base: Origin): Origin =>
  over === base ? over : { kind: 'derived', step: 'merge', inputs: [over, base] }
