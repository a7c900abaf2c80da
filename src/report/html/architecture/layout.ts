/** Where everything in the picture stands: columns from the internet on the left to the outside on the right, lines around the cards. */
import { type Arrangement, arranged, type Block, sideOf } from './arrange.ts'
import { around, type Box, type Point } from './geometry.ts'
import { register } from './register.ts'
import { labelBox, labelSpot, straightened } from './routes.ts'
import type { Card, Line, Scene, Zone } from './scene.ts'

export interface PlacedCard extends Box {
  readonly card: Card
}
export interface PlacedZone extends Box {
  readonly zone: Zone
}
export interface PlacedLine {
  readonly line: Line
  readonly points: readonly Point[]
  /** The middle of its label. */
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

/** More than this is drawn as a register: lines could not be followed, and finding their ways would take too long. */
const limits = { services: 120, lines: 220 }

/** Room around things. */
export const room = { cards: 14, zone: 16, head: 32, inside: 22, caption: 10, margin: 16, side: 44 } as const

/** Cards without lines, in a grid. */
export interface Grid extends Block {
  readonly members: readonly Card[]
  readonly columns: number
}

export function layoutOf(scene: Scene): Layout {
  const services = [...scene.cards.values()].filter(({ node }) => node.kind === 'service').length
  const few = services <= limits.services && scene.lines.length <= limits.lines
  const drawn = few ? withLines(scene) : undefined
  return drawn ?? withoutLines(scene)
}

function withLines(scene: Scene): Layout | undefined {
  const { cards, zones, lines } = scene
  const zoneOf = new Map(zones.flatMap(({ id, members }) => members.map((member) => [member, id])))
  const touched = new Set(lines.flatMap(({ from, to }) => [from, to]))
  const grids = zones.flatMap((zone) => gridOf(scene, zone, (id) => !touched.has(id)))
  const gridded = new Set(grids.flatMap(({ members }) => members.map(({ node }) => node.id)))
  const blocks: readonly Block[] = [
    ...[...cards].flatMap(([id, card]): readonly Block[] =>
      gridded.has(id)
        ? []
        : [{ id, zone: zoneOf.get(id), side: sideOf(card, lines), width: card.width, height: card.height }],
    ),
    ...grids,
  ]
  const found = arranged(blocks, zones, lines)
  return found && finished(scene, found, grids, lines)
}

function withoutLines(scene: Scene): Layout {
  const grids = scene.zones.flatMap((zone) => gridOf(scene, zone, () => true))
  const others = [...scene.cards].flatMap(([id, card]): readonly Block[] =>
    card.node.kind === 'service'
      ? []
      : [{ id, zone: undefined, side: sideOf(card, scene.lines), width: card.width, height: card.height }],
  )
  return finished(scene, register(grids, others, room), grids, [])
}

/** The cards of a zone that are chosen, as one block. */
function gridOf({ cards }: Scene, zone: Zone, isChosen: (id: string) => boolean): readonly Grid[] {
  const members = zone.members.filter(isChosen).flatMap((id) => cards.get(id) ?? [])
  if (members.length === 0) return []
  const width = Math.max(...members.map((card) => card.width)) + room.cards
  const height = Math.max(...members.map((card) => card.height)) + room.cards
  const columns = Math.min(members.length, Math.ceil(Math.sqrt((members.length * height) / width) * 1.25))
  return [
    {
      ...{ id: `grid:${zone.id}`, zone: zone.id, side: 'inside', members, columns },
      width: columns * width - room.cards,
      height: Math.ceil(members.length / columns) * height - room.cards,
    },
  ]
}

function placedGrid({ members, columns, width, height }: Grid, { x, y }: Point): readonly PlacedCard[] {
  const row = (height + room.cards) / Math.ceil(members.length / columns)
  const column = (width + room.cards) / columns
  return members.map((card, at) => ({
    card,
    x: x + (at % columns) * column,
    y: y + Math.floor(at / columns) * row,
    width: card.width,
    height: card.height,
  }))
}

function finished(scene: Scene, { boxes, ways }: Arrangement, grids: readonly Grid[], lines: readonly Line[]): Layout {
  const cards = [
    ...[...scene.cards].flatMap(([id, card]): readonly PlacedCard[] => {
      const box = boxes.get(id)
      return box ? [{ card, ...box }] : []
    }),
    ...grids.flatMap((grid) => placedGrid(grid, boxes.get(grid.id) ?? { x: 0, y: 0 })),
  ]
  const byId = new Map(cards.map((card) => [card.card.node.id, card]))
  const zones = scene.zones.map((zone): PlacedZone => {
    const box = around(zone.members.flatMap((id) => byId.get(id) ?? []))
    return {
      zone,
      x: box.x - room.zone,
      y: box.y - room.head,
      width: Math.max(box.width, zone.labelWidth) + 2 * room.zone,
      height: box.height + room.zone + room.head,
    }
  })
  return framed(cards, zones, routed(lines, ways, byId, zones), lines.length < scene.lines.length)
}

function routed(
  lines: readonly Line[],
  ways: readonly (readonly Point[])[],
  cards: ReadonlyMap<string, PlacedCard>,
  zones: readonly PlacedZone[],
): readonly PlacedLine[] {
  const boxes = [...cards.values()]
  const drawn = lines.flatMap((line, at) => {
    const [from, to] = [cards.get(line.from), cards.get(line.to)]
    if (from === undefined || to === undefined) return []
    const forth = from.x <= to.x
    const way = [doorOf(from, forth), ...(ways[at] ?? []).slice(1, -1), doorOf(to, !forth)]
    const others = boxes.filter((box) => box !== from && box !== to)
    return [{ line, points: straightened(way, others) }]
  })
  const taken: Box[] = [
    ...boxes,
    ...zones.map(({ zone, x, y }) => ({ x: x + 8, y: y + 4, width: zone.labelWidth, height: 20 })),
  ]
  return drawn.map(({ line, points }) => {
    if (line.label === '') return { line, points, label: undefined }
    const size = { width: line.labelWidth, height: 18 }
    const label = labelSpot(points, size, taken)
    taken.push(labelBox(label, size))
    return { line, points, label }
  })
}

/** Where a line meets a card: in the middle of its right or left side. */
const doorOf = (box: Box, right: boolean): Point => ({
  x: right ? box.x + box.width : box.x,
  y: box.y + box.height / 2,
})

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
    zones: zones.map(moved),
    lines: lines.map((line) => ({ ...line, points: line.points.map(moved), label: line.label && moved(line.label) })),
    crowded,
  }
}

const tenths = (number: number): number => Math.round(number * 10) / 10
