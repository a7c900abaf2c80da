/** Finds a way for each line between the cards, and a place on it for its label where it covers nothing. */
import { type Box, holds, onBend, overlap, type Point } from './geometry.ts'

/** Room between two lines that pass the same gap. */
const lane = 7

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
  const blocked = obstacles.map(({ y, height }) => [y, y + height] as const)
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
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)]
  const near = obstacles.filter((box) => box.y <= bottom && top <= box.y + box.height)
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

/** From the middle outwards. */
const shares = Array.from({ length: 33 }, (_, at) => 0.5 + (at % 2 === 0 ? 1 : -1) * Math.ceil(at / 2) * 0.028)

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

/** Points along a way, close enough to each other that no label fits between them. */
export function pointsAlong(way: readonly Point[]): readonly Point[] {
  return way.slice(1).flatMap((to, at) => {
    const from = way[at] ?? to
    const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 14)
    return Array.from({ length: steps }, (_, step) => onBend(from, to, step / steps))
  })
}

/**
 * The middle of a label on its way where it covers nothing that is `taken`, and as little as can be of the other lines, of whose points
 * `passing` says how many lie in a box; none where there is no such place.
 */
export function labelSpot(
  way: readonly Point[],
  size: Size,
  taken: readonly Box[],
  passing: (box: Box) => number,
): Point | undefined {
  const spots = shares.flatMap((share, at) => {
    const point = along(way, share)
    const box = labelBox(point, size)
    if (taken.some((one) => overlap(one, box))) return []
    return [{ point, cost: passing(box) + at * middling }]
  })
  return spots.reduce<(typeof spots)[number] | undefined>(
    (best, one) => (best && best.cost <= one.cost ? best : one),
    undefined,
  )?.point
}

/** What it costs a label to stand one step farther from the middle, as points of other lines that it covers instead. */
const middling = 0.15
