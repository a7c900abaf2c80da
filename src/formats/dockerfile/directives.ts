/** Parser directives: the `# name=value` lines at the very top of a Dockerfile. */
import { skipSpace } from './characters.ts'

export interface DirectiveLine {
  /** In lower case. */
  readonly name: string
  readonly value: string
  /** Where the value stands in the text. */
  readonly start: number
  readonly end: number
}

const names: ReadonlySet<string> = new Set(['syntax', 'escape', 'check'])

const isAsciiSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a)
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** Reads `[start, end)` (a line without its line end and leading white space) as a directive; `undefined` if it is none. */
export function directiveAt(text: string, start: number, end: number): DirectiveLine | undefined {
  if (start >= end || text.charCodeAt(start) !== 0x23) return undefined
  const nameStart = skipSpace(text, start + 1, end)
  let at = nameStart
  if (at >= end || !isLetter(text.charCodeAt(at))) return undefined
  while (at < end && (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at)))) at++
  const name = text.slice(nameStart, at).toLowerCase()
  while (at < end && isAsciiSpace(text.charCodeAt(at))) at++
  if (at >= end || text.charCodeAt(at) !== 0x3d || !names.has(name)) return undefined
  const afterSign = at + 1
  let valueStart = afterSign
  while (valueStart < end && isAsciiSpace(text.charCodeAt(valueStart))) valueStart++
  if (valueStart === end) {
    // Nothing but blanks: the last of them counts as the value.
    if (afterSign === end) return undefined
    return { name, value: text.slice(end - 1, end), start: end - 1, end }
  }
  let valueEnd = end
  while (valueEnd > valueStart + 1 && isAsciiSpace(text.charCodeAt(valueEnd - 1))) valueEnd--
  return { name, value: text.slice(valueStart, valueEnd), start: valueStart, end: valueEnd }
}
