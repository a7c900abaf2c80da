/** YAML merge keys (`<<: *base`): a map takes over what another holds, and its own keys win. */
import type { MapEntry, MapNode, Node } from '../../core/node.ts'
import { type SpanOrigin, spansOf } from '../../core/origin.ts'
import { type Reading, report } from './reading.ts'

/** Replaces `<<` by the entries it stands for, in its place; of several merged maps the first wins. */
export function applyMergeKeys(reading: Reading, entries: readonly MapEntry[]): readonly MapEntry[] {
  if (!entries.some((entry) => entry.key === '<<')) return entries
  const taken = new Set(entries.map((entry) => entry.key))
  return entries.flatMap((entry) => {
    if (entry.key !== '<<') return [entry]
    const sources = entry.value.kind === 'list' ? entry.value.items : [entry.value]
    return sources.flatMap((source) => {
      if (source.kind !== 'map') {
        const place = spansOf(source.origin)[0] ?? (entry.keyOrigin as SpanOrigin)
        report(reading, 'a merge key takes a mapping or a list of mappings', place.start, place.end, place.path)
        return []
      }
      return merged(reading, entry, source, taken)
    })
  })
}

function merged(reading: Reading, at: MapEntry, source: MapNode, taken: Set<string>): readonly MapEntry[] {
  reading.nodes += source.entries.length
  return source.entries.flatMap((entry) => {
    if (taken.has(entry.key)) return []
    taken.add(entry.key)
    return [{ ...entry, value: mergedFrom(at, entry.value) }]
  })
}

const mergedFrom = (at: MapEntry, value: Node): Node => ({
  ...value,
  origin: { kind: 'derived', step: 'merge key', inputs: [value.origin, at.keyOrigin] },
})
