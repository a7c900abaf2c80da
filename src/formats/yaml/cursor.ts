/** Where the quick reader of YAML stands, and the steps that it takes between values. */
import type { Node } from '../../core/node.ts'
import { type PathSegment, span } from '../../core/origin.ts'
import { aliasNode } from './build-node.ts'
import type { Reading } from './reading.ts'

export interface Cursor {
  readonly reading: Reading
  readonly text: string
  at: number
  /** Where the line of `at` starts. */
  lineStart: number
  /** Where the last value ended, before the white space and comments that were skipped since. */
  ended?: number
}

/** Thrown, and caught by the quick reader itself, at anything that it does not know for certain. */
export const Unusual = new Error('unusual YAML')

export function giveUp(): never {
  throw Unusual
}

/** Joined, not spread: to a list that is spread V8 adds room for sixteen more, and there is a path for every value. */
export const pathTo = (path: readonly PathSegment[], segment: PathSegment): readonly PathSegment[] =>
  path.concat(segment)

/** Whether a space or the end of the line is at an offset; a tab there is unusual. */
export function isGap(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  if (code === 9) giveUp()
  return code === 32 || code === 10 || code === 13 || at >= text.length
}

export function skipSpaces(cursor: Cursor): void {
  const { text } = cursor
  while (text.charCodeAt(cursor.at) === 32) cursor.at += 1
}

/** Whether nothing but a comment is left of the line. Tabs between values are unusual. */
export function endOfLine({ text, at }: Cursor): boolean {
  const code = text.charCodeAt(at)
  if (code === 9) giveUp()
  if (code === 35) return at === 0 || text.charCodeAt(at - 1) === 32 || text.charCodeAt(at - 1) === 10 || giveUp()
  return at >= text.length || code === 10 || (code === 13 && (text.charCodeAt(at + 1) === 10 || giveUp()))
}

/** Goes to the next content, over spaces, comments and line ends; tells whether it came to another line. */
export function toContent(cursor: Cursor): boolean {
  const { text } = cursor
  let crossed = false
  for (;;) {
    skipSpaces(cursor)
    if (!endOfLine(cursor)) return crossed
    const newline = text.indexOf('\n', cursor.at)
    if (newline === -1) {
      cursor.at = text.length
      return true
    }
    cursor.at = newline + 1
    cursor.lineStart = cursor.at
    crossed = true
  }
}

/** The colon that ends a plain key which starts at an offset, on the same line; -1 where there is none. */
export function colonAt(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 58) {
      const next = text.charCodeAt(at + 1)
      if (next === 32 || next === 10 || next === 13 || at + 1 === text.length) return at
      if (next === 9) giveUp()
    } else if (code === 10 || code === 13) return -1
    else if (code === 35 && (text.charCodeAt(at - 1) === 32 || text.charCodeAt(at - 1) === 9)) return -1
  }
  return -1
}

const aliasName = /[^\s,[\]{}]+/y

/** The alias at the cursor, which then stands behind it. */
export function aliasAt(cursor: Cursor, path: readonly PathSegment[]): Node {
  const start = cursor.at
  aliasName.lastIndex = start + 1
  const name = aliasName.exec(cursor.text)?.[0] ?? giveUp()
  if (name.endsWith(':')) giveUp()
  cursor.at = start + 1 + name.length
  return aliasNode(cursor.reading, name, span(cursor.reading.source.file, path, start, cursor.at))
}
