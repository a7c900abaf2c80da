/** What is to be seen in the picture of a variant: cards, the zones they are in, the lines between them. Nothing has its place yet. */
import type { Graph, GraphEdge, GraphEdgeKind, GraphNode } from '../../../core/architecture.ts'
import type { Severity } from '../../../core/verdict.ts'
import { shortened, textWidth } from './text-width.ts'

/** What is open at a node. */
export interface Standing {
  /** Ids of open places. */
  readonly places: readonly string[]
  readonly worst: Severity | undefined
}

export interface Card {
  readonly node: GraphNode
  readonly title: string
  readonly subtitle: string
  /** A third line: profiles and notes. */
  readonly remark: string
  readonly standing: Standing
  /** Secrets that it holds. */
  readonly keys: readonly string[]
  /** Who reaches it from outside of the stack, as far as a port of the host leads to it. */
  readonly door: 'none' | 'open' | 'risk'
  readonly width: number
  readonly height: number
}

/** A service belongs to the zone of the very set of networks that it is on. */
export interface Zone {
  readonly id: string
  readonly label: string
  readonly networks: readonly GraphNode[]
  /** `internal`: no way out; `none`: on no network of the stack. */
  readonly kind: 'network' | 'internal' | 'none'
  readonly members: readonly string[]
}

/** Everything of one kind that goes from one card to another. */
export interface Line {
  readonly from: string
  readonly to: string
  readonly kind: GraphEdgeKind
  readonly edges: readonly GraphEdge[]
  readonly label: string
  readonly labelWidth: number
  readonly risk: string | null
}

export interface Scene {
  readonly cards: ReadonlyMap<string, Card>
  readonly zones: readonly Zone[]
  readonly lines: readonly Line[]
}

export const sizes = {
  title: 13,
  subtitle: 11,
  label: 11,
  zone: 12,
  /** Where the texts of a service's card begin, from its left side. */
  text: 45,
  /** Room between a card's side and what is in it. */
  inset: 12,
  narrowest: 160,
  widest: 258,
  longestLabel: 130,
} as const

export const badgeWidth = ({ places }: Standing): number => textWidth(String(places.length), sizes.subtitle, true) + 16

export function sceneOf({ nodes, edges }: Graph, standingOf: (node: GraphNode) => Standing): Scene {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const held = Map.groupBy(
    edges.filter(({ kind }) => kind === 'holds'),
    ({ from }) => from,
  )
  const published = Map.groupBy(
    edges.filter(({ kind, from }) => kind === 'publishes' && byId.get(from)?.kind === 'internet'),
    ({ to }) => to,
  )
  const drafts = nodes
    .filter(({ kind }) => kind !== 'network' && kind !== 'secret')
    .map((node) => ({
      node,
      standing: standingOf(node),
      keys: [...new Set((held.get(node.id) ?? []).map(({ to }) => byId.get(to)?.label ?? to))],
      door: doorOf(published.get(node.id) ?? []),
    }))
  const zones = zonesOf(nodes)
  // Cards of one width stand in columns; a zone has to have room for its name.
  const wanted = [
    ...drafts.filter(({ node }) => node.kind === 'service').map(widthOf),
    ...zones.map(({ label }) => textWidth(label, sizes.zone, true)),
  ]
  const common = Math.min(sizes.widest, Math.max(sizes.narrowest, ...wanted))
  return {
    cards: new Map(drafts.map((draft) => [draft.node.id, cardOf(draft, common)])),
    zones,
    lines: linesOf(edges),
  }
}

const doorOf = (ports: readonly GraphEdge[]): Card['door'] =>
  ports.length === 0 ? 'none' : ports.some(({ risk }) => risk !== null) ? 'risk' : 'open'

type Draft = Pick<Card, 'node' | 'standing' | 'keys' | 'door'>

const remarkOf = ({ profiles, notes }: GraphNode): string =>
  [...(profiles.length > 0 ? [`only with profile ${profiles.join(' or ')}`] : []), ...notes].join(', ')

const keysWidth = (keys: readonly string[]): number =>
  keys.length === 0 ? 0 : textWidth(String(keys.length), sizes.subtitle) + 22

const runsOf = ({ runs }: GraphNode): string =>
  (runs ?? '').replace(/@sha256:[\da-f]{6,}/, '@sha256…').replace(/^built from /, '')

function widthOf({ node, keys }: Draft): number {
  const { title, subtitle, inset, text } = sizes
  const first = textWidth(node.label, title, true)
  const second = textWidth(runsOf(node), subtitle) + keysWidth(keys)
  return text + Math.max(first, second, textWidth(remarkOf(node), subtitle)) + inset
}

function cardOf(draft: Draft, common: number): Card {
  const { node, keys } = draft
  const { title, subtitle, inset, text } = sizes
  if (node.kind !== 'service') {
    const label = shortened(node.label, 300, subtitle + 1)
    const height = node.kind === 'internet' || node.kind === 'host' ? 40 : 32
    return { ...draft, title: label, subtitle: '', remark: '', width: textWidth(label, subtitle + 1) + 44, height }
  }
  const room = common - text - inset
  const remark = shortened(remarkOf(node), room, subtitle)
  return {
    ...draft,
    title: shortened(node.label, room, title, true),
    subtitle: shortened(runsOf(node), room - keysWidth(keys), subtitle),
    remark,
    width: common,
    height: remark === '' ? 52 : 68,
  }
}

function zonesOf(nodes: readonly GraphNode[]): readonly Zone[] {
  const networks = new Map(nodes.filter(({ kind }) => kind === 'network').map((node) => [node.label, node]))
  const services = nodes.filter(({ kind }) => kind === 'service')
  const nameOf = (service: GraphNode): string => service.networks.toSorted().join(' + ')
  return [...Map.groupBy(services, nameOf)].map(([name, members], at): Zone => {
    const joined = (members[0]?.networks ?? []).toSorted().flatMap((label) => networks.get(label) ?? [])
    const closed = joined.length > 0 && joined.every(({ internal }) => internal)
    return {
      id: `zone:${at}`,
      label: name === '' ? 'on no network of the stack' : name,
      networks: joined,
      kind: name === '' ? 'none' : closed ? 'internal' : 'network',
      members: members.map(({ id }) => id),
    }
  })
}

/** Everything but who is on which network and who holds what: zones and keys show that. */
function linesOf(edges: readonly GraphEdge[]): readonly Line[] {
  const drawn = edges.filter(({ kind }) => kind !== 'joins' && kind !== 'holds')
  const between = Map.groupBy(drawn, ({ kind, from, to }) => [kind, from, to].join('\0'))
  return [...between.values()].flatMap((same): readonly Line[] => {
    const [first] = same
    if (first === undefined) return []
    const label = labelOf([...new Set(same.map((edge) => edge.label).filter((text) => text !== ''))])
    return [
      {
        from: first.from,
        to: first.to,
        kind: first.kind,
        edges: same,
        label,
        labelWidth: label === '' ? 0 : textWidth(label, sizes.label) + 12,
        risk: same.find(({ risk }) => risk !== null)?.risk ?? null,
      },
    ]
  })
}

function labelOf(labels: readonly string[]): string {
  const { longestLabel, label } = sizes
  const text = [...labels.slice(0, 2), ...(labels.length > 2 ? [`+${labels.length - 2}`] : [])].join(', ')
  return shortened(text, longestLabel, label)
}
