/** Finds a place for every card and a way for every line, with the layered layout of dagre. */
import { Graph, layout } from '@dagrejs/dagre'
import type { Box, Point } from './geometry.ts'
import type { Card, Line, Zone } from './scene.ts'

/** Something that stands in one place: a card, or cards without lines in a grid. */
export interface Block {
  readonly id: string
  /** The zone that it stands in, where it stands in one. */
  readonly zone: string | undefined
  readonly side: 'left' | 'inside' | 'right'
  readonly width: number
  readonly height: number
}

export interface Arrangement {
  readonly boxes: ReadonlyMap<string, Box>
  /** Per line, from its beginning to its end. */
  readonly ways: readonly (readonly Point[])[]
}

/** Whatever is to be drawn outside of the stack is left or right of it. */
export const sideOf = ({ node }: Card, lines: readonly Line[]): Block['side'] => {
  if (node.kind === 'service') return 'inside'
  const begins = node.kind === 'internet' || (node.kind === 'host' && lines.some(({ from }) => from === node.id))
  return begins ? 'left' : 'right'
}

/**
 * Places blocks in columns along the lines. `undefined` where the library cannot: then nothing has been placed. Takes time that
 * grows faster than the number of lines, so the caller bounds it.
 */
export function arranged(
  blocks: readonly Block[],
  zones: readonly Zone[],
  lines: readonly Line[],
): Arrangement | undefined {
  const graph = new Graph({ compound: true, multigraph: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 34, edgesep: 16, ranksep: 56, acyclicer: 'greedy' })
  // Names of its own: those of services may be anything.
  const names = new Map([...blocks, ...zones].map(({ id }, at) => [id, `n${at}`]))
  const nameOf = (id: string): string => names.get(id) ?? ''
  for (const { id, width, height, zone } of blocks) {
    graph.setNode(nameOf(id), { width, height })
    if (zone !== undefined) graph.setParent(nameOf(id), nameOf(zone))
  }
  for (const [at, { from, to, labelWidth }] of lines.entries()) {
    const label = { width: labelWidth, height: labelWidth === 0 ? 0 : 18, labelpos: 'c' as const, weight: 4 }
    graph.setEdge(nameOf(from), nameOf(to), label, `l${at}`)
  }
  holdApart(graph, blocks, lines, nameOf)
  try {
    layout(graph)
  } catch {
    return undefined
  }
  return {
    boxes: new Map(
      blocks.map(({ id, width, height }) => {
        const { x = 0, y = 0 } = graph.node(nameOf(id))
        return [id, { x: x - width / 2, y: y - height / 2, width, height }]
      }),
    ),
    ways: lines.map(({ from, to }, at) => graph.edge(nameOf(from), nameOf(to), `l${at}`).points ?? []),
  }
}

/** Ties nobody sees that keep what is left of the stack left of it, and what is right of it right. */
function holdApart(
  graph: Graph,
  blocks: readonly Block[],
  lines: readonly Line[],
  nameOf: (id: string) => string,
): void {
  const on = (side: Block['side']): readonly string[] => blocks.filter((one) => one.side === side).map(({ id }) => id)
  const inside = new Set(on('inside'))
  const within = lines.filter(({ from, to }) => inside.has(from) && inside.has(to))
  const [called, calling] = [new Set(within.map(({ to }) => to)), new Set(within.map(({ from }) => from))]
  const tie = (from: string, to: string): void => {
    // Without a weight the library loses its way.
    graph.setEdge(from, to, { width: 0, height: 0, weight: 1, minlen: 1 }, 'tie')
  }
  for (const left of on('left')) for (const id of inside) if (!called.has(id)) tie(nameOf(left), nameOf(id))
  const right = on('right')
  if (right.length === 0) return
  graph.setNode('right', { width: 0, height: 0 })
  for (const id of inside) if (!calling.has(id)) tie(nameOf(id), 'right')
  for (const id of right) tie('right', nameOf(id))
}
