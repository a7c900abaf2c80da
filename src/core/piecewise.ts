/** A text that is changed step by step, and remembers the changes as changes of the text it was at first. */
import type { Compiled, TextEdit, TreeEdit } from './edit.ts'
import type { PathSegment } from './origin.ts'

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

/**
 * A stretch of a text that reads the same by itself, behind its `head`. An edit whose path leads on from the part's needs nothing else of
 * the text, and changes nothing else.
 */
export interface Part {
  readonly path: readonly PathSegment[]
  readonly start: number
  readonly end: number
  readonly head: string
}

/** What one edit asks for of a text, by the text's format. */
export interface ChangesFor {
  /** `isPart` where the text is no whole file: a part behind its head. */
  (text: string, edit: TreeEdit, isPart?: boolean): Changes
  /** The parts of a text, in its order; to read a part again after each edit is much less than to read the whole text. */
  readonly partsOf?: (text: string) => readonly Part[]
}

/** A text that edits were made of, with its parts where they are known. */
export interface Edited extends Piecewise {
  readonly parts?: readonly Part[]
}

/** The text after more edits, each compiled on what the ones before it left; or the reason of the first that cannot be made. */
export function editedInTurn(first: Edited, edits: readonly TreeEdit[], changesFor: ChangesFor): Edited | string {
  let now = first
  for (const edit of edits) {
    const inPart = editedInPart(now, edit, changesFor)
    if (inPart) {
      now = inPart
      continue
    }
    const changes = changesFor(now.text, edit)
    if (typeof changes === 'string') return changes
    if (changes.length > 0) now = allChanged(now, changes)
  }
  return now
}

/** From the end, so that offsets before a change stay true; of two insertions at one place the first comes first. */
const allChanged = ({ text, pieces }: Piecewise, changes: readonly TextEdit[]): Piecewise =>
  [...changes]
    .reverse()
    .sort((a, b) => b.start - a.start)
    .reduce<Piecewise>(changed, { text, pieces })

/** The text after an edit that stays in one part; undefined where it does not, or cannot be made there. */
function editedInPart(now: Edited, edit: TreeEdit, changesFor: ChangesFor): Edited | undefined {
  if (edit.within !== undefined || edit.alsoAt !== undefined || changesFor.partsOf === undefined) return undefined
  const parts = now.parts ?? changesFor.partsOf(now.text)
  const index = parts.findIndex(({ path }) => path.length < edit.path.length && isBelow(edit.path, path))
  const part = parts[index]
  if (part === undefined) return undefined
  const { start, end, head } = part
  const found = changesFor(head + now.text.slice(start, end), edit, true)
  if (typeof found === 'string' || found.some((change) => change.start < head.length)) return undefined
  const by = start - head.length
  const changes = found.map((change) => ({ ...change, start: change.start + by, end: change.end + by }))
  const longer = changes.reduce((sum, change) => sum + change.text.length - (change.end - change.start), 0)
  return {
    ...allChanged(now, changes),
    parts: parts.map((one, at) => ({
      ...one,
      start: one.start + (at > index ? longer : 0),
      end: one.end + (at >= index ? longer : 0),
    })),
  }
}

const isBelow = (path: readonly PathSegment[], above: readonly PathSegment[]): boolean =>
  above.every((segment, level) => path[level] === segment)

/** Compiles edits one after the other. All of them can be made or none is. */
export function compileInTurn(text: string, edits: readonly TreeEdit[], changesFor: ChangesFor): Compiled {
  const edited = editedInTurn(piecewise(text), edits, changesFor)
  if (typeof edited === 'string') return { ok: false, because: edited }
  return { ok: true, edits: changesOf(edited, text.length) }
}
