/** What both readers of YAML make of what they found: scalars, aliases and mappings as nodes. */
import type { MapEntry, Node, ScalarNode } from '../../core/node.ts'
import { type Origin, type PathSegment, type SpanOrigin, span } from '../../core/origin.ts'
import { applyMergeKeys } from './merge-keys.ts'
import { limits, type Reading, report } from './reading.ts'
import { resolvePlain } from './resolve-scalar.ts'

export const standardTags = 'tag:yaml.org,2002:'

export const nothing = (origin: Origin): ScalarNode => ({ kind: 'scalar', value: null, style: 'plain', origin })

/** A scalar of the text; a plain one has the type that its text looks like, or that its tag names. */
export function scalarNode(
  text: string,
  style: ScalarNode['style'],
  tag: string | undefined,
  origin: Origin,
): ScalarNode {
  if (tag === undefined) return { kind: 'scalar', value: style === 'plain' ? resolvePlain(text) : text, style, origin }
  if (tag === `${standardTags}str`) return { kind: 'scalar', value: text, style, origin }
  if (tag.startsWith(standardTags)) return { kind: 'scalar', value: resolvePlain(text), style, origin }
  return { kind: 'scalar', value: style === 'plain' ? resolvePlain(text) : text, style, origin, tag }
}

/** An alias is its definition, seen from both places: where it was written, then where the alias stands. */
export function aliasNode(reading: Reading, name: string, origin: SpanOrigin): Node {
  const anchor = reading.anchors.get(name)
  if (anchor?.node === undefined) {
    const why = anchor === undefined ? 'is not defined before it is used' : 'contains itself'
    report(reading, `the anchor ${JSON.stringify(name)} ${why}`, origin.start, origin.end, origin.path)
    return nothing(origin)
  }
  reading.nodes += anchor.size
  if (reading.nodes > limits.nodes) {
    report(reading, 'the aliases stand for too many values', origin.start, origin.end, origin.path)
    return nothing(origin)
  }
  return { ...anchor.node, origin: { kind: 'derived', step: 'alias', inputs: [anchor.node.origin, origin] } }
}

/** Checks a key that is a scalar: `isText` tells whether it would read as text. */
export function keyOrigin(
  reading: Reading,
  key: string,
  isText: boolean,
  path: readonly PathSegment[],
  start: number,
  end: number,
): SpanOrigin {
  if (!isText && reading.options.textKeys === true) {
    report(reading, `the key ${JSON.stringify(key)} is not text`, start, end, path)
  }
  return span(reading.source.file, path, start, end)
}

/** A mapping of the entries as written: equal keys reported, merge keys applied. */
export function mapOf(reading: Reading, entries: readonly MapEntry[], origin: Origin, tag: string | undefined): Node {
  const merged = fitting(applyMergeKeys(reading, withoutDuplicates(reading, entries)))
  return tag === undefined || tag.startsWith(standardTags)
    ? { kind: 'map', entries: merged, origin }
    : { kind: 'map', entries: merged, origin, tag }
}

export const listOf = (items: readonly Node[], origin: Origin, tag: string | undefined): Node =>
  tag === undefined || tag.startsWith(standardTags)
    ? { kind: 'list', items: fitting(items), origin }
    : { kind: 'list', items: fitting(items), origin, tag }

/** The same items without spare room: V8 makes room for seventeen in a list that one is pushed to, and most hold few. */
const fitting = <T>(items: readonly T[]): readonly T[] => items.slice()

/** The last of several equal keys would win silently, so the first is kept and the others reported. */
function withoutDuplicates(reading: Reading, entries: readonly MapEntry[]): readonly MapEntry[] {
  const seen = new Set<string>()
  for (const { key } of entries) seen.add(key)
  if (seen.size === entries.length) return entries
  seen.clear()
  return entries.filter(({ key, keyOrigin: origin }) => {
    if (!seen.has(key)) return seen.add(key)
    const place = origin as SpanOrigin
    report(reading, `the key ${JSON.stringify(key)} is written twice`, place.start, place.end, place.path)
    return false
  })
}
