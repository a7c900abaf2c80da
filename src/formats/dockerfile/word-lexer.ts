/** Reads a word as the builder's shell does: quotes, escapes, `$name` and `${name…}`, and splitting into words. */
import { goQuote, isSpace } from './characters.ts'
import { readDollar } from './substitution.ts'
import { ENDLESS, fail, type Lexing, peek, type Read, type WordReading } from './word-reading.ts'

export interface WordResult {
  readonly value: string
  /** The result split at white space that is neither quoted nor escaped. */
  readonly words: readonly string[]
  /** Names that were asked for and had no value, in the order of asking. */
  readonly unset: ReadonlySet<string>
  readonly error: string | undefined
}

/** Substitutions nested deeper than this are refused. */
const depthLimit = 500
/**
 * Results longer than this (what Linux takes for one variable) are refused: a few lines of `ENV A=$A$A` would fill the
 * memory.
 */
const lengthLimit = 1 << 17

const dollar = 0x24
const lessThan = 0x3c
const singleQuote = 0x27
const doubleQuote = 0x22

/** Reads a whole word. */
export function readWord(text: string, options: WordReading): WordResult {
  const lexing: Lexing = {
    text,
    options,
    readUntil,
    unset: new Set(),
    at: text.charCodeAt(0) === 0xfeff ? 1 : 0,
    rawEscapes: options.rawEscapes ?? false,
    word: '',
    depth: 0,
    error: undefined,
  }
  const read = readUntil(lexing, ENDLESS, lexing.rawEscapes, false)
  const error = lexing.error === undefined ? undefined : `failed to process ${goQuote(text)}: ${lexing.error}`
  return { value: read?.value ?? '', words: read?.words ?? [], unset: lexing.unset, error }
}

function readUntil(lexing: Lexing, stop: number, rawEscapes: boolean, doubleEscapes: boolean): Read | undefined {
  if (lexing.depth >= depthLimit) return fail(lexing, 'substitutions are nested too deeply')
  const rawBefore = lexing.rawEscapes
  lexing.rawEscapes = rawEscapes
  lexing.depth++
  const read = readParts(lexing, stop, doubleEscapes)
  lexing.depth--
  lexing.rawEscapes = rawBefore
  return read
}

function readParts(lexing: Lexing, stop: number, doubleEscapes: boolean): Read | undefined {
  const { text, options } = lexing
  const words: string[] = []
  let value = ''
  const flush = (): void => {
    if (lexing.word !== '') words.push(lexing.word)
    lexing.word = ''
  }
  const collect = (part: string): void => {
    for (let at = 0; at < part.length; at++) {
      if (isSpace(part.charCodeAt(at))) flush()
      else lexing.word += part[at]
    }
  }
  lexing.word = ''
  while (lexing.at < text.length) {
    const code = text.charCodeAt(lexing.at)
    if (code === stop) {
      lexing.at++
      flush()
      return { value, words }
    }
    if (code === dollar) {
      const part = readDollar(lexing)
      if (part === undefined) return undefined
      value += part
      collect(part)
    } else if (code === lessThan || code === singleQuote || code === doubleQuote) {
      const part =
        code === lessThan
          ? readLessThan(lexing)
          : code === singleQuote
            ? readSingleQuoted(lexing, doubleEscapes)
            : readDoubleQuoted(lexing, doubleEscapes)
      if (part === undefined) return undefined
      value += part
      lexing.word += part
    } else if (code === options.escape) {
      lexing.at++
      const kept = lexing.rawEscapes ? String.fromCharCode(code) : ''
      const escaped = text.charAt(lexing.at++)
      value += kept + escaped
      lexing.word += kept + escaped
    } else {
      const character = text.charAt(lexing.at++)
      value += character
      if (isSpace(code)) flush()
      else lexing.word += character
    }
    if (value.length > lengthLimit) return fail(lexing, 'the result is too long')
  }
  if (stop !== ENDLESS) {
    return fail(lexing, `unexpected end of statement while looking for matching ${String.fromCharCode(stop)}`)
  }
  flush()
  return { value, words }
}

/** White space between `<<` and a heredoc's name belongs to the word. */
function readLessThan(lexing: Lexing): string {
  lexing.at++
  if (peek(lexing) !== lessThan) return '<'
  const start = lexing.at++
  for (let code = peek(lexing); code === 0x20 || code === 0x09 || code === 0x0d; code = peek(lexing)) lexing.at++
  return `<${lexing.text.slice(start, lexing.at)}`
}

function readSingleQuoted(lexing: Lexing, doubleEscapes: boolean): string | undefined {
  const start = lexing.at + 1
  const end = lexing.text.indexOf("'", start)
  if (end < 0) {
    lexing.at = lexing.text.length
    return fail(lexing, 'unexpected end of statement while looking for matching single-quote')
  }
  lexing.at = end + 1
  const quote = lexing.options.rawQuotes ? "'" : ''
  const kept = String.fromCharCode(lexing.options.escape)
  const inside = lexing.text.slice(start, end)
  return quote + (doubleEscapes ? inside.replaceAll(kept, kept + kept) : inside) + quote
}

function readDoubleQuoted(lexing: Lexing, doubleEscapes: boolean): string | undefined {
  const { text, options } = lexing
  const quote = options.rawQuotes ? '"' : ''
  const kept = String.fromCharCode(options.escape)
  let value = quote
  lexing.at++
  while (lexing.at < text.length) {
    const code = text.charCodeAt(lexing.at)
    if (code === doubleQuote) {
      lexing.at++
      return value + quote
    }
    if (code === dollar) {
      const part = readDollar(lexing)
      if (part === undefined) return undefined
      value += part
      if (value.length > lengthLimit) return fail(lexing, 'the result is too long')
    } else if (code === options.escape) {
      lexing.at++
      const next = peek(lexing)
      if (next === ENDLESS) break
      if (next === doubleQuote || next === dollar || next === options.escape) {
        value += (lexing.rawEscapes ? kept : '') + text.charAt(lexing.at++)
      } else {
        value += lexing.rawEscapes && (!options.rawQuotes || doubleEscapes) ? kept + kept : kept
      }
    } else value += text.charAt(lexing.at++)
  }
  return fail(lexing, 'unexpected end of statement while looking for matching double-quote')
}
