/** YAML text to located nodes: one parse, every value with its span, broken input as problems and what could be read. */
import { Composer, isAlias, isCollection, isMap, isScalar, Parser } from 'yaml'
import type { MapEntry, Node, ParsedDocument, ScalarNode } from '../../core/node.ts'
import { type Origin, type PathSegment, type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { applyMergeKeys } from './merge-keys.ts'
import { limits, newReading, type Reading, report, type YamlOptions, type YamlStream } from './reading.ts'
import { resolvePlain } from './resolve-scalar.ts'

/** Reads the first document of a file. Problems are located; the tree holds what could be read. */
export function parseYaml(source: SourceText, options: YamlOptions = {}): ParsedDocument {
  const { roots, problems } = parseYamlStream(source, options)
  return { root: roots[0], problems }
}

/** Reads every document of a file. Never throws: whatever is wrong is a problem. */
export function parseYamlStream(source: SourceText, options: YamlOptions = {}): YamlStream {
  const reading = newReading(source, options)
  const roots: Node[] = []
  if (source.text.length > limits.length) {
    report(reading, 'the file is too large to be read as YAML', 0, 0)
    return { roots, problems: reading.problems }
  }
  try {
    // Failsafe leaves every scalar as text: types are ours to resolve.
    const composer = new Composer({ schema: 'failsafe', prettyErrors: false, uniqueKeys: false, logLevel: 'silent' })
    for (const document of composer.compose(new Parser().parse(source.text))) {
      for (const error of document.errors) report(reading, error.message, error.pos[0], error.pos[1])
      reading.anchors.clear()
      if (document.contents !== null) roots.push(nodeOf(reading, document.contents, [], 0))
    }
  } catch (error) {
    // The library recurses once per nesting level, so hostile nesting ends in a RangeError.
    if (!(error instanceof RangeError)) throw error
    report(reading, 'the document is nested too deeply', 0, 0)
  }
  return { roots, problems: reading.problems }
}

interface LibraryNode {
  readonly range?: readonly [number, number, number] | null | undefined
  readonly tag?: string | undefined
  readonly anchor?: string | undefined
}

function nodeOf(reading: Reading, node: unknown, path: readonly PathSegment[], depth: number): Node {
  const { range, anchor } = node as LibraryNode
  const start = range?.[0] ?? 0
  const origin = span(reading.source.file, path, start, endOfText(reading.source.text, start, range?.[1] ?? 0))
  reading.nodes += 1
  if (depth > limits.depth || reading.nodes > limits.nodes) {
    report(reading, depth > limits.depth ? 'nested too deeply' : 'too many values', origin.start, origin.end, path)
    return nothing(origin)
  }
  if (isAlias(node)) return aliasOf(reading, node.source, origin)
  const before = reading.nodes
  if (anchor !== undefined) reading.anchors.set(anchor, { node: undefined, size: 0 })
  const content = contentOf(reading, node, origin, depth)
  if (anchor !== undefined) reading.anchors.set(anchor, { node: content, size: reading.nodes - before + 1 })
  return content
}

/** Blocks reach up to the next line's first word; what people see of them ends before the white space. */
function endOfText(text: string, start: number, end: number): number {
  let at = end
  while (at > start && /\s/.test(text.charAt(at - 1))) at--
  return at
}

function contentOf(reading: Reading, node: unknown, origin: SpanOrigin, depth: number): Node {
  const tag = (node as LibraryNode).tag
  if (isScalar(node)) return scalarOf(node.value, node.type, tag, origin)
  if (!isCollection(node)) return nothing(origin)
  const tagged = tag === undefined || tag.startsWith('tag:yaml.org,2002:') ? {} : { tag }
  if (isMap(node)) {
    const entries = node.items.map((pair) => entryFrom(reading, pair.key, pair.value, origin, depth))
    return { kind: 'map', entries: applyMergeKeys(reading, withoutDuplicates(reading, entries)), origin, ...tagged }
  }
  const items = node.items.map((item, index) => nodeOf(reading, item, [...origin.path, index], depth + 1))
  return { kind: 'list', items, origin, ...tagged }
}

function entryFrom(reading: Reading, key: unknown, value: unknown, parent: SpanOrigin, depth: number): MapEntry {
  const keyNode = isScalar(key) ? key : undefined
  const range = (key as LibraryNode | null)?.range ?? [parent.start, parent.start]
  const name = keyNode === undefined ? keyText(reading, key) : String(keyNode.value)
  const path = [...parent.path, name]
  const keyOrigin = span(reading.source.file, path, range[0], range[1])
  const isText = keyNode !== undefined && (keyNode.type !== 'PLAIN' || typeof resolvePlain(name) === 'string')
  if (!isText && (reading.options.textKeys === true || keyNode === undefined)) {
    report(reading, `the key ${JSON.stringify(name)} is not text`, range[0], range[1], path)
  }
  return {
    key: name,
    keyOrigin,
    value:
      value === null
        ? nothing(span(reading.source.file, path, range[1], range[1]))
        : nodeOf(reading, value, path, depth + 1),
  }
}

/** An aliased key reads as what it stands for; other non-scalar keys as their place in the text. */
function keyText(reading: Reading, key: unknown): string {
  if (!isAlias(key)) return ''
  const target = reading.anchors.get(key.source)?.node
  return target?.kind === 'scalar' ? String(target.value) : `*${key.source}`
}

/** The last of several equal keys would win silently, so the first is kept and the others reported. */
function withoutDuplicates(reading: Reading, entries: readonly MapEntry[]): readonly MapEntry[] {
  const seen = new Set<string>()
  return entries.filter(({ key, keyOrigin }) => {
    if (!seen.has(key)) return seen.add(key)
    const place = keyOrigin as SpanOrigin
    report(reading, `the key ${JSON.stringify(key)} is written twice`, place.start, place.end, place.path)
    return false
  })
}

/** An alias is its definition, seen from both places: where it was written, then where the alias stands. */
function aliasOf(reading: Reading, name: string, origin: SpanOrigin): Node {
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

const nothing = (origin: Origin): ScalarNode => ({ kind: 'scalar', value: null, style: 'plain', origin })

const styles = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
} as const

function scalarOf(
  value: unknown,
  type: keyof typeof styles | undefined,
  tag: string | undefined,
  origin: Origin,
): Node {
  const text = String(value)
  const style = styles[type ?? 'PLAIN']
  if (tag === undefined || tag === 'tag:yaml.org,2002:str') {
    const resolved = tag === undefined && style === 'plain' ? resolvePlain(text) : text
    return { kind: 'scalar', value: resolved, style, origin }
  }
  if (tag.startsWith('tag:yaml.org,2002:')) return { kind: 'scalar', value: resolvePlain(text), style, origin }
  return { kind: 'scalar', value: style === 'plain' ? resolvePlain(text) : text, style, origin, tag }
}
