/** A word's text together with the places its characters have in the file. */
import type { SourceText } from '../../core/text.ts'
import { type MappedText, type Piece, plainText } from '../shell/mapped-text.ts'
import type { Word } from './document.ts'

/** The text of a word that is no JSON string. */
export const mappedWord = (word: Word): MappedText =>
  word.pieces === undefined ? plainText(word.text, word.origin.start) : { text: word.text, pieces: word.pieces }

const jsonEscape = /\\(?:u[0-9a-fA-F]{4}|[^u])/g

/** The text of a JSON string of an exec form: inside its quotes, every escape at its place. */
export function mappedJsonWord(word: Word, source: SourceText): MappedText {
  const first = word.origin.start + 1
  const written = source.text.slice(first, word.origin.end - 1)
  if (written === word.text || written.includes('\n')) return plainText(word.text, first)
  const pieces: Piece[] = [{ at: 0, source: first }]
  let removed = 0
  for (const match of written.matchAll(jsonEscape)) {
    removed += match[0].length - 1
    const behind = match.index + match[0].length
    pieces.push({ at: behind - removed, source: first + behind })
  }
  return { text: word.text, pieces }
}
