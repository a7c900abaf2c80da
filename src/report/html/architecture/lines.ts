/** Leads the lines of the picture from card to card, and letters them. */
import { type Box, type Point, pointCounter, widened } from './geometry.ts'
import type { Extent, PlacedCard, PlacedLine, PlacedZone } from './layout.ts'
import { type Column, labelBox, labelSpot, pointsAlong, wayBetween } from './routes.ts'
import type { Line } from './scene.ts'

/** Lines that meet at a side of a card are so far apart, where there is room. */
const apart = 9

export function routed(
  lines: readonly Line[],
  cards: readonly PlacedCard[],
  zones: readonly PlacedZone[],
  extents: ReadonlyMap<number, Extent>,
  clearance: number,
): readonly Omit<PlacedLine, 'label'>[] {
  const byId = new Map(cards.map((card) => [card.card.node.id, card]))
  const captions = zones.map(({ caption }) => widened(caption, clearance))
  const shapes = new Map(cards.map((card) => [card, widened(withBadge(card), clearance)]))
  const columns = new Map(
    [...extents].map(([index, { x, width }]): [number, Column] => {
      const isHere = (box: Box): boolean => box.x < x + width && x < box.x + box.width
      const own = cards.filter(({ column }) => column === index).flatMap((card) => shapes.get(card) ?? [])
      const obstacles = [...own, ...captions.filter(isHere)]
      return [index, { left: x - 10, right: x + width + 10, obstacles, lanes: [] }]
    }),
  )
  const doors = doorsOf(lines, byId)
  return lines.flatMap((line) => {
    const [from, to] = [byId.get(line.from), byId.get(line.to)]
    const ends = doors.get(line)
    if (from === undefined || to === undefined || ends === undefined) return []
    const [low, high] = [Math.min(from.column, to.column), Math.max(from.column, to.column)]
    const between = [...columns].filter(([index]) => low < index && index < high).map(([, column]) => column)
    const others = cards.filter((card) => card !== from && card !== to).flatMap((card) => shapes.get(card) ?? [])
    // A hair less than what columns keep clear, so that what passes them is seen to be free.
    const obstacles = [...others, ...captions].map((box) => widened(box, -0.5))
    return [{ line, points: wayBetween(ends.from, ends.to, between, obstacles) }]
  })
}

const lengthOf = ({ points }: Omit<PlacedLine, 'label'>): number =>
  Math.abs((points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0))

/** A card's badge stands out above it. */
const withBadge = (one: PlacedCard): Box =>
  one.card.standing.places.length === 0 ? one : { x: one.x, y: one.y - 9, width: one.width, height: one.height + 9 }

interface Ends {
  readonly from: Point
  readonly to: Point
}

/** Where lines leave and arrive: on the sides that face each other, those to what stands higher above the others. */
function doorsOf(lines: readonly Line[], byId: ReadonlyMap<string, PlacedCard>): ReadonlyMap<Line, Ends> {
  const ends = lines.flatMap((line) => {
    const [from, to] = [byId.get(line.from), byId.get(line.to)]
    if (from === undefined || to === undefined) return []
    const forth = from.column <= to.column
    return [
      { line, end: 'from' as const, at: from, right: forth, other: to },
      { line, end: 'to' as const, at: to, right: !forth, other: from },
    ]
  })
  const distanceOf = ({ at, other }: (typeof ends)[number]): number => Math.abs(at.column - other.column)
  const points = new Map<Line, Partial<Record<'from' | 'to', Point>>>()
  for (const side of Map.groupBy(ends, ({ at, right }) => `${at.card.node.id}\0${right}`).values()) {
    // Of two at one height the farther one has to pass the nearer one, mostly beneath it.
    const sorted = side.toSorted((a, b) => a.other.y - b.other.y || distanceOf(a) - distanceOf(b))
    for (const [index, { line, end, at, right }] of sorted.entries()) {
      const step = Math.min(apart, (at.height - 20) / Math.max(1, sorted.length - 1))
      const y = at.y + at.height / 2 + (index - (sorted.length - 1) / 2) * step
      points.set(line, { ...points.get(line), [end]: { x: right ? at.x + at.width : at.x, y } })
    }
  }
  return new Map(
    [...points].flatMap(([line, { from, to }]): readonly [Line, Ends][] => (from && to ? [[line, { from, to }]] : [])),
  )
}

/** Where there are this many lines, those within the stack go without labels; what they say is in their titles and in the table. */
export const isDense = (lines: readonly unknown[]): boolean => lines.length > 44

/** Letters the lines one after the other: short ones first, which have the least choice. */
export function lettered(
  lines: readonly Omit<PlacedLine, 'label'>[],
  cards: readonly PlacedCard[],
  zones: readonly PlacedZone[],
): readonly PlacedLine[] {
  const taken: Box[] = [...cards.map(withBadge), ...zones.map(({ caption }) => caption)]
  const spots = new Map<Line, Point>()
  const ways = new Map(lines.map(({ line, points }) => [line, pointsAlong(points)]))
  const all = pointCounter([...ways.values()].flat())
  const dense = isDense(lines)
  const isInner = ({ from, to }: Line): boolean => from.startsWith('service:') && to.startsWith('service:')
  for (const { line, points } of lines.toSorted((a, b) => lengthOf(a) - lengthOf(b))) {
    if (line.label === '' || (dense && line.risk === null && isInner(line))) continue
    const size = { width: line.labelWidth, height: 18 }
    const own = pointCounter(ways.get(line) ?? [])
    const spot = labelSpot(points, size, taken, (box) => all(box) - own(box))
    if (spot === undefined) continue
    spots.set(line, spot)
    taken.push(labelBox(spot, size))
  }
  return lines.map((line) => ({ ...line, label: spots.get(line.line) }))
}
