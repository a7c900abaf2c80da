/** How GitLab lays one part of a configuration over another: mappings are merged key by key, everything else is replaced. */
import type { MapEntry, Node } from '../../core/node.ts'

/** Deeper mappings are taken from above as they are; a configuration is a few levels deep. */
const deepest = 20

/** `over` laid over `base`; keys keep the place where they are written. */
export function mergeNodes(base: Node | undefined, over: Node, depth = 0): Node {
  if (base?.kind !== 'map' || over.kind !== 'map' || depth > deepest) return over
  const own = new Map(over.entries.map((entry) => [entry.key, entry]))
  const kept: MapEntry[] = base.entries.map((entry) => {
    const upper = own.get(entry.key)
    return upper === undefined ? entry : { ...upper, value: mergeNodes(entry.value, upper.value, depth + 1) }
  })
  const known = new Set(base.entries.map(({ key }) => key))
  return { ...over, entries: [...kept, ...over.entries.filter(({ key }) => !known.has(key))] }
}
