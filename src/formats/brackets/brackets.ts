/** Entries of a collection between brackets, in YAML as in JSON: where a new one goes, and how one is taken out. */
import type { TextEdit } from '../../core/edit.ts'
import { lineEnd, lineStart } from '../../core/lines.ts'

export interface Part {
  readonly start: number
  readonly end: number
}

/** A collection between brackets: offsets of the opening bracket, of the closing one, and of what is between. */
export interface Brackets {
  readonly open: number
  readonly close: number
  readonly items: readonly Part[]
}

/** The comma after an item, if there is one before the closing bracket; comments are looked past. */
function commaAfter(text: string, from: number, close: number): number | undefined {
  for (let at = from; at < close; at++) {
    const one = text.charAt(at)
    if (one === ',') return at
    if (one === '#' || text.startsWith('//', at)) at = lineEnd(text, at)
    else if (text.startsWith('/*', at)) at = Math.max(at, text.indexOf('*/', at) + 1)
  }
  return undefined
}

const insertion = (at: number, text: string): TextEdit => ({ start: at, end: at, text })

/** Puts an entry, as it is to be written, behind the others: on a line of its own where they have one. */
export function insertInto(text: string, brackets: Brackets, entry: string, newline: string): readonly TextEdit[] {
  const { open, close, items } = brackets
  const last = items.at(-1)
  if (last === undefined) {
    const inner = text.slice(open + 1, close)
    if (inner.trim() !== '') return [insertion(open + 1, entry)]
    const padded = text.charAt(open) === '{' && !inner.includes('\n') ? ` ${entry} ` : entry
    return [{ start: open + 1, end: inner.includes('\n') ? open + 1 : close, text: padded }]
  }
  const comma = commaAfter(text, last.end, close)
  const indent = text.slice(lineStart(text, last.start), last.start)
  const ownLine = indent.trim() === '' && text.slice(open, last.start).includes('\n')
  if (!ownLine) return [comma === undefined ? insertion(last.end, `, ${entry}`) : insertion(comma + 1, ` ${entry},`)]
  const end = lineEnd(text, comma ?? last.end)
  const line = `${newline}${indent}${entry}`
  if (comma !== undefined) return [insertion(Math.min(end, close), `${line},`)]
  return end >= close ? [insertion(last.end, `,${line}`)] : [insertion(last.end, ','), insertion(end, line)]
}

/** Puts an entry, as it is to be written, before the one at `index`: on a line of its own where that has one. */
export function insertBefore(
  text: string,
  { open, items }: Brackets,
  index: number,
  entry: string,
  newline: string,
): TextEdit {
  const { start } = items[index] as Part
  const indent = text.slice(lineStart(text, start), start)
  const ownLine = indent.trim() === '' && text.slice(open, start).includes('\n')
  return insertion(start, ownLine ? `${entry},${newline}${indent}` : `${entry}, `)
}

/** Takes an entry out, with the comma that parts it from the others. */
export function removeFrom(text: string, { close, items }: Brackets, index: number): TextEdit {
  const { start, end } = items[index] as Part
  const next = items[index + 1]
  const previous = items[index - 1]
  if (next) return { start, end: next.start, text: '' }
  if (previous) return { start: previous.end, end, text: '' }
  const comma = commaAfter(text, end, close)
  return { start, end: comma === undefined ? end : comma + 1, text: '' }
}
