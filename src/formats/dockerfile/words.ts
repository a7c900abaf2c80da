/** Ways in which arguments are split into words; positions are those of the logical line. */
import { isBlank, isSpace } from './characters.ts'

export interface RawWord {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Words between blanks. `[start, end)` neither begins nor ends with white space. */
export function splitAtBlanks(text: string, start: number, end: number): readonly RawWord[] {
  const words: RawWord[] = []
  let at = start
  while (at < end) {
    const wordStart = at
    while (at < end && !isBlank(text.charCodeAt(at))) at++
    words.push({ text: text.slice(wordStart, at), start: wordStart, end: at })
    while (at < end && isBlank(text.charCodeAt(at))) at++
  }
  return words
}

/** Words between white space that is neither quoted nor escaped; quotes and escapes stay in them. */
export function splitQuoted(text: string, start: number, end: number, escapeCode: number): readonly RawWord[] {
  const words: RawWord[] = []
  let at = start
  for (;;) {
    while (at < end && isSpace(text.charCodeAt(at))) at++
    if (at >= end) return words
    const word = quotedWord(text, at, end, escapeCode)
    at = word.end
    if (word.text !== '') words.push(word)
  }
}

function quotedWord(text: string, start: number, end: number, escapeCode: number): RawWord {
  let quote = 0
  let at = start
  for (; at < end; at++) {
    const code = text.charCodeAt(at)
    if (quote === 0) {
      if (isSpace(code)) break
      if (code === 0x27 || code === 0x22) quote = code
      else if (code === escapeCode) {
        // A single escape at the very end is dropped.
        if (at + 1 === end) return { text: text.slice(start, at), start, end }
        at++
      }
    } else if (code === quote) quote = 0
    else if (code === escapeCode && quote !== 0x27) {
      if (at + 1 === end) return { text: text.slice(start, at), start, end }
      at++
    }
  }
  const wordEnd = Math.min(at, end)
  return { text: text.slice(start, wordEnd), start, end: wordEnd }
}

export type JsonArray =
  | { readonly kind: 'strings'; readonly words: readonly RawWord[] }
  /** A valid array with something else than strings in it; `words` are its strings. */
  | { readonly kind: 'mixed'; readonly words: readonly RawWord[] }
  | { readonly kind: 'none' }

const none: JsonArray = { kind: 'none' }

/** Reads `[start, end)` as a JSON array of strings (exec form). */
export function readJsonArray(text: string, start: number, end: number): JsonArray {
  let at = start
  while (at < end && isSpace(text.charCodeAt(at))) at++
  if (text.charCodeAt(at) !== 0x5b || at >= end) return none
  const open = at
  const words: RawWord[] = []
  at = skipJsonSpace(text, at + 1, end)
  if (at < end && text.charCodeAt(at) === 0x5d)
    return skipJsonSpace(text, at + 1, end) === end ? { kind: 'strings', words } : none
  for (;;) {
    const word = jsonString(text, at, end)
    if (word === undefined) return mixedArray(text.slice(open, end), words)
    words.push(word)
    at = skipJsonSpace(text, word.end, end)
    const code = at < end ? text.charCodeAt(at) : 0
    if (code === 0x5d) return skipJsonSpace(text, at + 1, end) === end ? { kind: 'strings', words } : none
    if (code !== 0x2c) return none
    at = skipJsonSpace(text, at + 1, end)
  }
}

function skipJsonSpace(text: string, at: number, end: number): number {
  let position = at
  for (; position < end; position++) {
    const code = text.charCodeAt(position)
    if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) break
  }
  return position
}

function jsonString(text: string, start: number, end: number): RawWord | undefined {
  if (start >= end || text.charCodeAt(start) !== 0x22) return undefined
  let escaped = false
  for (let at = start + 1; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) {
      const written = text.slice(start, at + 1)
      const value = escaped ? parsed(written) : { value: written.slice(1, -1) }
      if (typeof value?.value !== 'string') return undefined
      return { text: value.value.toWellFormed(), start, end: at + 1 }
    }
    if (code < 0x20) return undefined
    if (code === 0x5c) {
      escaped = true
      at++
    }
  }
  return undefined
}

function parsed(json: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(json) }
  } catch {
    return undefined
  }
}

/** An array that is not all strings: refused by the builder if it is valid JSON, else not exec form at all. */
function mixedArray(json: string, words: readonly RawWord[]): JsonArray {
  const array = parsed(json)?.value
  return Array.isArray(array) && representable(array) ? { kind: 'mixed', words } : none
}

const depthLimit = 10_000

/** Whether Go's decoder takes the value too: numbers within a double's range, nesting within its limit. */
function representable(array: readonly unknown[]): boolean {
  const open: { value: unknown; depth: number }[] = [{ value: array, depth: 1 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next
    if (typeof value === 'number' && !Number.isFinite(value)) return false
    if (typeof value !== 'object' || value === null) continue
    if (depth > depthLimit) return false
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 })
  }
  return true
}
