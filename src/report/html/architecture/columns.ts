/** Puts services that talk to each other into columns, so that lines lead from left to right, with the layered layout of dagre. */
import { Graph, layout } from '@dagrejs/dagre'
import type { Card, Line, Zone } from './scene.ts'

/** Where a service is: columns are counted from the left, and `order` grows downwards. */
export interface Slot {
  readonly column: number
  readonly order: number
}

/**
 * Slots of the services that have lines between them, with those of a zone kept `together` or not; of nobody where the library
 * fails, as it may with zones. Takes time that grows faster than the number of lines, so the caller bounds it.
 */
export function slotsOf(
  cards: ReadonlyMap<string, Card>,
  zones: readonly Zone[],
  lines: readonly Line[],
  together: boolean,
): ReadonlyMap<string, Slot> {
  const graph = new Graph({ compound: together, multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 30, edgesep: 10, ranksep: 40, acyclicer: 'greedy' })
  // Names of its own: those of services may be anything.
  const names = new Map([...cards.keys(), ...zones.map(({ id }) => id)].map((id, at) => [id, `n${at}`]))
  const nameOf = (id: string): string => names.get(id) ?? ''
  const zoneOf = new Map(zones.flatMap(({ id, members }) => members.map((member) => [member, id])))
  const talking = [...new Set(lines.flatMap(({ from, to }) => [from, to]))]
  for (const id of talking) {
    const { width, height } = cards.get(id) ?? { width: 0, height: 0 }
    graph.setNode(nameOf(id), { width, height })
    if (together) graph.setParent(nameOf(id), nameOf(zoneOf.get(id) ?? ''))
  }
  for (const [at, { from, to, kind }] of lines.entries()) {
    graph.setEdge(nameOf(from), nameOf(to), { weight: kind === 'talks' ? 2 : 1 }, `l${at}`)
  }
  try {
    layout(graph)
  } catch {
    return new Map()
  }
  const places = talking.map((id) => ({ id, ...graph.node(nameOf(id)) }))
  const xs = [...new Set(places.map(({ x = 0 }) => Math.round(x)))].sort((a, b) => a - b)
  return new Map(places.map(({ id, x = 0, y = 0 }) => [id, { column: xs.indexOf(Math.round(x)), order: y }]))
}
