/** Places what is not of the stack beside it: the internet and the host on the left, what is called or given away on the right. */
import { around } from './geometry.ts'
import type { Extent, PlacedCard } from './layout.ts'
import type { Card, Line } from './scene.ts'

/** Room between one card and the next. */
const apart = 24

/** Cards beside the stack, each as near as can be to whom it has to do with. */
export function besides(
  cards: readonly Card[],
  column: number,
  inside: readonly PlacedCard[],
  lines: readonly Line[],
  { x, width }: Extent,
): readonly PlacedCard[] {
  const middles = new Map(inside.map((one) => [one.card.node.id, one.y + one.height / 2]))
  const { y: top, height } = around(inside)
  const wanted = cards.map((card) => {
    const ends = lines.flatMap(({ from, to }) =>
      from === card.node.id ? [middles.get(to)] : to === card.node.id ? [middles.get(from)] : [],
    )
    const known = ends.filter((end) => end !== undefined)
    const middle = known.length === 0 ? top + height / 2 : known.reduce((sum, end) => sum + end, 0) / known.length
    return { card, y: middle - card.height / 2 }
  })
  let bottom = Number.NEGATIVE_INFINITY
  const placed = wanted
    .toSorted((a, b) => a.y - b.y)
    .map(({ card, y }) => {
      const at = Math.max(y, bottom)
      bottom = at + card.height + apart
      return { card, column, x: column < 0 ? x + width - card.width : x, y: at, width: card.width, height: card.height }
    })
  // Who has been pushed below the stack pushes the others up.
  const excess = Math.max(0, bottom - apart - (top + height))
  return placed.map((one) => ({ ...one, y: one.y - excess }))
}
