/** Draws up the picture of a variant from the effective model. */
import type { Graph, GraphEdge, GraphEdgeKind, GraphNode } from '../core/architecture.ts'
import type { Variant } from '../stack/model.ts'
import type { Service } from '../stack/service-model.ts'

/** Services, the networks they share, whom they talk to, and which of them the internet can reach. */
export function graphOf(variant: Variant): Graph {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, GraphEdge>()
  const node = (kind: GraphNode['kind'], label: string, more: Partial<GraphNode> = {}): string => {
    const id = `${kind}:${label}`
    if (!nodes.has(id)) {
      nodes.set(id, { id, kind, label, role: null, runs: null, networks: [], internal: false, files: [], ...more })
    }
    return id
  }
  const edge = (kind: GraphEdgeKind, from: string, to: string, label: string): void => {
    edges.set([kind, from, to, label].join('\0'), { from, to, kind, label })
  }
  for (const service of variant.services) node('service', service.name, factsOf(service))
  for (const { name, internal } of variant.networks) {
    node('network', name, { internal: internal.known && internal.value })
  }
  for (const service of variant.services) {
    const id = node('service', service.name)
    for (const network of service.networks) edge('joins', id, node('network', network.name), '')
    for (const port of service.ports.items) {
      if (port.known && port.value.everyInterface) {
        edge('publishes', node('internet', 'internet'), id, String(port.value.published ?? port.value.target))
      }
    }
  }
  for (const dialogue of variant.dialogues) {
    if (dialogue.to.kind === 'self') continue
    const to =
      dialogue.to.kind === 'service' ? node('service', dialogue.to.service.name) : node('external', dialogue.to.host)
    edge('talks', node('service', dialogue.from.name), to, [dialogue.scheme, dialogue.port].filter(Boolean).join(':'))
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] }
}

function factsOf(service: Service): Partial<GraphNode> {
  const { role, build, image, networks } = service
  const reference = image?.reference.known ? image.reference.value.written : image?.written
  return {
    role: role === 'unknown' ? null : role,
    runs: build ? `built from ${build.dockerfile.file}` : (reference ?? null),
    networks: networks.map(({ name }) => name),
    files: build ? [build.dockerfile.file] : [],
  }
}
