/** Finds the heredocs that a line announces. */
import { readWord } from './word-lexer.ts'

export interface HeredocWord {
  readonly name: string
  readonly expand: boolean
  readonly chomp: boolean
}

export type HeredocWords =
  | { readonly ok: true; readonly words: readonly HeredocWord[] }
  | { readonly ok: false; readonly error: string }

const backslash = 0x5c
const nothing = (): undefined => undefined

/** The heredocs of a logical line, in the order in which their bodies follow. Unclosed quotes make it announce none. */
export function heredocWords(line: string): HeredocWords {
  const { words } = readWord(line, {
    escape: backslash,
    rawQuotes: true,
    rawEscapes: true,
    keepUnset: true,
    lookup: nothing,
  })
  const found: HeredocWord[] = []
  for (const word of words) {
    const heredoc = heredocWord(word)
    if (typeof heredoc === 'string') return { ok: false, error: heredoc }
    if (heredoc !== undefined) found.push(heredoc)
  }
  return { ok: true, words: found }
}

const quoteCount = (text: string): number => text.split(/['"]/).length - 1

/** A word of the form `<<NAME`, `3<<-NAME`, `<<"NAME"`; an error as text. */
export function heredocWord(word: string): HeredocWord | string | undefined {
  let at = 0
  while (isDigit(word.charCodeAt(at))) at++
  if (!word.startsWith('<<', at)) return undefined
  at += 2
  const chomp = word[at] === '-'
  if (chomp) at++
  while (isAsciiSpace(word.charCodeAt(at))) at++
  const written = word.slice(at)
  if (written === '' || written.includes('<')) return undefined
  const options = { escape: backslash, keepUnset: true, lookup: nothing }
  const plain = readWord(written, options)
  if (plain.error !== undefined) return plain.error
  const [name] = plain.words
  if (name === undefined || plain.words.length !== 1) return undefined
  const raw = readWord(written, { ...options, rawQuotes: true })
  if (raw.error !== undefined) return raw.error
  if (raw.words.length !== 1) return `internal lexing of heredoc produced inconsistent results: ${written}`
  return { name, expand: quoteCount(name) === quoteCount(raw.words[0] ?? ''), chomp }
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39
const isAsciiSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d && code !== 0x0b)
