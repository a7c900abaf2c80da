/** UTF-8 bytes of a text as characters: some parts of the builder's parser go byte by byte, and split letters in two. */
import { isSpace, skipSpace, utf8Length } from './characters.ts'
import type { RawWord } from './words.ts'

export interface ByteText {
  /** One character per byte. */
  readonly bytes: string
  /** For each byte (and one past the last) the offset of its character in the text. */
  readonly offsets: readonly number[]
}

/** The bytes of `text` from `start` on. */
export function bytesOf(text: string, start: number, end: number): ByteText {
  const parts: string[] = []
  const offsets: number[] = []
  const encoder = new TextEncoder()
  for (let at = start; at < end; ) {
    const code = text.codePointAt(at) ?? 0
    if (code < 0x80) {
      parts.push(text.charAt(at))
      offsets.push(at)
      at++
      continue
    }
    const character = String.fromCodePoint(code)
    for (const byte of encoder.encode(character)) {
      parts.push(String.fromCharCode(byte))
      offsets.push(at)
    }
    at += character.length
  }
  offsets.push(end)
  return { bytes: parts.join(''), offsets }
}

/** A cut between two bytes: the offset of the first whole character behind it, and the bytes of a halved one before that. */
export interface Cut {
  readonly offset: number
  readonly orphans: number
}

/** Where a byte position falls in the text. */
export function cutAt(text: string, { offsets }: ByteText, position: number): Cut {
  const offset = offsets[position] ?? text.length
  if (position === 0 || offsets[position - 1] !== offset) return { offset, orphans: 0 }
  const code = text.codePointAt(offset) ?? 0
  let first = position
  while (first > 0 && offsets[first - 1] === offset) first--
  return { offset: offset + (code > 0xffff ? 2 : 1), orphans: utf8Length(code) - (position - first) }
}

const nonAscii = /[^\x00-\x7f]/
/** Whether the byte-wise reading of `[start, end)` can differ from the character-wise one. */
export const hasWideCharacters = (text: string): boolean => nonAscii.test(text)

/** The first word of `[start, end)` and where the rest begins, the white space between them looked for byte by byte. */
export function splitFirstWord(text: string, start: number, end: number): { type: RawWord; command: Cut } {
  if (!hasWideCharacters(text.slice(start, end))) {
    let at = start
    while (at < end && !isSpace(text.charCodeAt(at))) at++
    const type = { text: text.slice(start, at), start, end: at }
    return { type, command: { offset: skipSpace(text, at, end), orphans: 0 } }
  }
  const bytes = bytesOf(text, start, end)
  const { length } = bytes.bytes
  let at = 0
  while (at < length && !isSpace(bytes.bytes.charCodeAt(at))) at++
  const { offset, orphans } = cutAt(text, bytes, at)
  const last = bytes.offsets[at] ?? end
  // A word that ends inside a character keeps the first bytes of it.
  const halved = orphans === 0 ? 0 : at - bytes.offsets.indexOf(last)
  const type = { text: text.slice(start, last) + '\ufffd'.repeat(halved), start, end: offset }
  while (at < length && isSpace(bytes.bytes.charCodeAt(at))) at++
  return { type, command: cutAt(text, bytes, at) }
}
