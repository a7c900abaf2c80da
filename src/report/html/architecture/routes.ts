/** Straightens the ways of lines, and finds a place on each for its label where it covers nothing. */
import { type Box, holds, onBend, overlap, type Point, widened } from './geometry.ts'

/** Between two points that have nothing in their way a line needs no other. */
const samples = 14
/** Room between a line and a card that it passes. */
const clearance = 7

/** A way with fewer bends that passes no card but its own two. */
export function straightened(way: readonly Point[], cards: readonly Box[]): readonly Point[] {
  const obstacles = cards.map((card) => widened(card, clearance))
  const [first, ...rest] = way
  if (first === undefined) return way
  const kept = [first]
  let at = 0
  while (at < way.length - 1) {
    const from = way[at] ?? first
    // The farthest point that can be reached at once.
    let next = way.length - 1
    while (next > at + 1 && !isFree(from, way[next] ?? from, obstacles)) next--
    kept.push(rest[next - 1] ?? from)
    at = next
  }
  return kept
}

const isFree = (from: Point, to: Point, obstacles: readonly Box[]): boolean => {
  for (let step = 1; step < samples; step++) {
    const point = onBend(from, to, step / samples)
    if (obstacles.some((box) => holds(box, point))) return false
  }
  return true
}

/** Points along a whole way, at shares of its length in segments. */
export function along(way: readonly Point[], share: number): Point {
  const at = Math.min(Math.max(share, 0), 1) * (way.length - 1)
  const segment = Math.min(Math.floor(at), way.length - 2)
  const [from, to] = [way[segment], way[segment + 1]]
  return from && to ? onBend(from, to, at - segment) : (way[0] ?? { x: 0, y: 0 })
}

const shares = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.12, 0.88]

/** The middle of a label on its way: where it covers nothing, else where it covers the fewest. */
export function labelSpot(
  way: readonly Point[],
  size: { readonly width: number; readonly height: number },
  taken: readonly Box[],
): Point {
  let best: { readonly point: Point; readonly covered: number } | undefined
  for (const share of shares) {
    const point = along(way, share)
    const covered = taken.filter((box) => overlap(box, labelBox(point, size))).length
    if (covered === 0) return point
    if (best === undefined || covered < best.covered) best = { point, covered }
  }
  return best?.point ?? { x: 0, y: 0 }
}

export const labelBox = (
  { x, y }: Point,
  { width, height }: { readonly width: number; readonly height: number },
): Box => ({ x: x - width / 2, y: y - height / 2, width, height })
