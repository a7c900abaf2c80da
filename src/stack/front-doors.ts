/** Which published ports are the way into a stack, and what to do about those that are not. */
import type { Refusal, Repair } from '../core/fix.ts'
import type { Known } from '../core/known.ts'
import { keptWith } from '../core/lazy.ts'
import { nodeAt, textOf } from '../core/node.ts'
import { wellKnownPort } from '../knowledge/ports.ts'
import { keepsData } from './authentication.ts'
import { developmentSigns } from './development-mode.ts'
import { bindToLoopback } from './port-edits.ts'
import { runsInProduction } from './production.ts'
import type { Port, Service } from './service-model.ts'

/** Ports that a web server is meant to answer from anywhere. */
const webPorts = new Set([80, 443, 8080, 8443])

/** What takes in logs and measurements, from other hosts as well. */
const collects = /logstash|fluent|collector|vector|telegraf|statsd|syslog|pushgateway/

/** Whether a port is looked at by the people who run the stack, and by nobody else. */
const isInward = ({ role, profile }: Service, { target }: Port): boolean =>
  role === 'admin-tool' ||
  role === 'dev-tool' ||
  profile?.inward?.includes(target) === true ||
  (role === 'monitoring' && !collects.test(profile?.repository ?? ''))

/**
 * Whether a port has to be open to everybody: port 80 or 443 of the only service that is published, or of a proxy or web server with a
 * service of the stack behind it, or one that the image exists to answer on, such as a game's or a tunnel's.
 */
export function isMeantForAll(service: Service, port: Port): boolean {
  const { role, profile, variant } = service
  if (profile?.outward?.includes(port.target)) return true
  if (port.published !== '80' && port.published !== '443') return false
  if (isInward(service, port) || isForDevelopment(service)) return false
  if (published(service).length === 1) return true
  if (role !== 'proxy' && role !== 'web-server') return false
  return variant.services.some((other) => other !== service && !keepsData(other) && callsService(service, other))
}

/** Whether a server for development answers, which is for whoever sits at the host. Asked for every port of a range. */
const isForDevelopment = keptWith(
  (service: Service): boolean => service.variant.environment !== 'production' && developmentSigns(service).length > 0,
)

/** Services that open a port to whoever is outside, data stores aside. */
const published = (service: Service): readonly Service[] =>
  service.variant.services.filter(
    (other) => other.ports.items.length > 0 && !keepsData(other) && runsInProduction(other),
  )

/** The door that the stack means to open: a web server or proxy on a web port, or the only service that is published. */
export function isFrontDoor(service: Service, port: Port): boolean {
  if (published(service).length === 1) return service.role !== 'admin-tool' && service.role !== 'dev-tool'
  const web = webPorts.has(port.target) || port.published === '80' || port.published === '443'
  return web && (service.role === 'proxy' || service.role === 'web-server')
}

/** Whether one service calls another, or waits for it. */
export const callsService = (from: Service, to: Service): boolean =>
  from.variant.dialogues.some((one) => one.from === from && one.to.kind === 'service' && one.to.service === to) ||
  from.dependsOn.some(({ service }) => service === to.name) ||
  linksOf(from).includes(to.name)

const linksOf = ({ node }: Service): readonly string[] => {
  const links = nodeAt(node, 'links')
  return links?.kind === 'list' ? links.items.map((item) => textOf(item)?.split(':')[0] ?? '') : []
}

/** Binds a port to the host itself where something else is the way in; whether one is the way in is for a person to say. */
export function closeToOutside(service: Service, port: Known<Port>): Repair {
  if (!port.known) return { refused: port.because, supply: 'the mapping' }
  const { name } = service
  const which = `port ${port.value.published ?? port.value.target} of ${name}`
  if (isForDevelopment(service))
    return bindToLoopback(
      service,
      port,
      `${which}, with its server for development, is reached on the host itself only`,
    )
  if (isFrontDoor(service, port.value)) return isTheDoor(name)
  if (isInward(service, port.value) || wellKnownPort(port.value.target)?.role === 'debugger')
    return bindToLoopback(service, port, `${which} is reached on the host itself or through a tunnel only`)
  const others = published(service).filter((other) => other !== service)
  const door =
    others.find((other) => other.ports.items.some((one) => one.known && isFrontDoor(other, one.value))) ??
    others.find((other) => callsService(other, service) && !callsService(service, other))
  if (door === undefined) return isTheDoor(name)
  return bindToLoopback(service, port, `who calls ${which} from outside the host has to go through ${door.name}`)
}

const isTheDoor = (name: string): Refusal => ({
  refused: `${name} may be what the outside is to reach`,
  supply: 'the address to bind to, or a proxy before it',
})
