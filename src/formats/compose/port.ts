/** The short form of a published port: `address:published:target/protocol`, each with ranges. */
import { ipVersion } from '../../core/ip-address.ts'

export interface PublishedPort {
  readonly address?: string
  /** As text, since it may be a range to pick from; absent where Docker picks any. */
  readonly published?: string
  readonly target: number
  readonly protocol: string
}

export type ParsedPorts =
  | { readonly ok: true; readonly ports: readonly PublishedPort[] }
  | { readonly ok: false; readonly why: string }

type Range = readonly [first: number, last: number]

/** Reads the short form: one port of the container per result, in the order of `target/protocol` as text. */
export function parsePorts(text: string): ParsedPorts {
  const parts = text.split(':')
  const container = parts.at(-1) ?? ''
  const published = parts.at(-2) ?? ''
  const address = parts
    .slice(0, -2)
    .join(':')
    .replace(/^\[(.*)\]$/, '$1')
  const [targets = '', written = ''] = container.split('/')
  const protocol = written === '' ? 'tcp' : written.toLowerCase()
  if (address !== '' && ipVersion(address) === 0) return no('the address is not an IP address')
  if (targets === '') return no('the port of the container is missing')
  const target = rangeOf(targets)
  if (target === undefined) return no('the port of the container is not a port')
  const host = published === '' ? undefined : rangeOf(published)
  if (published !== '' && host === undefined) return no('the port of the host is not a port')
  const single = target[0] === target[1]
  if (host !== undefined && !single && host[1] - host[0] !== target[1] - target[0]) {
    return no('the ranges of host and container differ in length')
  }
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 'sctp') return no('the protocol is not tcp, udp or sctp')
  const ports = Array.from({ length: target[1] - target[0] + 1 }, (_, at): PublishedPort => {
    const chosen = host === undefined ? {} : { published: single ? textOf(host) : String(host[0] + at) }
    return { ...(address === '' ? {} : { address }), ...chosen, target: target[0] + at, protocol }
  })
  return { ok: true, ports: ports.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) }
}

const no = (why: string): ParsedPorts => ({ ok: false, why })
const key = (port: PublishedPort): string => `${port.target}/${port.protocol}`
const textOf = ([first, last]: Range): string => (first === last ? String(first) : `${first}-${last}`)

function rangeOf(text: string): Range | undefined {
  const [first = '', last = first] = text.split('-')
  if (!/^\d+$/.test(first) || !/^\d+$/.test(last)) return undefined
  const [from, to] = [Number(first), Number(last)]
  return from > to || to > 65535 ? undefined : [from, to]
}
