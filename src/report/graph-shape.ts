/** How the picture of a variant looks in a JSON report; what was added later may be missing. */
import type { Graph, GraphEdge, GraphNode } from '../core/architecture.ts'
import { added, count, flag, listOf, nullable, object, oneOf, type Shape, text } from '../core/data-shape.ts'

const texts = listOf(text)
const textOrNull = nullable(text)

const node = object<GraphNode>({
  id: text,
  kind: oneOf('service', 'network', 'external', 'internet', 'secret', 'host'),
  label: text,
  role: added(textOrNull, null),
  runs: added(textOrNull, null),
  networks: added(texts, []),
  internal: added(flag, false),
  files: added(texts, []),
  lines: added(listOf(object<GraphNode['lines'][number]>({ file: text, first: count, last: count })), []),
  profiles: added(texts, []),
  implicit: added(flag, false),
  notes: added(texts, []),
})

/** Older reports do not say what an edge is; the names of its ends do. */
const kindOfEdge = (from: string, to: string): GraphEdge['kind'] =>
  from === 'internet' || from.startsWith('internet:') ? 'publishes' : to.startsWith('network:') ? 'joins' : 'talks'

const edge: Shape<GraphEdge> = (value, path) => {
  const { kind, ...read } = object<Omit<GraphEdge, 'kind'> & { readonly kind: GraphEdge['kind'] | undefined }>({
    from: text,
    to: text,
    kind: added(oneOf('joins', 'publishes', 'talks', 'holds', 'mounts', 'awaits'), undefined),
    label: text,
    risk: added(textOrNull, null),
  })(value, path)
  return { ...read, kind: kind ?? kindOfEdge(read.from, read.to) }
}
/** The picture of one variant. */
export const graphShape = object<Graph>({ nodes: listOf(node), edges: listOf(edge) })
