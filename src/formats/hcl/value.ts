/** Values of HCL expressions as nodes: what is known of them, and the names that stand for the rest. */
import type { MapEntry, Node, ScalarNode, ScalarValue } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'

/** The key under which a map keeps what is added to it and cannot be known. */
const OPEN = '${…}'

/** A value that nobody can know from the files, under the names it depends on. */
export const unknownNode = (origin: Origin, ...names: readonly string[]): ScalarNode => {
  const [first = '…'] = names
  return {
    kind: 'scalar',
    value: `\${${first}}`,
    style: 'generated',
    origin,
    unset: names.length > 0 ? names : [first],
  }
}

/** The names that a value depends on and that nothing sets; empty for a known one. A list may hold more of them inside. */
export const unsetOf = (node: Node): readonly string[] => (node.kind === 'scalar' ? (node.unset ?? []) : [])

export const isUnknown = (node: Node): boolean => unsetOf(node).length > 0

export const scalar = (value: ScalarValue, origin: Origin): ScalarNode => ({
  kind: 'scalar',
  value,
  style: typeof value === 'string' ? 'double' : 'plain',
  origin,
})

/** The entry that says that a map may hold more than is written. */
export const openEntry = (unknown: Node): MapEntry => ({ key: OPEN, keyOrigin: unknown.origin, value: unknown })

/** A map's value under a key: an unknown one where something unknown was merged over it, `undefined` where there is none. */
export function fieldOf(node: Node | undefined, key: string): Node | undefined {
  if (node === undefined || node.kind === 'list') return undefined
  if (node.kind === 'scalar') return isUnknown(node) ? node : undefined
  return [...node.entries].reverse().find((entry) => entry.key === key || entry.key.startsWith('${'))?.value
}

/** The same value at another place: texts are where they are used, and come from where they are written; maps stay where they are. */
export function usedAt(node: Node, origin: Origin, step: string): Node {
  const moved = (one: Node): Node =>
    one.kind === 'scalar' ? { ...one, origin: { kind: 'derived', step, inputs: [origin, one.origin] } } : one
  return node.kind === 'list' ? { ...node, items: node.items.map(moved) } : moved(node)
}
