/** Scalars for the quick reader of YAML: plain, quoted and block ones. */
import type { Node, ScalarNode } from '../../core/node.ts'
import { type PathSegment, span } from '../../core/origin.ts'
import { scalarNode } from './build-node.ts'
import { type Cursor, colonAt, endOfLine, giveUp, isGap, toContent } from './cursor.ts'

/** A plain scalar with its continuation lines, which are indented more than the parent. */
export function readPlain(
  cursor: Cursor,
  parentIndent: number,
  path: readonly PathSegment[],
  tag: string | undefined,
): Node {
  const { text, at: start, reading } = cursor
  const first = text.charAt(start)
  if (',[]{}#&*!|>\'"%@`'.includes(first)) giveUp()
  if ((first === '-' || first === '?' || first === ':') && isGap(text, start + 1)) giveUp()
  let end = lineOfPlain(cursor)
  let value = text.slice(start, end)
  for (;;) {
    const commented = text.charCodeAt(cursor.at) === 35
    const blanks = toNextLine(cursor)
    const column = cursor.at - cursor.lineStart
    if (cursor.at >= text.length || column <= parentIndent || text.charCodeAt(cursor.at) === 35) break
    if (column === 0 && isMarker(text, cursor.at)) break
    if (commented) giveUp()
    const lineStart = cursor.at
    end = lineOfPlain(cursor)
    value += (blanks === 0 ? ' ' : '\n'.repeat(blanks)) + text.slice(lineStart, end)
  }
  cursor.ended = end
  toContent(cursor)
  return scalarNode(value, 'plain', tag, span(reading.source.file, path, start, end))
}

const isMarker = (text: string, at: number): boolean =>
  (text.startsWith('---', at) || text.startsWith('...', at)) && isGap(text, at + 3)

/** The end of a plain scalar's part on this line; the cursor goes to the line's end or its comment. */
function lineOfPlain(cursor: Cursor): number {
  const { text, at: start } = cursor
  if (colonAt(text, start) !== -1) giveUp()
  let at = start
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) break
    if (code === 35 && at > start && text.charCodeAt(at - 1) <= 32) break
  }
  cursor.at = at
  let end = at
  while (end > start && text.charCodeAt(end - 1) <= 32) end -= 1
  return end
}

/** Goes to the first text of a later line; tells how many lines between are blank. */
function toNextLine(cursor: Cursor): number {
  const { text } = cursor
  let lines = -1
  for (;;) {
    const newline = text.indexOf('\n', cursor.at)
    if (newline === -1) {
      cursor.at = text.length
      return lines
    }
    lines += 1
    cursor.lineStart = newline + 1
    cursor.at = newline + 1
    while (text.charCodeAt(cursor.at) === 32) cursor.at += 1
    const code = text.charCodeAt(cursor.at)
    if (code === 9) giveUp()
    if (code !== 10 && code !== 13) return lines
  }
}

const escapes: Readonly<Record<string, string>> = {
  ...{ 0: '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b' },
  ...{ ' ': ' ', '"': '"', '/': '/', '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029' },
}

/** A quoted scalar; the cursor ends behind its quote. */
export function readQuoted(cursor: Cursor, path: readonly PathSegment[], multiline: boolean): ScalarNode {
  const { text, at: start, reading } = cursor
  const quote = text.charAt(start)
  const double = quote === '"'
  let close = text.indexOf(quote, start + 1)
  if (double) while (close !== -1 && escaped(text, close)) close = text.indexOf(quote, close + 1)
  else while (close !== -1 && text.charAt(close + 1) === quote) close = text.indexOf(quote, close + 2)
  if (close === -1) giveUp()
  let value = text.slice(start + 1, close)
  const newline = value.indexOf('\n')
  if (newline !== -1) {
    if (!multiline || (double && value.includes('\\'))) giveUp()
    value = folded(value)
    cursor.lineStart = text.lastIndexOf('\n', close) + 1
  }
  if (double && value.includes('\\')) value = unescaped(value)
  else if (!double && value.includes("'")) value = value.replaceAll("''", "'")
  cursor.at = close + 1
  const origin = span(reading.source.file, path, start, close + 1)
  return { kind: 'scalar', value, style: double ? 'double' : 'single', origin }
}

function escaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charCodeAt(at - 1 - slashes) === 92) slashes += 1
  return slashes % 2 === 1
}

function unescaped(value: string): string {
  return value.replace(/\\(?:x([\da-f]{2})|u([\da-f]{4})|U([\da-f]{8})|([\s\S]?))/gi, (_, x, u, wide, letter) => {
    const hex = x ?? u ?? wide
    if (hex === undefined) return escapes[letter] ?? giveUp()
    const code = Number.parseInt(hex, 16)
    return code > 0x10ffff || (code >= 0xd800 && code < 0xe000) ? giveUp() : String.fromCodePoint(code)
  })
}

