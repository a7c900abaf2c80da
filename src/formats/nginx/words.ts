/** Writes words as nginx's configuration language reads them. */
import type { NginxWord } from './document.ts'

/** What stands in the way of a word without quotes: blanks, ends, and a comment, a brace or a quote where it begins. */
const needsQuotes = /^$|^["'#}]|[\s;\uFEFF]|(?<!\$)\{/

/** A backslash is the language's own before these; before others it belongs to the word. */
const ownEscapes = /\\(?=["'\\trn]|$)/g

/** A word in the quotes that are wanted, or in none where it needs none. */
export function renderWord(text: string, wanted: '"' | "'" | '' = ''): string {
  const quote = wanted === '' && needsQuotes.test(text) ? (text.includes('"') ? "'" : '"') : wanted
  const escaped = text.replace(ownEscapes, '\\\\')
  return quote === '' ? escaped : quote + escaped.replaceAll(quote, `\\${quote}`) + quote
}

/** The quotes that a word is written in. */
export function quotesOf({ origin }: NginxWord, text: string): '"' | "'" | '' {
  const first = text.charAt(origin.start)
  return first === '"' || first === "'" ? first : ''
}
