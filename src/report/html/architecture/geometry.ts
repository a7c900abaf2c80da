/** Points and boxes of the picture, in its own pixels. */

export interface Point {
  readonly x: number
  readonly y: number
}

/** `x` and `y` are its upper left corner. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** The smallest box around others; empty where there are none. */
export function around(boxes: readonly Box[]): Box {
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -Infinity, -Infinity]
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x)
    top = Math.min(top, y)
    right = Math.max(right, x + width)
    bottom = Math.max(bottom, y + height)
  }
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** The box with room around it. */
export const widened = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
})

export const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

export const holds = ({ x, y, width, height }: Box, point: Point): boolean =>
  x < point.x && point.x < x + width && y < point.y && point.y < y + height

/** Pixels of a square in which points are kept: about as high as a label. */
const square = 24

/** Counts the points that lie in a box; of very many it looks only at those near it. */
export function pointCounter(points: readonly Point[]): (box: Box) => number {
  const at = (value: number): number => Math.floor(value / square)
  const squares = Map.groupBy(points, ({ x, y }) => `${at(x)} ${at(y)}`)
  return (box) => {
    let count = 0
    for (let column = at(box.x); column <= at(box.x + box.width); column++) {
      for (let row = at(box.y); row <= at(box.y + box.height); row++) {
        for (const point of squares.get(`${column} ${row}`) ?? []) if (holds(box, point)) count++
      }
    }
    return count
  }
}

/** A point of the bend from `a` to `b`, which leaves and arrives level; `share` is 0 at `a` and 1 at `b`. */
export function onBend(a: Point, b: Point, share: number): Point {
  const rest = 1 - share
  const middle = (a.x + b.x) / 2
  // A cubic whose control points are in the middle between the ends, level with each.
  const [first, second] = [3 * rest * rest * share, 3 * rest * share * share]
  const [start, end] = [rest ** 3, share ** 3]
  return {
    x: start * a.x + (first + second) * middle + end * b.x,
    y: (start + first) * a.y + (second + end) * b.y,
  }
}
