/** Where everything in the picture stands: columns from the internet on the left to the outside on the right, lines around the cards. */
import { besides } from './beside.ts'
import { slotsOf } from './columns.ts'
import { around, type Box, type Point } from './geometry.ts'
import { type Body, bodiesOf } from './heights.ts'
import { isDense, lettered, routed } from './lines.ts'
import { labelBox } from './routes.ts'
import { type Card, type Line, type Scene, sizes, type Zone } from './scene.ts'
import { stacksOf } from './stacks.ts'
import { shortened, textWidth } from './text-width.ts'

export interface PlacedCard extends Box {
  readonly card: Card
  /** −1: left of the stack; as many as there are: right of it. */
  readonly column: number
}
export interface PlacedZone extends Box {
  readonly zone: Zone
  /** Its name, as much of it as there is room for. */
  readonly name: string
  /** Where the name stands, with the lock before it where it has one. */
  readonly caption: Box
}
export interface PlacedLine {
  readonly line: Line
  readonly points: readonly Point[]
  /** The middle of its label; none where it has no label, or there is no room for it. */
  readonly label: Point | undefined
}
export interface Layout {
  readonly width: number
  readonly height: number
  /** What belongs to the stack; the rest is beyond its trust boundary. */
  readonly inside: Box
  readonly cards: readonly PlacedCard[]
  readonly zones: readonly PlacedZone[]
  readonly lines: readonly PlacedLine[]
  /** Whether there was too much for lines to be followed. */
  readonly crowded: boolean
}

/** Above these no lines are drawn: nobody could follow them, and finding their ways would take too long. */
const limits = { services: 120, lines: 240 }

/** Room around things; with few services there is enough for a line to pass between cards with its label. */
const room = { zone: 14, head: 34, inside: 18, caption: 12, margin: 14 } as const
const [few, many] = [
  { ...room, cards: 32, between: 34, clearance: 9.5 },
  { ...room, cards: 24, between: 26, clearance: 6 },
] as const
const fewServices = 16

/** A column's left side and its width. */
export interface Extent {
  readonly x: number
  readonly width: number
}

export function layoutOf(scene: Scene): Layout {
  const { cards } = scene
  const services = [...cards.values()].filter(({ node }) => node.kind === 'service')
  const crowded = services.length > limits.services || scene.lines.length > limits.lines
  const lines = crowded ? [] : scene.lines
  const isInside = (id: string): boolean => cards.get(id)?.node.kind === 'service'
  const within = lines.filter(({ from, to }) => isInside(from) && isInside(to) && from !== to)
  const apart = services.length > fewServices ? many : few
  const bodies = bestBodies(scene, within, lines, apart)
  const outside = [...cards.values()].filter(({ node }) => node.kind !== 'service')
  const left = outside.filter((card) => isLeft(card, scene.lines))
  const right = outside.filter((card) => !left.includes(card))
  const count = Math.max(0, ...bodies.map(({ last }) => last)) + 1
  const extents = extentsOf(services, left, right, count, isDense(lines) ? lines.filter(isOuter) : lines, bodies)
  const inside = bodies.flatMap((body) => cardsOf(body, extents))
  const all = [
    ...inside,
    ...besides(left, -1, inside, lines, extentAt(extents, -1)),
    ...besides(right, count, inside, lines, extentAt(extents, count)),
  ]
  const placedZones = bodies.map((body) => zoneOf(body, extents))
  const drawn = lettered(routed(lines, all, placedZones, extents, apart.clearance), all, placedZones)
  return framed(all, placedZones, drawn, crowded)
}

/** Keeping zones together makes for fewer crossings, or for columns that are nearly empty: what needs less room is taken. */
function bestBodies(
  { cards, zones }: Scene,
  within: readonly Line[],
  lines: readonly Line[],
  apart: typeof few | typeof many,
): readonly Body[] {
  const ways = [true, false].map((together) => slotsOf(cards, zones, within, together))
  const [first = [], ...others] = ways
    .filter((slots, at) => at > 0 || slots.size > 0)
    .map((slots) => bodiesOf(stacksOf(cards, zones, lines, slots), within, apart))
  return others.reduce((best, bodies) => (roomOf(bodies) < roomOf(best) ? bodies : best), first)
}

const roomOf = (bodies: readonly Body[]): number =>
  (Math.max(0, ...bodies.map(({ last }) => last)) + 1) * Math.max(0, ...bodies.map(({ y, height }) => y + height))

/** The internet, and the host where it reaches in, are left of the stack; whatever the stack reaches is right of it. */
const isLeft = ({ node }: Card, lines: readonly Line[]): boolean =>
  node.kind === 'internet' || lines.some(({ from, kind }) => kind === 'publishes' && from === node.id)

