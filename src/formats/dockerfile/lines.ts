/** Logical lines: physical lines joined at their continuation characters, without the comments in between. */
import type { MappedText, Piece } from '../shell/mapped-text.ts'
import { skipSpace } from './characters.ts'

export interface PhysicalLine {
  readonly start: number
  /** Without the line end (`\n`, with any carriage returns before it). */
  readonly end: number
  /** Where the next line begins; the text's length after the last one. */
  readonly next: number
}

/** The line that begins at `start`. */
export function lineFrom(text: string, start: number): PhysicalLine {
  const newline = text.indexOf('\n', start)
  const next = newline < 0 ? text.length : newline + 1
  let end = newline < 0 ? text.length : newline
  while (end > start && text.charCodeAt(end - 1) === 0x0d) end--
  return { start, end, next }
}

/** Where the continuation character of a line stands, or -1: the last character but blanks, not escaped by itself. */
function continuationOf(text: string, start: number, end: number, escapeCode: number): number {
  let at = end
  while (at > start && (text.charCodeAt(at - 1) === 0x20 || text.charCodeAt(at - 1) === 0x09)) at--
  if (at === start || text.charCodeAt(at - 1) !== escapeCode) return -1
  return at - 1 > start && text.charCodeAt(at - 2) === escapeCode ? -1 : at - 1
}

export interface LogicalLine {
  readonly mapped: MappedText
  /** Number of physical lines it takes. */
  readonly lines: number
  /** Where the next physical line begins. */
  readonly next: number
}

/**
 * Reads the logical line that begins with `first` (whose text begins at `contentStart`, behind its indentation).
 * `onComment` is told of each comment line inside, with the number of lines before it.
 */
export function logicalLine(
  text: string,
  first: PhysicalLine,
  contentStart: number,
  escapeCode: number,
  onComment: (line: PhysicalLine, linesBefore: number) => void,
): LogicalLine {
  const firstContinuation = continuationOf(text, contentStart, first.end, escapeCode)
  if (firstContinuation < 0) {
    const mapped = { text: text.slice(contentStart, first.end), pieces: [{ at: 0, source: contentStart }] }
    return { mapped, lines: 1, next: first.next }
  }
  const parts = [text.slice(contentStart, firstContinuation)]
  const pieces: Piece[] = [{ at: 0, source: contentStart }]
  let length = firstContinuation - contentStart
  let lines = 1
  let { next } = first
  while (next < text.length) {
    const line = lineFrom(text, next)
    next = line.next
    lines++
    const content = skipSpace(text, line.start, line.end)
    if (content === line.end) continue
    if (text.charCodeAt(content) === 0x23) {
      onComment(line, lines - 1)
      continue
    }
    const continuation = continuationOf(text, line.start, line.end, escapeCode)
    const end = continuation < 0 ? line.end : continuation
    if (end > line.start) {
      if (length === 0) pieces.length = 0
      pieces.push({ at: length, source: line.start })
      parts.push(text.slice(line.start, end))
      length += end - line.start
    }
    if (continuation < 0) break
  }
  return { mapped: { text: parts.join(''), pieces }, lines, next }
}
