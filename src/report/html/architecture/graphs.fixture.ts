/** Graphs of every size for tests of the picture: the same ones every time. */
import type { Graph, GraphEdge, GraphEdgeKind, GraphNode } from '../../../core/architecture.ts'

export const node = (kind: GraphNode['kind'], label: string, more: Partial<GraphNode> = {}): GraphNode => ({
  ...{ id: `${kind}:${label}`, kind, label, role: null, runs: null, networks: [], internal: false, files: [] },
  ...{ lines: [], profiles: [], implicit: false, notes: [] },
  ...more,
})

export const edge = (
  from: string,
  kind: GraphEdgeKind,
  to: string,
  label = '',
  risk: string | null = null,
): GraphEdge => ({
  ...{ from, to, kind, label, risk },
})

/** Numbers from 0 to 1 that look like chance. */
function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}

const roles = ['data-store', 'cache', 'proxy', 'web-server', 'runtime', 'monitoring', null]
const images = ['postgres:17.2', 'registry.example.org/group/project/service:2025.11.3', 'nginx:1.27.3', null]
const names = ['orders', 'billing', 'identity-provider', 'a', 'notifications-and-reminders-worker']
const labels = ['http:8080', 'postgresql:5432', '', 'redis:6379']

/** A stack with about so many lines per service, on a few networks, one of them without a way out. */
export function stackOf(services: number, density: number, seed: number): Graph {
  const chance = chances(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
  const networks = ['edge', 'data', 'backend', 'monitoring-and-logging'].slice(0, Math.max(1, Math.ceil(services / 4)))
  const all = Array.from({ length: services }, (_, at) =>
    node('service', `${pick(names)}-${at}`, {
      role: pick(roles),
      runs: pick(images),
      networks: chance() < 0.1 ? [] : [...new Set([pick(networks), pick(networks)])],
      profiles: chance() < 0.1 ? ['jobs'] : [],
    }),
  )
  const others = [node('internet', 'internet'), node('host', 'this host'), node('external', 'api.example.org')]
  const [internet, host, outside] = others.map(({ id }) => id) as [string, string, string]
  const edges = [
    ...all.flatMap(({ id, networks: on }) => on.map((name) => edge(id, 'joins', `network:${name}`))),
    ...Array.from({ length: Math.ceil(services * density) }, () =>
      edge(pick(all).id, pick(['talks', 'talks', 'awaits']), pick(all).id, pick(labels)),
    ),
    ...all
      .filter(() => chance() < 0.15)
      .map(({ id }) => edge(internet, 'publishes', id, '8080 → 80', pick([null, 'open']))),
    ...all.filter(() => chance() < 0.1).map(({ id }) => edge(host, 'publishes', id, '9000')),
    ...all.filter(() => chance() < 0.1).map(({ id }) => edge(id, 'talks', outside, 'https')),
    ...all.filter(() => chance() < 0.3).map(({ id }) => edge(id, 'holds', 'secret:TOKEN')),
  ]
  const single = new Map(
    edges.filter(({ from, to }) => from !== to).map((one) => [`${one.from} ${one.kind} ${one.to} ${one.label}`, one]),
  )
  return {
    nodes: [
      ...all,
      ...networks.map((name) => node('network', name, { internal: name === 'data' })),
      ...others,
      node('secret', 'TOKEN'),
    ],
    edges: [...single.values()],
  }
}
