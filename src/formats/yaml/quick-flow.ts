/** Flow collections (`[a, b]`, `{ a: b }`) for the quick reader of YAML. */
import type { MapEntry, Node } from '../../core/node.ts'
import { type PathSegment, span } from '../../core/origin.ts'
import { keyOrigin, listOf, mapOf, nothing, scalarNode } from './build-node.ts'
import { aliasAt, type Cursor, giveUp, isGap, pathTo, toContent } from './cursor.ts'
import { readQuoted } from './quick-scalars.ts'
import { limits } from './reading.ts'
import { resolvePlain } from './resolve-scalar.ts'

/** The collection at the cursor, which then stands behind its bracket. */
export function readFlow(cursor: Cursor, path: readonly PathSegment[], depth: number, tag: string | undefined): Node {
  if (depth >= limits.depth) giveUp()
  return cursor.text.charAt(cursor.at) === '[' ? readList(cursor, path, depth, tag) : readMap(cursor, path, depth, tag)
}

function readList(cursor: Cursor, path: readonly PathSegment[], depth: number, tag: string | undefined): Node {
  const { text, at: start, reading } = cursor
  const items: Node[] = []
  cursor.at += 1
  for (;;) {
    toContent(cursor)
    if (text.charAt(cursor.at) === ']') break
    items.push(readItem(cursor, pathTo(path, items.length), depth + 1))
    if (!toNextItem(cursor, ']')) break
  }
  cursor.at += 1
  return listOf(items, span(reading.source.file, path, start, cursor.at), tag)
}

function readMap(cursor: Cursor, path: readonly PathSegment[], depth: number, tag: string | undefined): Node {
  const { text, at: start, reading } = cursor
  const entries: MapEntry[] = []
  cursor.at += 1
  for (;;) {
    toContent(cursor)
    if (text.charAt(cursor.at) === '}') break
    entries.push(readEntry(cursor, path, depth + 1))
    if (!toNextItem(cursor, '}')) break
  }
  cursor.at += 1
  return mapOf(reading, entries, span(reading.source.file, path, start, cursor.at), tag)
}

/** Whether a comma leads on to another item; else the cursor is at the closing bracket. */
function toNextItem(cursor: Cursor, close: string): boolean {
  toContent(cursor)
  const next = cursor.text.charAt(cursor.at)
  if (next === close) return false
  if (next !== ',') giveUp()
  cursor.at += 1
  return true
}

function readEntry(cursor: Cursor, path: readonly PathSegment[], depth: number): MapEntry {
  const { text, at: start, reading } = cursor
  const first = text.charAt(start)
  const quoted = first === '"' || first === "'"
  const key = quoted ? String(readQuoted(cursor, path, false).value) : plainAt(cursor)
  const end = cursor.at
  const below = pathTo(path, key)
  const isText = quoted || typeof resolvePlain(key) === 'string'
  const origin = keyOrigin(reading, key, isText, below, start, end)
  toContent(cursor)
  if (text.charAt(cursor.at) !== ':') {
    reading.nodes += 1
    return { key, keyOrigin: origin, value: nothing(span(reading.source.file, below, end, end)) }
  }
  // Behind a quoted key the colon needs no space.
  if (!quoted && !isGap(text, cursor.at + 1) && !',[]{}'.includes(text.charAt(cursor.at + 1))) giveUp()
  cursor.at += 1
  toContent(cursor)
  if (',}'.includes(text.charAt(cursor.at))) giveUp()
  return { key, keyOrigin: origin, value: readItem(cursor, below, depth) }
}

function readItem(cursor: Cursor, path: readonly PathSegment[], depth: number): Node {
  const { text, at: start, reading } = cursor
  reading.nodes += 1
  if (reading.nodes > limits.nodes) giveUp()
  const first = text.charAt(start)
  if (first === '[' || first === '{') return notAKey(cursor, readFlow(cursor, path, depth, undefined))
  if (first === '"' || first === "'") return notAKey(cursor, readQuoted(cursor, path, true))
  if (first === '*') return notAKey(cursor, aliasAt(cursor, path))
  const plain = plainAt(cursor)
  return notAKey(cursor, scalarNode(plain, 'plain', undefined, span(reading.source.file, path, start, cursor.at)))
}

/** A colon behind an item would make a mapping of it. */
function notAKey(cursor: Cursor, node: Node): Node {
  const end = cursor.at
  toContent(cursor)
  if (cursor.text.charAt(cursor.at) === ':') giveUp()
  cursor.at = end
  cursor.lineStart = cursor.text.lastIndexOf('\n', end - 1) + 1
  return node
}

/** A plain scalar on one line of a flow collection. */
function plainAt(cursor: Cursor): string {
  const { text, at: start } = cursor
  const first = text.charAt(start)
  if (first === '' || ',[]{}#&*!|>\'"%@`'.includes(first)) giveUp()
  if (
    (first === '-' || first === '?' || first === ':') &&
    (isGap(text, start + 1) || ',[]{}'.includes(text.charAt(start + 1)))
  ) {
    giveUp()
  }
  let at = start
  for (; at < text.length; at++) {
    const char = text.charAt(at)
    if (char === '\n' || char === '\r' || char === '\t') break
    if (',[]{}'.includes(char)) break
    if (char === '#' && text.charCodeAt(at - 1) === 32) break
    if (char === ':' && (isGap(text, at + 1) || ',[]{}'.includes(text.charAt(at + 1)))) break
  }
  let end = at
  while (end > start && text.charCodeAt(end - 1) === 32) end -= 1
  cursor.at = end
  return text.slice(start, end)
}
