/** What security groups let in and out, in whichever of the ways that Terraform has to say it. */
import { type Known, known, unknowable } from '../../core/known.ts'
import type { MapNode } from '../../core/node.ts'
import { type Origin, spansOf } from '../../core/origin.ts'
import type { CloudResource } from './model.ts'
import { blocksAt, textAt, textsAt } from './questions.ts'

export interface Opening {
  readonly direction: 'ingress' | 'egress'
  /** TCP or UDP ports; every port of every protocol is 0–65535. */
  readonly ports: Known<{ readonly from: number; readonly to: number }>
  /** Whether any protocol will do. */
  readonly everyProtocol: boolean
  /** Not TCP and not UDP, such as ICMP. */
  readonly portless: boolean
  /** Networks it speaks of; another group, or a prefix list, is none. */
  readonly networks: readonly Known<string>[]
  readonly origin: Origin
}

/** An opening that may be there, or not. */
export interface Doubt {
  readonly because: string
  readonly origin: Origin
}

const groups = new Set(['aws_security_group', 'aws_default_security_group'])
const single: ReadonlyMap<string, Opening['direction']> = new Map([
  ['aws_vpc_security_group_ingress_rule', 'ingress'],
  ['aws_vpc_security_group_egress_rule', 'egress'],
])

/** Whether a network is the whole internet. */
export const isInternet = (network: string): boolean => network === '0.0.0.0/0' || network === '::/0'

/** What a resource lets through in a direction; `undefined` where it is none that does. */
export function openingsOf(
  resource: CloudResource,
  direction: Opening['direction'],
): { readonly openings: readonly Opening[]; readonly doubts: readonly Doubt[] } | undefined {
  const { body, origin, type } = resource
  if (groups.has(type)) {
    const { maps, unknown } = blocksAt(body, direction)
    return {
      openings: maps.map((map) => openingOf(map, map.origin, direction)),
      doubts: unknown === undefined ? [] : [{ because: unknown, origin }],
    }
  }
  if (type === 'aws_security_group_rule') {
    const kind = textAt(body, origin, 'type')
    if (!kind.known) return { openings: [], doubts: [{ because: kind.because, origin: kind.origin }] }
    return kind.value === direction ? { openings: [openingOf(body, origin, direction)], doubts: [] } : undefined
  }
  return single.get(type) === direction ? { openings: [openingOf(body, origin, direction)], doubts: [] } : undefined
}

const networkKeys = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6']

function openingOf(map: MapNode, origin: Origin, direction: Opening['direction']): Opening {
  const named = textAt(map, origin, 'protocol')
  const protocol = named.known && named.value === undefined ? textAt(map, origin, 'ip_protocol') : named
  const word = protocol.known ? (protocol.value ?? 'tcp').toLowerCase() : 'tcp'
  const everyProtocol = word === '-1' || word === 'all'
  return {
    direction,
    ports: everyProtocol ? known({ from: 0, to: 65_535 }, origin) : protocol.known ? portsOf(map, origin) : protocol,
    everyProtocol,
    portless: !everyProtocol && !/^(?:tcp|udp|6|17)$/.test(word),
    networks: networkKeys.flatMap((key) => textsAt(map, key)),
    origin,
  }
}

function portsOf(map: MapNode, origin: Origin): Opening['ports'] {
  const [from, to] = [textAt(map, origin, 'from_port'), textAt(map, origin, 'to_port')]
  const doubtful = [from, to].find((one) => !one.known)
  if (doubtful?.known === false) return unknowable(doubtful.because, doubtful.origin)
  const [first, last] = [from, to].map((one) => Number(one.known ? (one.value ?? Number.NaN) : Number.NaN))
  if (first === undefined || last === undefined || !Number.isFinite(first + last))
    return unknowable('no ports are written', origin)
  return known({ from: first, to: last }, origin)
}

/** The network of an opening that is the whole internet, where there is one; the written place comes first. */
export const internetOf = ({ networks }: Opening): Known<string> | undefined =>
  networks.find((network) => network.known && isInternet(network.value) && spansOf(network.origin).length > 0)
