/** From where a running container is reached: ports that are bound on the host, and networks that it is on. */
import { type Answer, any, no, yes } from '../../core/known.ts'
import type { ObservedPort } from '../../core/observed.ts'
import type { Severity } from '../../core/verdict.ts'
import { keepsData } from '../authentication.ts'
import type { Port, Service } from '../service-model.ts'
import { keyOf, type Look, type Meaning, unreadIn, weakness, when } from './weakness.ts'

const isLoopback = (address: string): boolean => /^127\.|^::1$/.test(address)

const where = ({ hostIp }: ObservedPort): string => (hostIp === '' ? 'every interface of the host' : hostIp)

const severityOf = ({ hostIp }: ObservedPort): Severity => (isLoopback(hostIp) ? 'low' : 'medium')

const isSamePort = (seen: ObservedPort, { target, protocol, published }: Port): boolean => {
  if (seen.target !== target || seen.protocol !== protocol) return false
  if (published === undefined) return true
  const [first = 0, last = first] = published.split('-').map(Number)
  return seen.published >= first && seen.published <= last
}

/** Whether an address of the files lets in whoever the seen one lets in. */
const isAsWide = ({ hostIp }: ObservedPort, { everyInterface, hostIp: written }: Port): boolean =>
  everyInterface || (hostIp !== '' && (written ?? '').replace(/^\[(.*)\]$/, '$1') === hostIp)

function meaningOf(seen: ObservedPort, service: Service): Meaning {
  const { items, origin } = service.ports
  const same = items.flatMap((port) => (port.known && isSamePort(seen, port.value) ? [port] : []))
  const unread = any(
    ...items.map((port): Answer => (port.known ? no : { is: 'unknown', because: port.because })),
    unreadIn(service, 'ports'),
  )
  if (same.some(({ value }) => isAsWide(seen, value))) return { meant: yes, origin, instead: '' }
  const [narrower] = same
  if (narrower) {
    const address = narrower.value.hostIp ?? ''
    return { meant: unread, origin: narrower.origin, instead: `the files bind it to ${address}` }
  }
  return { meant: unread, origin, instead: 'the files do not publish it' }
}

const ports: Look = (seen) =>
  seen.ports.flatMap((port) => [
    weakness({
      control: port.hostIp === '' ? '5.14' : undefined,
      what: `publishes its port ${port.target}${port.protocol === 'tcp' ? '' : `/${port.protocol}`} as ${port.published} on ${where(port)}`,
      severity: severityOf(port),
      meaning: (service) => meaningOf(port, service),
    }),
    ...when(port.published > 0 && port.published < 1024, {
      control: '5.8',
      what: `publishes the privileged port ${port.published}`,
      severity: 'low',
      // Which port it is the other weakness says.
      meaning: (service) => ({ meant: yes, origin: keyOf(service, 'ports'), instead: '' }),
    }),
  ])

/** A data store on the network is worse than anything else there. */
export const portSeverity = (usual: Severity, service: Service | undefined, what: string): Severity =>
  usual === 'medium' && service && keepsData(service) && what.startsWith('publishes') ? 'high' : usual

/** Modes that are no network to be on. */
const ownModes = /^(?:host|none|container:.*)$/

const networks: Look = (seen) =>
  ownModes.test(seen.namespaces.network)
    ? []
    : seen.networks.map((name) =>
        weakness({
          control: name === 'bridge' ? '5.30' : undefined,
          what: `is on the network ${name}`,
          severity: 'medium',
          live: true,
          meaning: (service) => ({
            meant: isMeantNetwork(name, service),
            origin: keyOf(service, 'networks'),
            instead: 'the files do not put it there',
          }),
        }),
      )

function isMeantNetwork(name: string, { networks: own, networkMode }: Service): Answer {
  if (own.some((network) => network.name === name || network.engineName === name)) return yes
  if (!networkMode.known) return { is: 'unknown', because: networkMode.because }
  // Another container's network is what that one has.
  return networkMode.value === undefined || networkMode.value === 'none' ? no : yes
}

export const reachLooks: readonly Look[] = [ports, networks]
