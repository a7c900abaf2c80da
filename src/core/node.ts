/** A parsed data document (YAML, JSON …): maps, lists and scalars that each know their place. */
import type { Origin, SpanOrigin } from './origin.ts'

export type ScalarValue = string | number | bigint | boolean | null

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly value: ScalarValue
  /** How it was written; `generated` where a step of loading made it. */
  readonly style: 'plain' | 'single' | 'double' | 'block' | 'generated'
  readonly origin: Origin
  /** A non-standard YAML tag, e.g. `!reset`. */
  readonly tag?: string
  /** Variables that had no value when this text was interpolated: what depends on them cannot be known. */
  readonly unset?: readonly string[]
  /** The text before variables were put in, where it had some. */
  readonly template?: string
}

export interface MapEntry {
  readonly key: string
  /** Where the key is written. */
  readonly keyOrigin: Origin
  readonly value: Node
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
  readonly origin: Origin
  readonly tag?: string
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly origin: Origin
  readonly tag?: string
}

export type Node = ScalarNode | MapNode | ListNode

/** The entry of a map under `key`; `undefined` for anything that is not a map. */
export const entryOf = (node: Node | undefined, key: string): MapEntry | undefined =>
  node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined

/** The node at a path below `node`. */
export function nodeAt(node: Node | undefined, ...path: readonly (string | number)[]): Node | undefined {
  let current = node
  for (const segment of path) {
    if (typeof segment === 'number') current = current?.kind === 'list' ? current.items[segment] : undefined
    else current = entryOf(current, segment)?.value
  }
  return current
}

/** The scalar's value as text, as YAML 1.2 writes it; `undefined` for null, maps and lists. */
export const textOf = (node: Node | undefined): string | undefined =>
  node?.kind === 'scalar' && node.value !== null ? String(node.value) : undefined

/** A document as read: a tree (even a broken file yields what could be parsed) and what was wrong with it. */
export interface ParsedDocument {
  readonly root: Node | undefined
  readonly problems: readonly Problem[]
}

/** Something wrong with the input: a located finding, never an exception. */
export interface Problem {
  readonly message: string
  readonly origin: SpanOrigin
  /** What would have been right, or what to do. */
  readonly hint?: string
  /** Names the very mistake, where several are of one kind, e.g. `undefined-network`. */
  readonly code?: string
}
