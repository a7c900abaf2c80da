/** The parts of a compose file that can be kept in an order, and the first entry of one that is not. */
import { entryOf, type MapNode, type Node, nodeAt } from '../core/node.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import type { SubjectRef } from '../core/verdict.ts'
import { compareNames, serviceRank, topRank } from '../formats/compose/key-order.ts'

export interface OrderedEntry {
  readonly name: string
  readonly origin: Origin
  /** Entries of a lower rank come first; equal ones by name. */
  readonly rank: number
}

export interface Ordered {
  readonly part: 'top' | 'services' | 'service' | 'depends_on' | 'ports'
  readonly subject: SubjectRef
  readonly origin: Origin
  readonly entries: readonly OrderedEntry[]
}

/** Everything in the file that has an order. */
export function orderedParts(root: Node | undefined): readonly Ordered[] {
  if (root?.kind !== 'map') return []
  const file: SubjectRef = { kind: 'compose-file', name: 'compose file' }
  const services = entryOf(root, 'services')?.value
  const top = keysOf(root, topRank)
  const found: Ordered[] = [{ part: 'top', subject: file, origin: root.origin, entries: top }]
  if (services?.kind !== 'map') return found
  found.push({ part: 'services', subject: file, origin: services.origin, entries: keysOf(services, () => 0) })
  for (const { key, value } of services.entries) {
    if (value.kind !== 'map') continue
    const subject = { kind: 'service', name: key }
    const keys = keysOf(value, serviceRank)
    found.push({ part: 'service', subject, origin: value.origin, entries: keys })
    for (const part of ['depends_on', 'ports'] as const) {
      const list = nodeAt(value, part)
      if (list && list.kind !== 'scalar') found.push({ part, subject, origin: list.origin, entries: namesOf(list) })
    }
  }
  return found
}

/** The keys that are written in the map itself, in written order: what a merge key brings in is written elsewhere. */
function keysOf(node: MapNode, rank: (key: string) => number): readonly OrderedEntry[] {
  const [whole] = spansOf(node.origin)
  return node.entries.flatMap(({ key, keyOrigin }) => {
    const [place] = spansOf(keyOrigin)
    const own = whole && place && place.start >= whole.start && place.end <= whole.end
    return own && key !== '<<' ? [{ name: key, origin: keyOrigin, rank: rank(key) }] : []
  })
}

/** The address before the ports of a mapping. */
const address = /^(?:\[[^\]]*\]|\d+(?:\.\d+){3}):/

/** Keys of a map, or the texts of a list; a mapping in a list of ports is named by its numbers, wherever it listens. */
function namesOf(node: Node): readonly OrderedEntry[] {
  if (node.kind === 'map') return keysOf(node, () => 0)
  if (node.kind === 'scalar') return []
  return node.items.flatMap((item) => {
    const name =
      item.kind === 'scalar'
        ? String(item.value).replace(address, '')
        : ['published', 'target'].flatMap((key) => scalarText(nodeAt(item, key))).join(':')
    return [{ name, origin: item.origin, rank: 0 }]
  })
}

const scalarText = (node: Node | undefined): readonly string[] => (node?.kind === 'scalar' ? [String(node.value)] : [])

/** The first entry that belongs before the one it follows; `undefined` where all is in order. */
export function outOfOrder({ entries }: Ordered): { entry: OrderedEntry; before: OrderedEntry } | undefined {
  for (const [at, entry] of entries.entries()) {
    const before = entries[at - 1]
    if (!before) continue
    const wrong = before.rank > entry.rank || (before.rank === entry.rank && compareNames(before.name, entry.name) > 0)
    if (wrong) return { entry, before }
  }
  return undefined
}
