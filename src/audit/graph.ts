/** Draws up the picture of a variant from the effective model. */
import {
  everybody,
  type Graph,
  type GraphEdge,
  type GraphEdgeKind,
  type GraphNode,
  thisHost,
} from '../core/architecture.ts'
import { firstSpanOf } from '../core/origin.ts'
import { keepsData } from '../stack/authentication.ts'
import { dialoguesOf } from '../stack/dialogue.ts'
import type { Variant } from '../stack/model.ts'
import { runsCompose } from '../stack/platforms.ts'
import { networksReached, onlyNames } from '../stack/resolution.ts'
import type { Dialogue, Port, Service } from '../stack/service-model.ts'
import { hostPartsOf, linesOf } from './graph-host.ts'
import { secretsOf } from './graph-secrets.ts'

interface Drawing {
  /** Adds a node, or finds the one that is there; its id. */
  node(kind: GraphNode['kind'], label: string, more?: Partial<GraphNode>): string
  edge(kind: GraphEdgeKind, from: string, to: string, label: string, risk?: string | null): void
  readonly graph: () => Graph
}

function openDrawing(): Drawing {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, GraphEdge>()
  const nothing = { role: null, runs: null, networks: [], internal: false, files: [], lines: [] }
  return {
    node: (kind, label, more = {}) => {
      const id = `${kind}:${label}`
      if (!nodes.has(id)) {
        nodes.set(id, { id, kind, label, ...nothing, profiles: [], implicit: false, notes: [], ...more })
      }
      return id
    },
    edge: (kind, from, to, label, risk = null) => {
      edges.set([kind, from, to, label].join('\0'), { from, to, kind, label, risk })
    },
    graph: () => ({ nodes: [...nodes.values()], edges: withoutVaguer([...edges.values()]) }),
  }
}

/** An edge without a label says nothing where another one of its kind between the two has one. */
function withoutVaguer(edges: readonly GraphEdge[]): readonly GraphEdge[] {
  const pair = ({ kind, from, to }: GraphEdge): string => [kind, from, to].join('\0')
  const labelled = new Set(edges.filter(({ label }) => label !== '').map(pair))
  return edges.filter((edge) => edge.label !== '' || !labelled.has(pair(edge)))
}

/** Services, networks, ports, dialogues, secrets and the parts of the host that are given away. Names only, never a value. */
export function graphOf(variant: Variant): Graph {
  const drawing = openDrawing()
  const networks = new Map(variant.services.map((service) => [service, networksOf(service)]))
  for (const service of variant.services) {
    drawing.node('service', service.name, { ...factsOf(service), networks: networks.get(service) ?? [] })
  }
  for (const { name, internal, implicit } of variant.networks) {
    drawing.node('network', name, { internal: internal.known && internal.value, implicit })
  }
  for (const service of variant.services) {
    const id = drawing.node('service', service.name)
    for (const name of networks.get(service) ?? []) {
      drawing.edge('joins', id, drawing.node('network', name, { implicit: true }), '')
    }
    addPorts(drawing, service, id)
    for (const { label, how, risk } of hostPartsOf(service)) {
      drawing.edge('mounts', id, drawing.node('host', label), how, risk)
    }
  }
  addDialogues(drawing, variant)
  for (const { label, holders } of secretsOf(variant)) {
    const secret = drawing.node('secret', label)
    for (const { service, as } of holders) {
      drawing.edge('holds', drawing.node('service', service.name), secret, as === label ? '' : as)
    }
  }
  return drawing.graph()
}

/** The networks a service is on, by name: its own, those of the service whose network it shares, or the platform's. */
function networksOf(service: Service): readonly string[] {
  const { networkMode, platform } = service
  const mode = networkMode.known ? networkMode.value : undefined
  if (mode === 'host' || mode === 'none') return []
  if (platform === 'kubernetes') return ['cluster']
  if (platform === 'ecs-fargate' || mode === 'awsvpc') return ['task']
  if (mode === 'bridge' || !runsCompose(service)) return ['bridge']
  return (networksReached(service) ?? []).map(({ name }) => name)
}

function factsOf(service: Service): Partial<GraphNode> {
  const { role, build, image, profiles, name, project } = service
  const reference = image?.reference.known ? image.reference.value.written : image?.written
  const ignoreFile = build?.context?.ignoreFile?.file
  const configs = project.configFiles.filter(
    ({ services }) => services.length > 0 && services.every((one) => one.name === name),
  )
  const envFiles = project.envFiles.filter(({ services }) => services.includes(service))
  return {
    role: role === 'unknown' ? null : role,
    runs: build ? `built from ${build.dockerfile.file}` : (reference ?? null),
    files: [
      ...new Set([
        ...(build ? [build.dockerfile.file] : []),
        ...(ignoreFile === undefined ? [] : [ignoreFile]),
        ...[...envFiles, ...configs].map(({ file }) => file),
      ]),
    ],
    lines: linesOf(service),
    profiles,
    notes: notesOf(service),
  }
}

