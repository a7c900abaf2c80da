/** Text put together from stretches of a file, each of which still knows where it stands there. */

/** From `at` on (up to the next piece) the text stands in the file from `source` on. */
export interface Piece {
  readonly at: number
  readonly source: number
}

/** A text and its pieces in ascending order; the first piece begins at 0. */
export interface MappedText {
  readonly text: string
  readonly pieces: readonly Piece[]
}

/** A text that stands in the file as it is, from `source` on. */
export const plainText = (text: string, source: number): MappedText => ({ text, pieces: [{ at: 0, source }] })

/** Index of the piece that holds the character at `at`. */
function pieceIndex(pieces: readonly Piece[], at: number): number {
  let low = 0
  let high = pieces.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((pieces[middle]?.at ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return low
}

/** The file offset of the character at `at`; past the end it goes on counting from the last piece. */
export function offsetAt(mapped: MappedText, at: number): number {
  const piece = mapped.pieces[pieceIndex(mapped.pieces, at)]
  return piece === undefined ? at : piece.source + (at - piece.at)
}

/** The stretch of the file that `[start, end)` of the text stands in; an end belongs to the character before it. */
export function stretchOf(mapped: MappedText, start: number, end: number): { start: number; end: number } {
  // The shell parser's places may end behind a text that breaks off in the middle of an escape.
  const last = Math.min(end, mapped.text.length)
  const from = offsetAt(mapped, Math.min(start, mapped.text.length))
  return { start: from, end: last > start ? Math.max(from, offsetAt(mapped, last - 1) + 1) : from }
}

/** The part `[start, end)` of a mapped text. */
export function sliceMapped(mapped: MappedText, start: number, end = mapped.text.length): MappedText {
  const pieces: Piece[] = [{ at: 0, source: offsetAt(mapped, start) }]
  for (let index = pieceIndex(mapped.pieces, start) + 1; index < mapped.pieces.length; index++) {
    const piece = mapped.pieces[index]
    if (piece === undefined || piece.at >= end) break
    if (piece.at > start) pieces.push({ at: piece.at - start, source: piece.source })
  }
  return { text: mapped.text.slice(start, end), pieces }
}

/** Mapped texts one after the other. */
export function joinMapped(parts: readonly MappedText[]): MappedText {
  const pieces: Piece[] = []
  const texts: string[] = []
  let at = 0
  for (const part of parts) {
    if (part.text === '') continue
    for (const piece of part.pieces) pieces.push({ at: at + piece.at, source: piece.source })
    texts.push(part.text)
    at += part.text.length
  }
  return {
    text: texts.join(''),
    pieces: pieces.length > 0 ? pieces : [{ at: 0, source: parts[0]?.pieces[0]?.source ?? 0 }],
  }
}
