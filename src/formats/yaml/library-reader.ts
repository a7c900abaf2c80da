/** The thorough reader: all of YAML, and what can be read of broken files, by way of the `yaml` package. */
import { Composer, isAlias, isCollection, isMap, isPair, isScalar, Parser } from 'yaml'
import type { MapEntry, Node } from '../../core/node.ts'
import { type PathSegment, type SpanOrigin, span } from '../../core/origin.ts'
import { aliasNode, keyOrigin, listOf, mapOf, nothing, scalarNode } from './build-node.ts'
import { limits, type Reading, report } from './reading.ts'
import { resolvePlain } from './resolve-scalar.ts'

/** Every document's root. Never throws: whatever is wrong is noted. */
export function readThoroughly(reading: Reading): readonly Node[] {
  const roots: Node[] = []
  try {
    // Failsafe leaves every scalar as text: types are ours to resolve.
    const composer = new Composer({ schema: 'failsafe', prettyErrors: false, uniqueKeys: false, logLevel: 'silent' })
    for (const document of composer.compose(new Parser().parse(reading.source.text))) {
      // What follows the colon is text of the file, which may be secret.
      for (const { message, pos } of document.errors) report(reading, message.split(': ')[0] ?? '', pos[0], pos[1])
      reading.anchors.clear()
      if (document.contents !== null) roots.push(nodeOf(reading, document.contents, [], 0))
    }
  } catch (error) {
    // The library recurses once per nesting level, so hostile nesting ends in a RangeError.
    if (!(error instanceof RangeError)) throw error
    report(reading, 'the document is nested too deeply', 0, 0)
  }
  return roots
}

interface LibraryNode {
  readonly range?: readonly [number, number, number] | null | undefined
  readonly tag?: string | undefined
  readonly anchor?: string | undefined
}

const styles = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
} as const

function nodeOf(reading: Reading, node: unknown, path: readonly PathSegment[], depth: number): Node {
  const { range, anchor } = node as LibraryNode
  const origin = span(reading.source.file, path, range?.[0] ?? 0, endOf(reading.source.text, node))
  reading.nodes += 1
  if (depth > limits.depth || reading.nodes > limits.nodes) {
    report(reading, depth > limits.depth ? 'nested too deeply' : 'too many values', origin.start, origin.end, path)
    return nothing(origin)
  }
  if (isAlias(node)) return aliasNode(reading, node.source, origin)
  const before = reading.nodes
  if (anchor !== undefined) reading.anchors.set(anchor, { node: undefined, size: 0 })
  const content = contentOf(reading, node, origin, depth)
  if (anchor !== undefined) reading.anchors.set(anchor, { node: content, size: reading.nodes - before + 1 })
  return content
}

/** Where the last value of a node ends: blocks of the library reach over white space and comments to the next word. */
function endOf(text: string, node: unknown): number {
  let last = node
  while (isCollection(last) && last.flow !== true && last.items.length > 0) {
    const item: unknown = last.items.at(-1)
    last = isPair(item) ? (item.value ?? item.key) : item
  }
  const { range } = last as LibraryNode
  const start = range?.[0] ?? 0
  let at = range?.[1] ?? 0
  while (at > start && /[ \t\r\n]/.test(text.charAt(at - 1))) at--
  return at
}

function contentOf(reading: Reading, node: unknown, origin: SpanOrigin, depth: number): Node {
  const { tag } = node as LibraryNode
  if (isScalar(node)) return scalarNode(String(node.value), styles[node.type ?? 'PLAIN'], tag, origin)
  if (!isCollection(node)) return nothing(origin)
  if (isMap(node)) {
    const entries = node.items.map((pair) => entryFrom(reading, pair.key, pair.value, origin, depth))
    return mapOf(reading, entries, origin, tag)
  }
  const items = node.items.map((item, index) => nodeOf(reading, item, [...origin.path, index], depth + 1))
  return listOf(items, origin, tag)
}

function entryFrom(reading: Reading, key: unknown, value: unknown, parent: SpanOrigin, depth: number): MapEntry {
  const range = (key as LibraryNode | null)?.range ?? [parent.start, parent.start]
  const name = isScalar(key) ? String(key.value) : keyText(reading, key)
  const path = [...parent.path, name]
  if (!isScalar(key)) report(reading, 'a key must be a scalar', range[0], range[1], path)
  const isText = !isScalar(key) || key.type !== 'PLAIN' || typeof resolvePlain(name) === 'string'
  const origin = keyOrigin(reading, name, isText, path, range[0], range[1])
  const empty = () => nothing(span(reading.source.file, path, range[1], range[1]))
  return { key: name, keyOrigin: origin, value: value === null ? empty() : nodeOf(reading, value, path, depth + 1) }
}

/** An aliased key reads as what it stands for; other keys that are no scalars have no text. */
function keyText(reading: Reading, key: unknown): string {
  if (!isAlias(key)) return ''
  const target = reading.anchors.get(key.source)?.node
  return target?.kind === 'scalar' ? String(target.value) : `*${key.source}`
}
