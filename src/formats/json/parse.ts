/** Reads JSON as people write it, with comments and trailing commas, into nodes that know their place. */
import type { MapEntry, Node, ParsedDocument, Problem, ScalarNode, ScalarValue } from '../../core/node.ts'
import { type PathSegment, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'

/** Deeper documents are data nobody wrote by hand; the bound keeps the recursion off the stack's end. */
const deepest = 100
const mostProblems = 50

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }
const wordValues: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ['true', true],
  ['false', false],
  ['null', null],
])
const space = /[\s\uFEFF]*/y
const bareWord = /[^\s,:{}[\]"'/]+/y
const number = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/**
 * Parses a JSON document. Comments and trailing commas are fine, every other departure from JSON is a located problem and the
 * rest is read on. A key written twice yields two entries. A string's origin includes its quotes.
 */
export function parseJson(source: SourceText): ParsedDocument {
  const { text, file } = source
  const problems: Problem[] = []
  let at = 0

  const problem = (message: string, start: number, end: number, path: readonly PathSegment[]): void => {
    if (problems.length < mostProblems) problems.push({ message, origin: span(file, path, start, end) })
  }

  const matchHere = (pattern: RegExp): string => {
    pattern.lastIndex = at
    return pattern.exec(text)?.[0] ?? ''
  }

  function skipBlank(): void {
    for (;;) {
      at += matchHere(space).length
      if (text.startsWith('//', at)) {
        const end = text.indexOf('\n', at)
        at = end === -1 ? text.length : end
      } else if (text.startsWith('/*', at)) {
        const end = text.indexOf('*/', at + 2)
        if (end === -1) problem('This comment has no end', at, at + 2, [])
        at = end === -1 ? text.length : end + 2
      } else return
    }
  }

  function readString(path: readonly PathSegment[]): string {
    const start = at
    const quote = text[at]
    let value = ''
    at += 1
    for (;;) {
      const character = text[at]
      if (character === undefined || character === '\n') {
        problem('This string has no end', start, at, path)
        return value
      }
      at += 1
      if (character === quote) return value
      if (character !== '\\') {
        value += character
        continue
      }
      const escaped = text[at] ?? ''
      const code = escaped === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 5))?.[0] : undefined
      if (code === undefined) value += escapes[escaped] ?? escaped
      else value += String.fromCharCode(Number.parseInt(code, 16))
      at += code === undefined ? escaped.length : 5
    }
  }

  function readScalar(path: readonly PathSegment[]): ScalarNode {
    const start = at
    const quote = text[at]
    if (quote === '"' || quote === "'") {
      const value = readString(path)
      if (quote === "'") problem('JSON strings take double quotes', start, at, path)
      return { kind: 'scalar', value, style: quote === '"' ? 'double' : 'single', origin: span(file, path, start, at) }
    }
    const word = matchHere(bareWord)
    at += word.length === 0 ? 1 : word.length
    const parsed = number.exec(word)
    let value: ScalarValue = wordValues.has(word) ? (wordValues.get(word) ?? null) : word
    if (parsed !== null) {
      const integer = parsed[1] === undefined && parsed[2] === undefined
      value = integer && !Number.isSafeInteger(Number(word)) ? BigInt(word) : Number(word)
    } else if (!wordValues.has(word)) {
      problem(word === '' ? 'A value is missing here' : 'This is not a JSON value', start, at, path)
      if (word === '') value = null
    }
    return { kind: 'scalar', value, style: 'plain', origin: span(file, path, start, at) }
  }

  /** Reads what stands between an opening bracket and its partner; `readItem` consumes at least one character. */
  function readItems(close: string, path: readonly PathSegment[], readItem: () => void): void {
    const start = at
    at += 1
    let needsComma = false
    for (;;) {
      skipBlank()
      const character = text[at]
      if (character === close) {
        at += 1
        return
      }
      if (character === undefined || character === '}' || character === ']') {
        problem(`This bracket is never closed with ${close}`, start, start + 1, path)
        return
      }
      if (character === ',') {
        if (!needsComma) problem('A value is missing before this comma', at, at + 1, path)
        at += 1
        needsComma = false
        continue
      }
      if (needsComma) problem('A comma is missing here', at, at + 1, path)
      readItem()
      needsComma = true
    }
  }

  function readEntry(entries: MapEntry[], path: readonly PathSegment[], depth: number): void {
    if (text[at] === '{' || text[at] === '[') {
      problem('A key is missing here', at, at + 1, path)
      readValue(path, depth + 1)
      return
    }
    const key = readKey(path)
    skipBlank()
    if (text[at] === ':') at += 1
    else problem('A colon is missing here', at, Math.min(at + 1, text.length), path)
    skipBlank()
    entries.push({ ...key, value: readValue([...path, key.key], depth + 1) })
  }

  function readKey(path: readonly PathSegment[]): Pick<MapEntry, 'key' | 'keyOrigin'> {
    const start = at
    const quoted = text[at] === '"' || text[at] === "'"
    const key = quoted ? readString(path) : matchHere(bareWord)
    if (!quoted) {
      at += Math.max(1, key.length)
      problem('JSON keys take double quotes', start, at, path)
    }
    return { key, keyOrigin: span(file, [...path, key], start, at) }
  }

  const emptyAt = (offset: number, path: readonly PathSegment[]): ScalarNode => ({
    kind: 'scalar',
    value: null,
    style: 'plain',
    origin: span(file, path, offset, offset),
  })

  /** Consumes at least one character unless the next one closes a bracket or the text is at its end. */
  function readValue(path: readonly PathSegment[], depth: number): Node {
    const start = at
    const opening = text[at]
    if (opening === undefined || opening === '}' || opening === ']' || opening === ',') {
      problem('A value is missing here', at, Math.min(at + 1, text.length), path)
      return emptyAt(at, path)
    }
    if (opening !== '{' && opening !== '[') return readScalar(path)
    if (depth >= deepest) {
      problem(`More than ${deepest} levels are not read`, start, start + 1, path)
      at = text.length
      return emptyAt(start, path)
    }
    if (opening === '{') {
      const entries: MapEntry[] = []
      readItems('}', path, () => readEntry(entries, path, depth))
      return { kind: 'map', entries, origin: span(file, path, start, at) }
    }
    const items: Node[] = []
    readItems(']', path, () => items.push(readValue([...path, items.length], depth + 1)))
    return { kind: 'list', items, origin: span(file, path, start, at) }
  }

  skipBlank()
  if (at >= text.length) {
    problem('The file is empty', 0, 0, [])
    return { root: undefined, problems }
  }
  const root = readValue([], 0)
  skipBlank()
  if (at < text.length) problem('Nothing may follow the document', at, at + 1, [])
  return { root, problems }
}
