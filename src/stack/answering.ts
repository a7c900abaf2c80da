/** What a container answers on, as far as its files tell: ports, and whether IPv6 is among it. */

import type { Origin } from '../core/origin.ts'
import { spansOf } from '../core/origin.ts'
import type { Probe } from './probe.ts'
import { stretchOf } from './written-scalars.ts'

export interface OwnAddress {
  readonly host: string
  readonly port: number
  readonly origin: Origin
}

const ownHosts = 'localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1?\\]'
const address = new RegExp(
  `(?:\\b(?<scheme>https?|tcp|grpc)://|(?<![\\w./@-]))(?<host>${ownHosts})(?:[: ](?<port>\\d{2,5})(?!\\d)|(?=[/"'\\s]|$))`,
  'g',
)

/** The addresses of its own container that a health check calls, with the port that is meant. */
export function ownAddresses({ check }: Probe): readonly OwnAddress[] {
  return check.test.items.flatMap((item) => {
    if (!item.known) return []
    const { value, origin } = item
    const [place] = spansOf(origin)
    return [...value.matchAll(address)].flatMap((match): readonly OwnAddress[] => {
      const { scheme, host = '', port } = match.groups ?? {}
      const number = port === undefined ? usualPort(scheme) : Number(port)
      if (number === undefined) return []
      const end = match.index + match[0].length
      return [{ host, port: number, origin: place ? stretchOf(place, value, match.index, end) : origin }]
    })
  })
}

const usualPort = (scheme: string | undefined): number | undefined =>
  scheme === 'http' ? 80 : scheme === 'https' ? 443 : undefined

/** Ports that the code, the Dockerfile or the compose file names for this container, and how sure the list is. */
export interface AnsweringPorts {
  /** Whether the port is named anywhere: EXPOSE, a mapping, the code, a variable, a command line. */
  readonly names: (port: number) => boolean
  /** The ports that the build itself says it listens on; empty where it says none. */
  readonly said: readonly { readonly port: number; readonly origin: Origin }[]
}

export function answeringPorts({ service, stage, profile }: Probe): AnsweringPorts {
  const exposed = (stage?.exposes ?? []).flatMap(({ port, origin }) =>
    port.known ? [{ port: port.value, origin }] : [],
  )
  const inCode = stage ? stage.build.project.sourceOf(stage.build).listens : []
  const configured = (service?.project.nginxListens(service) ?? []).flatMap(({ port, origin }) =>
    port.known ? [{ port: port.value, origin }] : [],
  )
  const mapped = (service?.ports.items ?? []).flatMap((port) => (port.known ? [port.value.target] : []))
  const ports = new Set(
    [...exposed, ...inCode, ...configured].map(({ port }) => port).concat(mapped, profile?.ports ?? []),
  )
  const texts = spoken({ service, stage })
  const computed = (stage?.exposes ?? []).some(({ port }) => !port.known)
  return {
    names: (port) =>
      computed || ports.has(port) || texts.some((text) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text)),
    said: [...configured, ...exposed, ...inCode],
  }
}

/** Command lines and variables of a container. */
function spoken({ service, stage }: Pick<Probe, 'service' | 'stage'>): readonly string[] {
  const words = [...(service?.command?.items ?? []), ...(service?.entrypoint?.items ?? [])]
  const own = service?.command ? [] : (stage?.cmd?.args ?? [])
  const variables = [...(service?.environment ?? []), ...(stage?.effectiveEnv ?? [])]
  return [
    ...words.flatMap((word) => (word.known ? [word.value] : [])),
    ...[...own, ...(stage?.entrypoint?.args ?? [])].map(({ text }) => text),
    ...variables.map(({ partial }) => partial),
  ]
}

/** Whether the container's program is told to listen on IPv4 addresses, and on no IPv6 one. */
export const listensOnIpv4Only = (probe: Probe): boolean => {
  const configured = probe.service?.project.nginxListens(probe.service) ?? []
  if (configured.length > 0) return configured.every(({ family }) => family === 'ipv4')
  const texts = spoken(probe)
  return texts.some((text) => /(?<![\d.])0\.0\.0\.0(?![\d.])/.test(text)) && !texts.some((text) => text.includes('::'))
}
