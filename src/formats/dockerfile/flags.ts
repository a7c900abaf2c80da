/** The `--flags` between a keyword and its arguments. */
import { bytesOf, type Cut, cutAt, hasWideCharacters } from './bytes.ts'
import { isSpace } from './characters.ts'

export interface RawFlag {
  readonly name: string
  /** Quotes and escapes removed; `undefined` without `=`. */
  readonly value: string | undefined
  readonly start: number
  /** Where the value begins, behind the `=`; `end` without one. */
  readonly valueStart: number
  readonly end: number
}

export interface FlagsAndRest {
  readonly flags: readonly RawFlag[]
  /** Where the arguments begin. */
  readonly rest: Cut
}

const dash = 0x2d

/** Reads the flags at the beginning of `[start, end)`. */
export function readFlags(text: string, start: number, end: number, escapeCode: number): FlagsAndRest {
  const first = skipToWord(text, start, end)
  if (!startsFlag(text, first, end)) return { flags: [], rest: { offset: first, orphans: 0 } }
  const part = text.slice(first, end)
  if (!hasWideCharacters(part)) {
    const { words, rest } = scan(part, escapeCode)
    const flags = words.map((word) => flagOf(word, (at) => first + at))
    return { flags, rest: { offset: first + rest, orphans: 0 } }
  }
  const bytes = bytesOf(text, first, end)
  const { words, rest } = scan(bytes.bytes, escapeCode)
  const flags = words.map((word) => flagOf(word, (at) => cutAt(text, bytes, at).offset))
  return { flags, rest: cutAt(text, bytes, rest) }
}

function skipToWord(text: string, start: number, end: number): number {
  let at = start
  while (at < end && text.charCodeAt(at) < 0x80 && isSpace(text.charCodeAt(at))) at++
  return at
}

const startsFlag = (text: string, at: number, end: number): boolean =>
  at + 1 < end && text.charCodeAt(at) === dash && text.charCodeAt(at + 1) === dash

interface FlagWord {
  readonly text: string
  readonly start: number
  readonly end: number
  /** Position behind the first `=`, or -1. */
  readonly valueStart: number
}

function flagOf(word: FlagWord, offset: (at: number) => number): RawFlag {
  const sign = word.text.indexOf('=')
  const end = offset(word.end)
  return {
    name: word.text.slice(2, sign < 0 ? undefined : sign),
    value: sign < 0 ? undefined : word.text.slice(sign + 1),
    start: offset(word.start),
    valueStart: sign < 0 ? end : offset(word.valueStart),
    end,
  }
}

/** Reads words as long as they begin with `--`; a `--` by itself ends them. */
function scan(text: string, escapeCode: number): { words: FlagWord[]; rest: number } {
  const words: FlagWord[] = []
  let at = 0
  for (;;) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++
    if (!startsFlag(text, at, text.length)) return { words, rest: at }
    const word = scanWord(text, at, escapeCode)
    at = word.end
    if (word.text === '--') return { words, rest: at }
    words.push(word)
  }
}

function scanWord(text: string, start: number, escapeCode: number): FlagWord {
  let word = ''
  let quote = 0
  let valueStart = -1
  let at = start
  for (; at < text.length; at++) {
    let code = text.charCodeAt(at)
    if (quote === 0 && isSpace(code)) break
    if (quote === 0 && (code === 0x27 || code === 0x22)) {
      quote = code
      continue
    }
    if (code === quote) {
      quote = 0
      continue
    }
    if (code === escapeCode) {
      if (at + 1 === text.length) continue
      at++
      code = text.charCodeAt(at)
    }
    if (code === 0x3d && valueStart < 0) valueStart = at + 1
    word += String.fromCharCode(code)
  }
  return { text: word, start, end: at, valueStart }
}
