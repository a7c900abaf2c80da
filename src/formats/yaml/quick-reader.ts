/** The quick reader: the YAML that nearly every file is written in, several times faster than reading all of it. */
import type { MapEntry, Node } from '../../core/node.ts'
import { type PathSegment, span } from '../../core/origin.ts'
import { keyOrigin, listOf, mapOf, nothing, scalarNode, standardTags } from './build-node.ts'
import {
  aliasAt,
  type Cursor,
  colonAt,
  endOfLine,
  giveUp,
  isGap,
  pathTo,
  skipSpaces,
  toContent,
  Unusual,
} from './cursor.ts'
import { readFlow } from './quick-flow.ts'
import { readBlockScalar, readPlain, readQuoted } from './quick-scalars.ts'
import { limits, type Reading } from './reading.ts'
import { resolvePlain } from './resolve-scalar.ts'

/** Every document's root; `undefined` for a file that is broken or unusual, which is then to be read thoroughly. */
export function readQuickly(reading: Reading): readonly Node[] | undefined {
  const { text } = reading.source
  const start = text.startsWith('\uFEFF') ? 1 : 0
  if (text.indexOf('\uFEFF', 1) !== -1) return undefined
  const cursor: Cursor = { reading, text, at: start, lineStart: start }
  try {
    const roots: Node[] = []
    toContent(cursor)
    while (cursor.at < text.length) {
      roots.push(readDocument(cursor))
      reading.anchors.clear()
    }
    return roots
  } catch (error) {
    if (error === Unusual) return undefined
    throw error
  }
}

function readDocument(cursor: Cursor): Node {
  const { text } = cursor
  if (atMarker(cursor)) {
    if (text.charAt(cursor.at) === '.') giveUp()
    cursor.at += 3
    if (!toContent(cursor)) giveUp()
  }
  if (cursor.at >= text.length || atMarker(cursor) || text.charAt(cursor.at) === '%') giveUp()
  const root = readBlock(cursor, -1, [], 0)
  if (cursor.at < text.length && !atMarker(cursor)) giveUp()
  return root
}

/** `---` or `...` at the start of a line. */
function atMarker({ text, at, lineStart }: Cursor): boolean {
  if (at !== lineStart) return false
  const marker = text.startsWith('---', at) || text.startsWith('...', at)
  return marker && isGap(text, at + 3)
}

/** A node that starts its own line, or follows the dash of a list; afterwards the cursor is at the next content. */
function readBlock(cursor: Cursor, parentIndent: number, path: readonly PathSegment[], depth: number): Node {
  const { text, at } = cursor
  const first = text.charAt(at)
  if (first === '-' && isGap(text, at + 1)) return readList(cursor, at - cursor.lineStart, path, depth)
  if ((first === '?' || first === ':') && isGap(text, at + 1)) giveUp()
  if (first === '&' || first === '!') return readValue(cursor, parentIndent, path, depth, true)
  if (keyEnds(cursor)) return readMap(cursor, at - cursor.lineStart, path, depth)
  return readContent(cursor, parentIndent, path, depth, undefined)
}

/** Whether what stands here is the key of a mapping. */
function keyEnds(cursor: Cursor): boolean {
  const { text, at } = cursor
  const first = text.charAt(at)
  if (first !== '"' && first !== "'") return !'[{*|>&!%@`'.includes(first) && colonAt(text, at) !== -1
  const key = { ...cursor }
  readQuoted(key, path0, false)
  skipSpaces(key)
  return text.charAt(key.at) === ':' && isGap(text, key.at + 1)
}

const path0: readonly PathSegment[] = []

