/** The lines around a place, ready to print: tabs expanded, controls shown, and where to underline. */
import { MASK } from '../core/mask.ts'
import type { Excerpt, Location } from '../core/report.ts'
import { plain, signWidth, widthOf } from './plain-text.ts'

export interface FrameLine {
  readonly number: number
  readonly text: string
  /** Columns to underline in `text`, 0-based, end exclusive; `undefined` where the place is not on this line. */
  readonly mark: { readonly from: number; readonly to: number } | undefined
}

const tabWidth = 4

/** A line as printed, and the column at which each of its code units is printed. */
function expand(line: string): { readonly text: string; readonly columns: readonly number[] } {
  const columns: number[] = []
  let text = ''
  let column = 0
  for (const sign of line) {
    for (let unit = 0; unit < sign.length; unit++) columns.push(column)
    const printed = sign === '\t' ? ' '.repeat(tabWidth - (column % tabWidth)) : plain(sign)
    text += printed
    column += sign === '\t' ? printed.length : signWidth(printed)
  }
  columns.push(column)
  return { text, columns }
}

/**
 * The lines of an excerpt, each at most `width` columns wide: a longer one is cut around its mark. Where a secret was
 * masked before the place's end, columns no longer tell where it ends, and the mark reaches to the end of the line.
 */
export const frameOf = (excerpt: Excerpt, location: Location, width: number): readonly FrameLine[] =>
  excerpt.lines.map((line, index) => {
    const number = excerpt.startLine + index
    const { text, columns } = expand(line)
    return window({ number, text, mark: markOf(line, number, columns, location) }, width)
  })

function markOf(
  line: string,
  number: number,
  columns: readonly number[],
  { startLine, startColumn, endLine, endColumn }: Location,
): FrameLine['mark'] {
  if (number < startLine || number > endLine) return undefined
  const first = line.length - line.trimStart().length
  const last = line.trimEnd().length
  const masked = line.indexOf(MASK)
  let start = number === startLine ? startColumn - 1 : first
  let end = number === endLine ? endColumn - 1 : last
  if (masked !== -1 && masked < start) [start, end] = [first, last]
  else if (masked !== -1 && masked < end) end = last
  const from = columns[Math.min(start, line.length)] ?? 0
  const to = columns[Math.min(end, line.length)] ?? from
  return last <= first && startLine !== endLine ? undefined : { from, to: Math.max(to, from + 1) }
}

/** Cuts a line to `width` columns so that its mark begins inside. */
function window(line: FrameLine, width: number): FrameLine {
  if (widthOf(line.text) <= width || width < 8) return line
  const skipped = Math.max(0, (line.mark?.from ?? 0) - Math.floor(width / 2))
  const { text, at } = cutColumns(line.text, skipped, width)
  const shift = skipped === 0 ? 0 : at - 1
  const mark = line.mark && {
    from: Math.min(line.mark.from - shift, width - 1),
    to: Math.min(line.mark.to - shift, width),
  }
  return { ...line, text, mark }
}

function cutColumns(text: string, skipped: number, width: number): { readonly text: string; readonly at: number } {
  const room = width - (skipped === 0 ? 1 : 2)
  let column = 0
  let at = -1
  let taken = ''
  let rest = false
  for (const sign of text) {
    if (column >= skipped) {
      if (at === -1) at = column
      if (column + signWidth(sign) - at > room) {
        rest = true
        break
      }
      taken += sign
    }
    column += signWidth(sign)
  }
  return { text: `${skipped === 0 ? '' : '…'}${taken}${rest ? '…' : ''}`, at: Math.max(0, at) }
}