/** Lines that cross the trust boundary keep their labels. */
const isOuter = ({ from, to }: Line): boolean => !from.startsWith('service:') || !to.startsWith('service:')

/** Columns from −1 to `count`, as far apart as the labels between them need. */
function extentsOf(
  services: readonly Card[],
  left: readonly Card[],
  right: readonly Card[],
  count: number,
  lines: readonly Line[],
  bodies: readonly Body[],
): ReadonlyMap<number, Extent> {
  const width = Math.max(0, ...services.map((card) => card.width))
  const columns = new Map<string, number>([
    ...left.map(({ node }) => [node.id, -1] as const),
    ...right.map(({ node }) => [node.id, count] as const),
    ...bodies.flatMap(({ stacks }) =>
      [...stacks.columns].flatMap(([column, cards]) => cards.map(({ node }) => [node.id, column] as const)),
    ),
  ])
  const widest = new Map<number, number>()
  for (const { from, to, labelWidth } of lines) {
    const [a, b] = [columns.get(from) ?? 0, columns.get(to) ?? 0]
    // Neighbours have nowhere else for their label.
    const gap = Math.abs(a - b) === 1 ? Math.min(a, b) : Number.NaN
    widest.set(gap, Math.max(widest.get(gap) ?? 0, labelWidth))
  }
  const extents = new Map<number, Extent>()
  let x = 0
  for (let column = -1; column <= count; column++) {
    const own = column === -1 ? left : column === count ? right : undefined
    const here = own ? Math.max(0, ...own.map((card) => card.width)) : width
    extents.set(column, { x, width: here })
    const border = column === -1 || column === count - 1
    x += here + Math.max(border ? 92 : 64, (widest.get(column) ?? 0) + (border ? 50 : 26))
  }
  return extents
}

const extentAt = (extents: ReadonlyMap<number, Extent>, column: number): Extent =>
  extents.get(column) ?? { x: 0, width: 0 }

const cardsOf = ({ stacks, offsets, y }: Body, extents: ReadonlyMap<number, Extent>): readonly PlacedCard[] =>
  [...stacks.columns].flatMap(([column, cards]) =>
    cards.map((card) => ({
      ...{ card, column, x: extentAt(extents, column).x, y: y + (offsets.get(card.node.id) ?? 0) },
      ...{ width: card.width, height: card.height },
    })),
  )

function zoneOf({ stacks, first, last, y, height }: Body, extents: ReadonlyMap<number, Extent>): PlacedZone {
  const [from, to] = [extentAt(extents, first), extentAt(extents, last)]
  const { zone } = stacks
  const box = { x: from.x - room.zone, y, width: to.x + to.width - from.x + 2 * room.zone, height }
  const lock = zone.kind === 'internal' ? 16 : 0
  const name = shortened(zone.label, box.width - 24 - lock, sizes.zone, true)
  const caption = { x: box.x + 12, y: y + 6, width: textWidth(name, sizes.zone, true) + lock, height: 18 }
  return { zone, name, caption, ...box }
}

/** Moves everything so that the picture begins at its margin. */
function framed(
  cards: readonly PlacedCard[],
  zones: readonly PlacedZone[],
  lines: readonly PlacedLine[],
  crowded: boolean,
): Layout {
  const inner = around(zones)
  const inside = {
    x: inner.x - room.inside,
    y: inner.y - room.inside - room.caption,
    width: inner.width + 2 * room.inside,
    height: inner.height + 2 * room.inside + room.caption,
  }
  const points = lines.flatMap((line) => line.points.map((point) => ({ ...point, width: 0, height: 0 })))
  const labels = lines.flatMap(({ line, label }) =>
    label ? [labelBox(label, { width: line.labelWidth, height: 18 })] : [],
  )
  const all = around([inside, ...cards, ...points, ...labels])
  const moved = <T extends Point>(one: T): T => ({
    ...one,
    x: tenths(one.x + room.margin - all.x),
    y: tenths(one.y + room.margin - all.y),
  })
  return {
    width: Math.ceil(all.width + 2 * room.margin),
    height: Math.ceil(all.height + 2 * room.margin),
    inside: moved(inside),
    cards: cards.map(moved),
    zones: zones.map((zone) => ({ ...moved(zone), caption: moved(zone.caption) })),
    lines: lines.map((line) => ({ ...line, points: line.points.map(moved), label: line.label && moved(line.label) })),
    crowded,
  }
}

const tenths = (number: number): number => Math.round(number * 10) / 10