function notesOf({ networkMode }: Service): readonly string[] {
  if (!networkMode.known) return ['its network is not known']
  const mode = networkMode.value ?? ''
  const [, kind, other] = /^(service|container):(.+)$/.exec(mode) ?? []
  if (other !== undefined) return [`shares the network of ${kind === 'container' ? 'container ' : ''}${other}`]
  return mode === 'none' ? ['has no network'] : []
}

const openToAll: Partial<Record<Service['role'], string>> = {
  'admin-tool': 'an administration tool is open to everybody who reaches the host',
  'dev-tool': 'a tool for development is open to everybody who reaches the host',
}

const exposureOf = (service: Service): string | null =>
  keepsData(service) ? 'a data store is open to everybody who reaches the host' : (openToAll[service.role] ?? null)

/** Ports of the host that lead to a service; a stretch of them is one edge. */
function addPorts({ node, edge }: Drawing, service: Service, id: string): void {
  const stretches = new Map<string, Port[]>()
  for (const item of service.ports.items) {
    if (!item.known) {
      edge('publishes', node('internet', everybody), id, 'a port that is not known')
      continue
    }
    const place = firstSpanOf(item.origin)
    const key = place ? `${place.file}\0${place.start}\0${item.value.everyInterface}` : String(stretches.size)
    stretches.set(key, [...(stretches.get(key) ?? []), item.value])
  }
  for (const ports of stretches.values()) {
    const [first] = ports
    if (first === undefined || (first.published === undefined && !runsCompose(service))) continue
    if (first.everyInterface) edge('publishes', node('internet', everybody), id, portText(ports), exposureOf(service))
    else if (runsCompose(service)) edge('publishes', node('host', thisHost), id, portText(ports))
  }
  if (service.networkMode.known && service.networkMode.value === 'host') {
    const listens = service.listens.flatMap((port) => (port.known ? [port.value] : []))
    const label = listens.length > 0 ? listens.join(', ') : 'every port it opens'
    edge('publishes', node('internet', everybody), id, label, exposureOf(service))
  }
}

/** `443`, `8080 → 80`, `5000–5010`, `53/udp`. */
function portText(ports: readonly Port[]): string {
  const [first] = ports
  const last = ports.at(-1)
  if (first === undefined || last === undefined) return ''
  const protocol = first.protocol === 'tcp' ? '' : `/${first.protocol}`
  const outside = first.published ?? 'any port'
  if (ports.length > 1 && last.published !== first.published) return `${outside}–${last.published ?? ''}${protocol}`
  return outside === String(first.target) ? `${outside}${protocol}` : `${outside} → ${first.target}${protocol}`
}

/** Who calls whom, and who waits for whom without being known to call. */
function addDialogues({ node, edge }: Drawing, variant: Variant): void {
  const byName = new Map(variant.services.map((service) => [service.name, service]))
  // A pod of several containers is called by the name before theirs.
  for (const service of variant.services) {
    const pod = service.name.split('/')[0] ?? ''
    if (service.platform === 'kubernetes' && !byName.has(pod)) byName.set(pod, service)
  }
  const deployed = runsCompose(variant) ? [] : dialoguesOf(variant, [])
  const calls = new Set<string>()
  for (const dialogue of [...variant.dialogues, ...deployed]) {
    const { from, scheme, port } = dialogue
    const label = [scheme, port].filter((part) => part !== undefined).join(':')
    const called = calledService(dialogue, byName)
    if (called === from || dialogue.to.kind === 'self') continue
    if (called) {
      calls.add(`${from.name}\0${called.name}`)
      edge('talks', node('service', from.name), node('service', called.name), label)
    } else if (!onlyNames(dialogue.via)) {
      const isHost = /^(?:host|gateway)\.docker\.internal$/i.test(dialogue.host)
      const to = isHost ? node('host', thisHost) : node('external', dialogue.host)
      edge('talks', node('service', from.name), to, label, isHost ? null : openlyText(scheme))
    }
  }
  for (const service of variant.services) {
    for (const { service: name } of service.dependsOn) {
      if (!byName.has(name) || name === service.name || calls.has(`${service.name}\0${name}`)) continue
      edge('awaits', node('service', service.name), node('service', name), '')
    }
  }
}

/** The service that a dialogue reaches, by its name within a cluster as well. */
function calledService({ to, host, from }: Dialogue, byName: ReadonlyMap<string, Service>): Service | undefined {
  if (to.kind === 'service') return to.service
  const name = /^([a-z\d-]+)(?:\.[a-z\d-]+)?(?:\.svc(?:\.cluster\.local)?)?$/.exec(host)?.[1]
  return from.platform === 'kubernetes' && name !== undefined ? byName.get(name) : undefined
}

/** Schemes that send what they carry for everybody on the way to read. */
const openly = new Set(['http', 'ws', 'ftp', 'ldap', 'redis', 'amqp', 'mqtt', 'smtp', 'telnet'])

const openlyText = (scheme: string | undefined): string | null =>
  scheme !== undefined && openly.has(scheme) ? `leaves the stack unencrypted (${scheme})` : null
