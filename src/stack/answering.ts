/** What a container answers on, as far as its files tell: ports, and whether IPv6 is among it. */

import { lazy } from '../core/lazy.ts'
import type { Origin } from '../core/origin.ts'
import { spansOf } from '../core/origin.ts'
import type { Probe } from './probe.ts'
import type { Service } from './service-model.ts'
import { startTexts } from './start-command.ts'
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

export function answeringPorts(of: Pick<Probe, 'service' | 'stage' | 'profile'>): AnsweringPorts {
  const { service, stage, profile } = of
  const mapped = (service?.ports.items ?? []).flatMap((port) => (port.known ? [port.value.target] : []))
  return answering({ service, stage, profile }, mapped)
}

/** Images whose ports are all known, so that another one is a mistake. */
const closed = /\/(?:postgres|mysql|mariadb|mongo|redis|valkey|memcached)$/

/**
 * The same without what the mappings themselves say, but with what health checks and other services ask; `undefined` where no
 * file tells on which ports the program listens.
 */
export function portsAnswered(service: Service): AnsweringPorts | undefined {
  const { finalStage: stage, healthcheck, image, mounts, networkMode, profile, variant } = service
  if (!networkMode.known || networkMode.value !== undefined || (service.build && !stage)) return undefined
  const usual = replacesDefault(service) ? undefined : profile
  const found = answering({ service, stage, profile: usual }, [])
  const checks = (healthcheck?.test.items ?? []).flatMap((item) => (item.known ? [item.value] : []))
  const names = (port: number): boolean =>
    found.names(port) ||
    checks.some((text) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text)) ||
    variant.dialogues.some(({ to, port: asked }) => to.kind === 'service' && to.service === service && asked === port)
  const targets = service.ports.items.flatMap((port) => (port.known ? [port.value.target] : []))
  if (targets.every(names)) return { names, said: [] }
  if (startsAnother(service)) return undefined
  const { said } = found
  if (said.length > 0) return { names, said }
  if (stage || !image || !usual || !closed.test(usual.repository)) return undefined
  // A mounted configuration, or one that the command names, may say another port than the image's usual one.
  const data = usual.data ?? []
  const configured =
    mounts.some(({ target, type }) => type === 'bind' && !(target.known && data.includes(target.value))) ||
    startTexts(service).some(({ text }) => /\.(?:conf|ya?ml|toml|json|ini|cnf)\b/.test(text))
  if (configured) return undefined
  return { names, said: (usual.ports ?? []).map((port) => ({ port, origin: image.origin })) }
}

/** Whether a web server's image starts another program, such as the development server of its own sources. */
const startsAnother = ({ command, finalStage }: Service): boolean =>
  finalStage?.rootImage?.profile?.role === 'web-server' &&
  command !== undefined &&
  command.items.length > 0 &&
  !command.items.some((item) => !item.known || /nginx|httpd|apache|caddy/.test(item.value))

/** Whether nginx’s own server, the one on port 80, is replaced: by a mount, or by a copy in the build. */
function replacesDefault({ finalStage, mounts }: Service): boolean {
  const copied = (finalStage?.copies ?? []).flatMap(({ destination }) => (destination.known ? [destination.value] : []))
  const mounted = mounts.flatMap(({ target }) => (target.known ? [target.value] : []))
  return [...copied, ...mounted].some((path) =>
    /^\/etc\/nginx(?:\/nginx\.conf|\/conf\.d(?:\/(?:default\.conf)?)?|\/templates\/default\.conf\.template|\/?)$/.test(
      path,
    ),
  )
}

function answering(
  { service, stage, profile }: Pick<Probe, 'service' | 'stage' | 'profile'>,
  mapped: readonly number[],
): AnsweringPorts {
  const exposed = (stage?.exposes ?? []).flatMap(({ port, origin }) =>
    port.known ? [{ port: port.value, origin }] : [],
  )
  // Reading the sources takes longest, and is seldom what decides.
  const inCode = lazy(() => (stage ? stage.build.project.sourceOf(stage.build).listens : []))
  const configured = (service?.project.nginxListens(service) ?? []).flatMap(({ port, origin }) =>
    port.known ? [{ port: port.value, origin }] : [],
  )
  const ports = new Set([...exposed, ...configured].map(({ port }) => port).concat(mapped, profile?.ports ?? []))
  const texts = spoken({ service, stage })
  const computed = (stage?.exposes ?? []).some(({ port }) => !port.known)
  return {
    names: (port) =>
      computed ||
      ports.has(port) ||
      texts.some((text) => new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text)) ||
      inCode().some((listened) => listened.port === port),
    get said() {
      return [...configured, ...exposed, ...inCode()]
    },
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