/** Line breaks in quotes are spaces, blank lines are line breaks. */
function folded(value: string): string {
  const lines = value.split('\n').map((line) => line.replace(/\r$/, ''))
  let result = ''
  let blanks = 0
  lines.forEach((line, index) => {
    if (index > 0 && isMarker(line, 0)) giveUp()
    const inner = trimmedLine(line, index > 0, index < lines.length - 1)
    if (index === 0) result = inner
    else if (inner === '' && index < lines.length - 1) blanks += 1
    else {
      result += (blanks === 0 ? ' ' : '\n'.repeat(blanks)) + inner
      blanks = 0
    }
  })
  return result
}

function trimmedLine(line: string, left: boolean, right: boolean): string {
  let [from, to] = [0, line.length]
  if (left) while (from < to && isBlank(line, from)) from += 1
  if (right) while (to > from && isBlank(line, to - 1)) to -= 1
  return line.slice(from, to)
}

const isBlank = (line: string, at: number): boolean => line.charCodeAt(at) === 32 || line.charCodeAt(at) === 9

const header = /([|>])(?:([1-9])([-+]?)|([-+]?)([1-9]?))/y

/** A literal or folded block scalar; the cursor ends at the next content. */
export function readBlockScalar(
  cursor: Cursor,
  parentIndent: number,
  path: readonly PathSegment[],
  tag: string | undefined,
): Node {
  const { text, at: start, reading } = cursor
  header.lastIndex = start
  const parts = header.exec(text)
  const [written = giveUp(), style, digit, chomp, otherChomp, otherDigit] = parts ?? []
  const explicit = Number(digit ?? otherDigit ?? 0)
  cursor.at = start + written.length
  while (text.charCodeAt(cursor.at) === 32) cursor.at += 1
  if (!endOfLine(cursor)) giveUp()
  const { lines, end, next } = blockLines(text, cursor.at, parentIndent, explicit)
  const value = chomped(
    style === '|' ? lines.content.join('\n') : foldedBlock(lines.content),
    lines.blanks,
    chomp || otherChomp,
  )
  cursor.at = next
  cursor.lineStart = next
  cursor.ended = end
  toContent(cursor)
  return scalarNode(value, 'block', tag, span(reading.source.file, path, start, end))
}

interface BlockLines {
  readonly lines: { readonly content: readonly string[]; readonly blanks: number }
  readonly end: number
  readonly next: number
}

function blockLines(text: string, from: number, parentIndent: number, explicit: number): BlockLines {
  let indent = explicit === 0 ? -1 : Math.max(parentIndent, 0) + explicit
  const content: string[] = []
  let blanks = 0
  let deepestBlank = 0
  let end = from
  let at = text.indexOf('\n', from) + 1
  if (at === 0) giveUp()
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline === -1 ? text.length : newline
    const bare = text.charCodeAt(lineEnd - 1) === 13 && lineEnd > at ? lineEnd - 1 : lineEnd
    let column = 0
    while (at + column < bare && text.charCodeAt(at + column) === 32) column += 1
    const blank = at + column === bare
    if (blank) {
      if (indent !== -1 && column > indent) giveUp()
      if (newline !== -1) blanks += 1
      deepestBlank = Math.max(deepestBlank, column)
    } else {
      const tab = text.charCodeAt(at + column) === 9
      if (tab && (indent === -1 || column < indent || text.slice(at, bare).trim() === '')) giveUp()
      if (indent === -1 && column > parentIndent) {
        if (deepestBlank > column) giveUp()
        indent = column
      }
      if (column === 0 && isMarker(text, at)) break
      if (indent === -1 || column < indent) break
      for (; blanks > 0; blanks--) content.push('')
      content.push(text.slice(at + indent, bare))
      end = bare
    }
    at = newline === -1 ? text.length : newline + 1
  }
  if (content.length === 0) giveUp()
  while (isBlank(text, end - 1)) end -= 1
  return { lines: { content, blanks }, end, next: at }
}

/** Line breaks between lines of text become spaces; those around further indented lines stay. */
function foldedBlock(lines: readonly string[]): string {
  let result = lines[0] ?? ''
  let breaks = 0
  let previous = lines[0] ?? ''
  for (const line of lines.slice(1)) {
    breaks += 1
    if (line === '') continue
    const deeper = isBlank(line, 0) || isBlank(previous, 0)
    if (deeper || previous === '') result += '\n'.repeat(breaks)
    else result += breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)
    result += line
    breaks = 0
    previous = line
  }
  return result
}

function chomped(text: string, blanks: number, chomp: string | undefined): string {
  if (chomp === '-') return text
  return chomp === '+' ? `${text}\n${'\n'.repeat(blanks)}` : `${text}\n`
}