function readMap(cursor: Cursor, indent: number, path: readonly PathSegment[], depth: number): Node {
  const { text, reading, at: start } = cursor
  enter(cursor, depth)
  const entries: MapEntry[] = []
  let end = start
  do {
    const keyStart = cursor.at
    const { key, isText } = readKey(cursor)
    const keyEnd = cursor.at
    skipSpaces(cursor)
    if (text.charAt(cursor.at) !== ':' || !isGap(text, cursor.at + 1)) giveUp()
    cursor.at += 1
    const below = pathTo(path, key)
    const origin = keyOrigin(reading, key, isText, below, keyStart, keyEnd)
    const value = readValue(cursor, indent, below, depth + 1, false)
    end = cursor.ended ?? cursor.at
    entries.push({ key, keyOrigin: origin, value })
  } while (continues(cursor, indent))
  cursor.ended = end
  return mapOf(reading, entries, span(reading.source.file, path, start, end), undefined)
}

function readKey(cursor: Cursor): { readonly key: string; readonly isText: boolean } {
  const { text, at } = cursor
  const first = text.charAt(at)
  if (first === '"' || first === "'") {
    const node = readQuoted(cursor, path0, false)
    return { key: String(node.value), isText: true }
  }
  if ((first === '-' || first === '?' || first === ':') && isGap(text, at + 1)) giveUp()
  if (',[]{}#&*!|>%@`'.includes(first)) giveUp()
  const colon = colonAt(text, at)
  if (colon === -1 || colon - at > 1000) giveUp()
  let end = colon
  while (end > at && text.charCodeAt(end - 1) === 32) end -= 1
  if (text.charCodeAt(end - 1) === 9) giveUp()
  cursor.at = end
  const key = text.slice(at, end)
  const resolved = resolvePlain(key)
  return { key, isText: typeof resolved === 'string' }
}

function readList(cursor: Cursor, indent: number, path: readonly PathSegment[], depth: number): Node {
  const { text, reading, at: start } = cursor
  enter(cursor, depth)
  const items: Node[] = []
  let end = start
  do {
    if (text.charAt(cursor.at) !== '-' || !isGap(text, cursor.at + 1)) giveUp()
    cursor.at += 1
    const below = pathTo(path, items.length)
    skipSpaces(cursor)
    const sameLine = !endOfLine(cursor)
    const first = text.charAt(cursor.at)
    const nested = sameLine && first !== '&' && first !== '!'
    items.push(
      nested ? readBlock(cursor, indent, below, depth + 1) : readValue(cursor, indent, below, depth + 1, false, true),
    )
    end = cursor.ended ?? cursor.at
  } while (continues(cursor, indent, '-'))
  cursor.ended = end
  return listOf(items, span(reading.source.file, path, start, end), undefined)
}

/** Whether the collection of this indentation goes on where the cursor is. */
function continues(cursor: Cursor, indent: number, mark?: '-'): boolean {
  const { text, at, lineStart } = cursor
  if (at >= text.length || atMarker(cursor)) return false
  const column = at - lineStart
  if (column > indent) giveUp()
  if (column < indent) return false
  const dash = text.charAt(at) === '-' && isGap(text, at + 1)
  // A list may stand at the indentation of the key that it belongs to; the key after it ends it.
  if (mark === '-') return dash
  return dash ? giveUp() : true
}

function enter({ reading }: Cursor, depth: number): void {
  reading.nodes += 1
  if (depth >= limits.depth || reading.nodes > limits.nodes) giveUp()
}

/** What follows a key's colon or a list's dash: properties, then content here or on the next lines, or nothing. */
function readValue(
  cursor: Cursor,
  indent: number,
  path: readonly PathSegment[],
  depth: number,
  ownLine: boolean,
  inList = false,
): Node {
  const { reading } = cursor
  skipSpaces(cursor)
  const { anchor, tag } = readProperties(cursor)
  if (anchor !== undefined) reading.anchors.set(anchor, { node: undefined, size: 0 })
  const before = reading.nodes
  const node = readTagged(cursor, indent, path, depth, tag, {
    ownLine,
    inList,
    bare: anchor === undefined && tag === undefined,
  })
  if (anchor !== undefined) reading.anchors.set(anchor, { node, size: reading.nodes - before })
  return node
}

