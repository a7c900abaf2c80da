/** Which host names a container can look up: the stack's own, those that somebody else knows, and the internet's. */
import { type Node, nodeAt, textOf } from '../core/node.ts'
import type { Network, Variant } from './model.ts'
import type { Dialogue, Service } from './service-model.ts'

/** Schemes of connections that a program opens by a host's name. */
const connects =
  /^(?:https?|wss?|tcp|tls|grpcs?|rediss?|valkeys?|postgres(?:ql)?(?:\+\w+)?|mysql(?:\+\w+)?|mariadb(?:\+\w+)?|mongodb|amqps?|pyamqp|nats|kafka|ldaps?|smtps?|imaps?|sqlserver|mssql(?:\+\w+)?|clickhouse|memcached|mqtts?|bolt|neo4j|pulsar|stomp|http\+unix)$/
const saysHost = /(?:^|[_.:-])(?:HOSTS?|HOSTNAME|SERVERS?|ADDR|ADDRESS|ENDPOINTS?|BROKERS?|URLS?|URI|DSN)$/i
/** Words of examples, and names that compose gives containers by itself. */
const noName = /^(?:host|hostname|example|your.*|my.*host|user|username|server|gateway|unix|.*[-_].*[-_]\d+)$/i

/** The names under which the variant's services are reached. */
export const namesWithin = ({ services }: Variant): readonly string[] =>
  services.flatMap(({ name, aliases, containerName }) => [
    ...[name, ...aliases],
    ...(containerName.known && containerName.value !== undefined ? [containerName.value] : []),
  ])

/** Whether a host that is no service may still be found by name, or is no host at all. */
export function resolvesElsewhere({ from, host, scheme, via }: Dialogue): boolean {
  if (host.includes('.') || host.includes(':') || /^\d+$/.test(host) || noName.test(host)) return true
  if (scheme === undefined ? !saysHost.test(via) : !connects.test(scheme)) return true
  const { networkMode, networks, variant } = from
  // On the host's network, or one of somebody else, others answer for names.
  if (!networkMode.known || networkMode.value !== undefined) return true
  if (networks.some(({ external }) => !external.known || external.value)) return true
  if (variant.services.some(({ containerName }) => !containerName.known)) return true
  if (variant.project.variants.some((other) => namesWithin(other).includes(host))) return true
  return tellsHost(from, host) || !isFullyKnown(from, via)
}

/** A variable whose value is known only in part may hold another host. */
function isFullyKnown({ environment }: Service, via: string): boolean {
  const variable = environment.find(({ name }) => name === via)
  return variable === undefined || variable.value.known
}

/** Whether the service's own file tells the container this name. */
export const tellsHost = (service: Service, host: string): boolean =>
  givenNames(service).some((name) => name.toLowerCase() === host.toLowerCase())

/**
 * The stack's networks that the container is on, by which names are looked up: its own, or those of the service whose network
 * it shares; none on the host's network. `undefined` where nobody can tell.
 */
export function networksReached(service: Service): readonly Network[] | undefined {
  const { networkMode, networks, variant } = service
  if (!networkMode.known) return undefined
  const mode = networkMode.value
  if (mode === undefined) return networks
  if (/^(?:host|none|bridge)$/.test(mode)) return []
  const shared = /^service:(.+)$/.exec(mode)?.[1]
  const other = variant.services.find(({ name }) => name === shared)
  return other?.networkMode.known && other.networkMode.value === undefined ? other.networks : undefined
}

/** Names that the service is told by `extra_hosts`, `links` and `external_links`. */
function givenNames({ node }: Service): readonly string[] {
  const hosts = nodeAt(node, 'extra_hosts')
  const links = ['links', 'external_links'].flatMap((key) => itemsOf(nodeAt(node, key)))
  const keys = hosts?.kind === 'map' ? hosts.entries.map(({ key }) => key) : itemsOf(hosts)
  return [...keys.map((text) => text.split(/[:=]/)[0] ?? ''), ...links.map((text) => text.split(':').at(-1) ?? '')]
}

const itemsOf = (node: Node | undefined): readonly string[] =>
  node?.kind === 'list' ? node.items.flatMap((item) => textOf(item) ?? []) : []

/** Whether an address under this name is compared or handed on, and never called: a token's issuer, an allowed origin. */
export const onlyNames = (via: string): boolean =>
  /(?:issuer|audience|origin|cors|callback|redirect|public|allowed|schema|xmlns)/i.test(via)

/** Whether the dialogue opens a connection to a host of the internet. */
export const isOutside = ({ to, host, scheme, via, from }: Dialogue): boolean =>
  to.kind === 'external' &&
  scheme !== undefined &&
  connects.test(scheme) &&
  /\.[a-z]{2,}$/i.test(host) &&
  !/(?:^|\.)(?:internal|local|localhost|localdomain|lan|home|corp|example)$/i.test(host) &&
  !onlyNames(via) &&
  isFullyKnown(from, via)
