/** Phase: `!reset` and `!override` take away what earlier files said at the same place. */
import type { MapNode, Node } from '../../core/node.ts'
import { mapItems, mapValues } from './nodes.ts'

/** Where a file takes away what others said: keys from the top. */
export interface Resets {
  readonly keys: ReadonlyMap<string, Resets>
  readonly here: boolean
}

interface Growing {
  readonly keys: Map<string, Growing>
  here: boolean
}

export const noResets: Resets = { keys: new Map(), here: false }

/** A document without its `!reset` values, and the places that `!reset` and `!override` mark. */
export function takeResets(root: MapNode): { readonly root: MapNode; readonly resets: Resets } {
  const resets: Growing = { keys: new Map(), here: false }
  return { root: (prune(root, resets) ?? root) as MapNode, resets }
}

/** Items of lists cannot be reset in other files, so below a list nothing is recorded. */
function prune(node: Node, at: Growing | undefined): Node | undefined {
  if (node.tag === '!reset' || node.tag === '!override') {
    if (at) at.here = true
    return node.tag === '!reset' ? undefined : node
  }
  if (node.kind === 'scalar') return node
  if (node.kind === 'list') return mapItems(node, (item) => prune(item, undefined))
  return mapValues(node, (value, key) => {
    const below: Growing = { keys: new Map(), here: false }
    const kept = prune(value, at && below)
    if (at && (below.here || below.keys.size > 0)) at.keys.set(key, below)
    return kept
  })
}

/** The map without what `resets` marks in it. */
export function applyResets(resets: Resets | undefined, map: MapNode): MapNode {
  if (resets === undefined || resets.keys.size === 0) return map
  return mapValues(map, (value, key) => {
    const below = resets.keys.get(key)
    if (below === undefined) return value
    if (below.here) return undefined
    return value.kind === 'map' ? applyResets(below, value) : value
  })
}

/** The resets below a path. */
export const resetsBelow = (resets: Resets, ...path: readonly string[]): Resets | undefined =>
  path.reduce<Resets | undefined>((at, key) => at?.keys.get(key), resets)
