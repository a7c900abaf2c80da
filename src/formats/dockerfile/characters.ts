/** Character classes and quoting as Go's standard library has them: the builder is written in Go, and it shows. */
import { lazy } from '../../core/lazy.ts'

/** White space by Unicode (Go's `unicode.IsSpace`); JavaScript's `\s` differs at U+0085 and U+FEFF. */
export function isSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d)
  if (code < 0x1680) return code === 0x85 || code === 0xa0
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  )
}

/** The white space that separates arguments: tab, vertical tab, form feed, carriage return, space. */
export const isBlank = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0a)

/** First position at or after `at` (and before `end`) that is no white space. */
export function skipSpace(text: string, at: number, end: number): number {
  let position = at
  while (position < end && isSpace(text.charCodeAt(position))) position++
  return position
}

/** End of `[start, end)` without trailing white space. */
export function trimEnd(text: string, start: number, end: number): number {
  let position = end
  while (position > start && isSpace(text.charCodeAt(position - 1))) position--
  return position
}

/** Text as Go's `strings.TrimSpace` leaves it. */
export function trimSpace(text: string): string {
  const start = skipSpace(text, 0, text.length)
  return text.slice(start, trimEnd(text, start, text.length))
}

/** Lower case character by character, as Go maps it: U+0130 becomes a plain `i`. */
export const lowerCase = (text: string): string => text.replaceAll('\u0130', 'i').toLowerCase()

/** Length in UTF-8 bytes of the character that begins at a code unit. */
export const utf8Length = (codePoint: number): number =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4

// Made when the first character beyond ASCII comes along: classes of all of Unicode are costly to make, and rarely needed.
const digit = lazy(() => /^\p{Nd}$/u)
const nameCharacter = lazy(() => /^[\p{L}\p{Nd}_]$/u)
const printable = lazy(() => /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u)

/** Whether a character is a decimal digit by Unicode. */
export const isDigit = (character: string): boolean =>
  character < '\x80' ? /^[0-9]$/.test(character) : digit().test(character)

/** Whether a character may stand in the name of a shell's variable, by Unicode. */
export const isNameCharacter = (character: string): boolean =>
  character < '\x80' ? /^[A-Za-z0-9_]$/.test(character) : nameCharacter().test(character)

const isPrintable = (character: string): boolean =>
  character < '\x80' ? /^[ -~]$/.test(character) : printable().test(character)

const named: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** A text in double quotes as Go's `%q` prints it. */
export function goQuote(text: string): string {
  let out = '"'
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (named[character] !== undefined) out += named[character]
    else if (isPrintable(character)) out += character
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`
    else if (code < 0x10000) out += `\\u${code.toString(16).padStart(4, '0')}`
    else out += `\\U${code.toString(16).padStart(8, '0')}`
  }
  return `${out}"`
}
