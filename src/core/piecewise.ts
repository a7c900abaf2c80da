/** A text that is changed step by step, and remembers the changes as changes of the text it was at first. */
import type { TextEdit } from './edit.ts'

/** A stretch of the first text, or words that were put in. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string }

export interface Piecewise {
  /** What the text is now. */
  readonly text: string
  readonly pieces: readonly Piece[]
}

export const piecewise = (text: string): Piecewise => ({
  text,
  pieces: text === '' ? [] : [{ start: 0, end: text.length }],
})

const lengthOf = (piece: Piece): number => ('text' in piece ? piece.text.length : piece.end - piece.start)

const cut = (piece: Piece, from: number, to: number): Piece =>
  'text' in piece ? { text: piece.text.slice(from, to) } : { start: piece.start + from, end: piece.start + to }

/** The text after one more change, which is given in offsets of the text as it is now. */
export function changed({ text, pieces }: Piecewise, edit: TextEdit): Piecewise {
  const before: Piece[] = []
  const after: Piece[] = []
  let at = 0
  for (const piece of pieces) {
    const end = at + lengthOf(piece)
    if (at < edit.start) before.push(cut(piece, 0, Math.min(end, edit.start) - at))
    if (end > edit.end) after.push(cut(piece, Math.max(at, edit.end) - at, end - at))
    at = end
  }
  const put: readonly Piece[] = edit.text === '' ? [] : [{ text: edit.text }]
  return {
    text: text.slice(0, edit.start) + edit.text + text.slice(edit.end),
    pieces: [...before, ...put, ...after],
  }
}

/** The changes that make the text as it is now of the first one, which had `length` code units. */
export function changesOf({ pieces }: Piecewise, length: number): readonly TextEdit[] {
  const edits: TextEdit[] = []
  let at = 0
  let put = ''
  const close = (start: number): void => {
    if (start > at || put !== '') edits.push({ start: at, end: start, text: put })
    put = ''
  }
  for (const piece of pieces) {
    if ('text' in piece) put += piece.text
    else {
      close(piece.start)
      at = piece.end
    }
  }
  close(length)
  return edits
}
