/** What quoted text says, every character still at its place: scripts inside `sh -c "…"` and backquotes. */
import type { Word, WordPart } from 'unbash'
import { joinMapped, type MappedText, sliceMapped } from './mapped-text.ts'

/** The text without the backslashes that stand before one of `escapable`; a backslash before a line end goes with it. */
export function withoutEscapes(mapped: MappedText, escapable: string | undefined): MappedText {
  const { text } = mapped
  if (!text.includes('\\')) return mapped
  const parts: MappedText[] = []
  let from = 0
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    const next = text[at + 1]
    if (next === undefined) break
    const joined = next === '\n'
    if (joined || escapable === undefined || escapable.includes(next)) {
      parts.push(sliceMapped(mapped, from, at))
      from = joined ? at + 2 : at + 1
    }
    at += 2
  }
  parts.push(sliceMapped(mapped, from))
  return joinMapped(parts)
}

/** A word's value; where its parts cannot be followed, all of it stands at the word's beginning. */
export function wordText(word: Word, mapped: MappedText): MappedText {
  const parts = word.parts ?? []
  const whole =
    parts.length === 0
      ? withoutEscapes(sliceMapped(mapped, word.pos, word.end), undefined)
      : joinMapped(parts.map((part) => partText(part, mapped)))
  if (whole.text === word.value) return whole
  return { text: word.value, pieces: sliceMapped(mapped, word.pos, word.pos + 1).pieces }
}

function partText(part: WordPart, mapped: MappedText): MappedText {
  switch (part.type) {
    case 'SingleQuoted':
      return sliceMapped(mapped, part.pos + 1, part.end - 1)
    case 'DoubleQuoted':
      return withoutEscapes(sliceMapped(mapped, part.pos + 1, part.end - 1), '$`"\\')
    case 'Literal':
      return withoutEscapes(sliceMapped(mapped, part.pos, part.end), undefined)
    default:
      return sliceMapped(mapped, part.pos, part.end)
  }
}
