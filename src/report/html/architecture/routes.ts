/** Finds a way for each line between the cards, and a place on it for its label where it covers nothing. */
import { type Box, holds, onBend, overlap, type Point, widened } from './geometry.ts'

/** Room between a line and a card that it passes, and between two lines that pass the same gap. */
const [clearance, lane] = [6, 7]

/** A column that lines cross, with what they must not touch there; `lanes` are the heights of those that have passed. */
export interface Column {
  readonly left: number
  readonly right: number
  readonly obstacles: readonly Box[]
  readonly lanes: number[]
}

/** A way from one side of a card to a side of another, through gaps of the columns between them. */
export function wayBetween(
  from: Point,
  to: Point,
  between: readonly Column[],
  obstacles: readonly Box[],
): readonly Point[] {
  if (isFree(from, to, obstacles)) return [from, to]
  const forth = from.x <= to.x
  const way = [from]
  for (const column of forth ? between : between.toReversed()) {
    const last = way.at(-1) ?? from
    const [near, far] = forth ? [column.left, column.right] : [column.right, column.left]
    // Where the straight way would cross it.
    const share = (near - last.x) / (to.x - last.x || 1)
    const y = gapNear(last.y + (to.y - last.y) * share, column)
    column.lanes.push(y)
    way.push({ x: near, y }, { x: far, y })
  }
  return straightened([...way, to], obstacles)
}

/** What it costs a line to share a gap with another one, as a way to go instead. */
const company = 22

/** The height at which a line best crosses a column: near to the wanted one, and with few others. */
function gapNear(wanted: number, { obstacles, lanes }: Column): number {
  const blocked = obstacles.map(({ y, height }) => [y - clearance, y + height + clearance] as const)
  const isOpen = (y: number): boolean => blocked.every(([top, bottom]) => y <= top || bottom <= y)
  const costOf = (y: number): number =>
    Math.abs(y - wanted) + company * lanes.filter((other) => Math.abs(other - y) < lane).length
  const beside = lanes.flatMap((y) => [y - lane, y + lane])
  const candidates = [wanted, ...blocked.flat(), ...beside].filter(isOpen)
  return candidates.reduce((best, y) => (costOf(y) < costOf(best) ? y : best), candidates[0] ?? wanted)
}

/** Points that are looked at on a bend. */
const samples = 16

/** A way with fewer bends that still touches nothing. */
function straightened(way: readonly Point[], obstacles: readonly Box[]): readonly Point[] {
  const kept = way.slice(0, 1)
  for (let at = 0; at < way.length - 1; ) {
    const from = way[at]
    let next = way.length - 1
    while (next > at + 1 && !(from && way[next] && isFree(from, way[next] ?? from, obstacles))) next--
    kept.push(...way.slice(next, next + 1))
    at = next
  }
  return kept
}

const isFree = (from: Point, to: Point, obstacles: readonly Box[]): boolean => {
  const [top, bottom] = [Math.min(from.y, to.y) - clearance, Math.max(from.y, to.y) + clearance]
  const near = obstacles
    .filter((box) => box.y < bottom && top < box.y + box.height)
    .map((box) => widened(box, clearance - 1))
  for (let step = 1; step < samples; step++) {
    const point = onBend(from, to, step / samples)
    if (near.some((box) => holds(box, point))) return false
  }
  return true
}

/** A point of the way; `share` is 0 at its beginning and 1 at its end. */
function along(way: readonly Point[], share: number): Point {
  const lengths = way.slice(1).map((point, at) => Math.hypot(point.x - (way[at]?.x ?? 0), point.y - (way[at]?.y ?? 0)))
  let left = share * lengths.reduce((sum, length) => sum + length, 0)
  for (const [at, length] of lengths.entries()) {
    const [from, to] = [way[at], way[at + 1]]
    if (from && to && (left <= length || at === lengths.length - 1))
      return onBend(from, to, Math.min(1, left / (length || 1)))
    left -= length
  }
  return way[0] ?? { x: 0, y: 0 }
}

const shares = [0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86, 0.1, 0.9]

interface Size {
  readonly width: number
  readonly height: number
}

export const labelBox = ({ x, y }: Point, { width, height }: Size): Box => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
})

/** The middle of a label on its way where it covers nothing that is taken; none where there is no such place. */
export function labelSpot(way: readonly Point[], size: Size, taken: readonly Box[]): Point | undefined {
  return shares
    .map((share) => along(way, share))
    .find((point) => {
      const box = labelBox(point, size)
      return !taken.some((one) => overlap(one, box))
    })
}
