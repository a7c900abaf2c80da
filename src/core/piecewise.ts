/** A text that is changed step by step, and remembers the changes as changes of the text it was at first. */
import type { Compiled, TextEdit, TreeEdit } from './edit.ts'

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

/** Changes of a text that one edit asks for, none touching another, or why they cannot be made. */
export type Changes = readonly TextEdit[] | string

/** What one edit asks for of a text, by the text's format. */
export type ChangesFor = (text: string, edit: TreeEdit) => Changes

/** The text after more edits, each compiled on what the ones before it left; or the reason of the first that cannot be made. */
export function editedInTurn(first: Piecewise, edits: readonly TreeEdit[], changesFor: ChangesFor): Piecewise | string {
  let now = first
  for (const edit of edits) {
    const changes = changesFor(now.text, edit)
    if (typeof changes === 'string') return changes
    // From the end, so that offsets before a change stay true; of two insertions at one place the first comes first.
    for (const change of [...changes].reverse().sort((a, b) => b.start - a.start)) now = changed(now, change)
  }
  return now
}

/** Compiles edits one after the other. All of them can be made or none is. */
export function compileInTurn(text: string, edits: readonly TreeEdit[], changesFor: ChangesFor): Compiled {
  const edited = editedInTurn(piecewise(text), edits, changesFor)
  if (typeof edited === 'string') return { ok: false, because: edited }
  return { ok: true, edits: changesOf(edited, text.length) }
}
