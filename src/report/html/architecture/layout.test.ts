import { describe, expect, it } from 'vitest'
import type { Graph } from '../../../core/architecture.ts'
import { type Box, holds, onBend, overlap, widened } from './geometry.ts'
import { edge, node, stackOf } from './graphs.fixture.ts'
import { type Layout, layoutOf } from './layout.ts'
import { labelBox } from './routes.ts'
import { sceneOf } from './scene.ts'

const layoutFrom = (graph: Graph): Layout =>
  layoutOf(sceneOf(graph, () => ({ places: Array.from({ length: 12 }, String), worst: 'high' })))

const services = (count: number, ...edges: readonly (readonly [number, number])[]): Graph => ({
  nodes: Array.from({ length: count }, (_, at) => node('service', `s${at}`, { networks: ['default'] })).concat(
    node('network', 'default'),
  ),
  edges: edges.map(([from, to]) => edge(`service:s${from}`, 'talks', `service:s${to}`, 'http:80')),
})

const chain = Array.from({ length: 59 }, (_, at) => [at, at + 1] as const)

const stacks: readonly (readonly [string, Graph])[] = [
  ['nothing', { nodes: [], edges: [] }],
  ['one service', services(1)],
  ['one service on no network', { nodes: [node('service', 'alone')], edges: [] }],
  ['two that call each other', services(2, [0, 1], [1, 0])],
  ['a ring', services(5, [0, 1], [1, 2], [2, 3], [3, 4], [4, 0])],
  ['a chain of sixty', services(60, ...chain)],
  ['a star', services(30, ...Array.from({ length: 29 }, (_, at) => [at + 1, 0] as const))],
  ['sixty that do not talk', services(60)],
  [
    'names that objects have',
    {
      nodes: ['__proto__', 'constructor', 'n0', 'zone:0'].map((name) =>
        node('service', name, { networks: ['__proto__'] }),
      ),
      edges: [edge('service:__proto__', 'talks', 'service:constructor'), edge('service:n0', 'talks', 'service:zone:0')],
    },
  ],
  ...[1, 2, 3].flatMap((seed) =>
    [8, 20, 60].map((count) => [`${count} services, seed ${seed}`, stackOf(count, 1.2, seed)] as const),
  ),
  ['sixty that talk a lot', stackOf(60, 3.5, 4)],
  ['more than can be followed', stackOf(400, 2, 5)],
]

const within = (inner: Box, outer: Box): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

const overlaps = (boxes: readonly Box[]): number =>
  boxes.reduce((sum, one, at) => sum + boxes.slice(at + 1).filter((other) => overlap(one, other)).length, 0)

describe.each(stacks)('the layout of %s', (_, graph) => {
  const layout = layoutFrom(graph)
  const { cards, zones, lines, inside, width, height } = layout
  const labels = lines.flatMap(({ line, label }) =>
    label ? [labelBox(label, { width: line.labelWidth, height: 18 })] : [],
  )

  it('has every card once, none over another', () => {
    const wanted = graph.nodes.filter(({ kind }) => kind !== 'network' && kind !== 'secret').map(({ id }) => id)
    expect(cards.map(({ card }) => card.node.id).toSorted()).toEqual(wanted.toSorted())
    expect(overlaps(cards)).toBe(0)
  })

  it('has every service in its zone, and no zone over another', () => {
    expect(overlaps(zones)).toBe(0)
    const home = new Map(zones.flatMap((zone) => zone.zone.members.map((id) => [id, zone])))
    for (const card of cards) {
      const zone = home.get(card.card.node.id)
      expect(zone !== undefined).toBe(card.card.node.kind === 'service')
      if (zone) expect(within(card, zone)).toBe(true)
      else expect(zones.some((one) => overlap(one, card))).toBe(false)
    }
  })

  it('has the stack within its boundary, and everybody else beyond it', () => {
    for (const zone of zones) expect(within(zone, inside)).toBe(true)
    for (const card of cards) if (card.card.node.kind !== 'service') expect(overlap(card, inside)).toBe(false)
  })

  it('draws every edge in exactly one line, unless there are too many', () => {
    const drawn = lines.flatMap(({ line }) => line.edges)
    const wanted = layout.crowded ? [] : graph.edges.filter(({ kind }) => kind !== 'joins' && kind !== 'holds')
    expect(drawn.length).toBe(wanted.length)
    expect(new Set(drawn)).toEqual(new Set(wanted))
  })

  it('leads lines from card to card', () => {
    const byId = new Map(cards.map((card) => [card.card.node.id, card]))
    for (const { line, points } of lines) {
      const [from, to, first, last] = [byId.get(line.from), byId.get(line.to), points[0], points.at(-1)]
      expect(from && first && holds(widened(from, 1), first)).toBe(true)
      expect(to && last && holds(widened(to, 1), last)).toBe(true)
    }
  })

  it('letters lines where the letters cover nothing', () => {
    expect(overlaps(labels)).toBe(0)
    const taken = [...cards, ...zones.map(({ caption }) => caption)]
    expect(labels.filter((label) => taken.some((box) => overlap(box, label)))).toEqual([])
    for (const { caption, x, y, width: wide, height: high } of zones)
      expect(within(caption, { x, y, width: wide, height: high })).toBe(true)
  })

  it('has all of it in the picture', () => {
    const picture = { x: 0, y: 0, width, height }
    const points = lines.flatMap((line) => line.points.map((point) => ({ ...point, width: 0, height: 0 })))
    for (const box of [inside, ...cards, ...zones, ...labels, ...points]) expect(within(box, picture)).toBe(true)
  })

  it('is the same every time', () => {
    expect(layoutFrom(graph)).toEqual(layout)
  })
})

it('leads no line across a card, where there are not too many', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const { cards, lines } = layoutFrom(stackOf(14, 1, seed))
    for (const { line, points } of lines) {
      const others = cards.filter(({ card }) => card.node.id !== line.from && card.node.id !== line.to)
      const crossed = points.slice(1).flatMap((to, at) => {
        const from = points[at] ?? to
        return others.filter((box) => [0.2, 0.4, 0.5, 0.6, 0.8].some((share) => holds(box, onBend(from, to, share))))
      })
      expect(crossed.map(({ card }) => card.node.id)).toEqual([])
    }
  }
})

it('puts who calls left of who is called', () => {
  const { cards } = layoutFrom(services(4, [2, 1], [1, 0], [2, 3]))
  const x = new Map(cards.map((card) => [card.card.node.id, card.x]))
  expect(x.get('service:s2')).toBeLessThan(x.get('service:s1') ?? 0)
  expect(x.get('service:s1')).toBeLessThan(x.get('service:s0') ?? 0)
})

it('draws no lines where nobody could follow them, and says so', () => {
  expect(layoutFrom(stackOf(400, 2, 5))).toMatchObject({ crowded: true, lines: [] })
  expect(layoutFrom(stackOf(60, 1.2, 5)).crowded).toBe(false)
})