interface Place {
  readonly ownLine: boolean
  readonly inList: boolean
  readonly bare: boolean
}

function readTagged(
  cursor: Cursor,
  indent: number,
  path: readonly PathSegment[],
  depth: number,
  tag: string | undefined,
  { ownLine, inList, bare }: Place,
): Node {
  const { text, reading, at } = cursor
  if (!endOfLine(cursor)) {
    // A property before a key on one line belongs to the key.
    if ((ownLine || (inList && !bare)) && keyEnds(cursor)) giveUp()
    if ((text.charAt(at) === '-' && isGap(text, at + 1)) || (!bare && text.charAt(at) === '*')) giveUp()
    return readContent(cursor, indent, path, depth, tag)
  }
  toContent(cursor)
  const column = cursor.at - cursor.lineStart
  const ended = cursor.at >= text.length || atMarker(cursor)
  const dash = text.charAt(cursor.at) === '-' && isGap(text, cursor.at + 1)
  if (!bare && '&!'.includes(text.charAt(cursor.at)) && !ended) giveUp()
  if (!ended && (column > indent || (column === indent && dash && !inList && !ownLine))) {
    const node = readBlock(cursor, column > indent ? indent : indent - 1, path, depth)
    if (tag === undefined || tag.startsWith(standardTags)) return node
    return node.tag === undefined && node.kind !== 'scalar' ? { ...node, tag } : giveUp()
  }
  reading.nodes += 1
  cursor.ended = at
  const origin = span(reading.source.file, path, at, at)
  return tag === undefined || tag.startsWith(standardTags) ? nothing(origin) : { ...nothing(origin), tag }
}

const knownTags = new Set(['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `!!${name}`))
const property = /[&!][^\s,[\]{}]*/y

function readProperties(cursor: Cursor): { readonly anchor: string | undefined; readonly tag: string | undefined } {
  let anchor: string | undefined
  let tag: string | undefined
  for (;;) {
    const first = cursor.text.charAt(cursor.at)
    if (first !== '&' && first !== '!') return { anchor, tag }
    property.lastIndex = cursor.at
    const written = property.exec(cursor.text)?.[0] ?? ''
    cursor.at += written.length
    if (written.length < 2 || !isGap(cursor.text, cursor.at)) giveUp()
    if (first === '&') {
      if (anchor !== undefined) giveUp()
      anchor = written.slice(1)
    } else {
      if (tag !== undefined || written.indexOf('!', 2) !== -1 || written.startsWith('!<')) giveUp()
      if (written.startsWith('!!') && !knownTags.has(written)) giveUp()
      tag = written.startsWith('!!') ? standardTags + written.slice(2) : written
    }
    skipSpaces(cursor)
  }
}

/** A scalar, flow collection or alias that starts here; the cursor ends at the next content. */
function readContent(
  cursor: Cursor,
  parentIndent: number,
  path: readonly PathSegment[],
  depth: number,
  tag: string | undefined,
): Node {
  const { text, at, reading } = cursor
  const first = text.charAt(at)
  reading.nodes += 1
  if (reading.nodes > limits.nodes) giveUp()
  if (first === '|' || first === '>') return readBlockScalar(cursor, parentIndent, path, tag)
  let node: Node
  if (first === '"' || first === "'") node = scalarWith(readQuoted(cursor, path, true), tag)
  else if (first === '[' || first === '{') node = readFlow(cursor, path, depth, tag)
  else if (first === '*') node = tag === undefined ? aliasAt(cursor, path) : giveUp()
  else return readPlain(cursor, parentIndent, path, tag)
  cursor.ended = cursor.at
  skipSpaces(cursor)
  if (!endOfLine(cursor)) giveUp()
  toContent(cursor)
  return node
}

const scalarWith = (node: Node & { readonly kind: 'scalar' }, tag: string | undefined): Node =>
  tag === undefined ? node : scalarNode(String(node.value), node.style, tag, node.origin)
