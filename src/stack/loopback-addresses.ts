/** Loopback addresses in configuration: which other service they mean, and which are for somebody else's eyes. */
import type { Service } from './service-model.ts'

/** The service a variable means: one whose name its own name holds, or the only other one that has the port. */
export function meantService(
  via: string,
  port: number | undefined,
  from: Service,
  services: readonly Service[],
): Service | undefined {
  const others = services.filter((service) => service !== from)
  const words = wordsOf(via)
  const named = others.filter((service) => distinctive(service, services).some((word) => words.includes(word)))
  if (named.length === 1) return named[0]
  const own = portsOf(from)
  if (port === undefined || own.includes(port) || own.length === 0) return undefined
  const listening = others.filter((service) => portsOf(service).includes(port))
  return listening.length === 1 ? listening[0] : undefined
}

/** Words of settings that hold an address as others see it. */
const addressWords =
  /(?:^|[^a-z])(?:cors|csrf|origins?|allowed|issuers?|audiences?|redirect|callback|return|public|external|browser)(?:[^a-z]|$)/
const frontEnd =
  /^(?:front[_-]?end|client|web(?:[_-]?(?:app|site))?|ui|site|app|dashboard|store[_-]?front|portal)[_-]?(?:base[_-]?)?(?:ur[il]|host|address)$/
/** What bundlers write into code that browsers run. */
const bundled = /^(?:vite|next_public|react_app|nuxt_public|vue_app|gatsby|expo_public|ng_app|public)_/

/** Whether a setting of this name is compared with, sent to others or opened by a browser, and never called by the service. */
export function isToldToOthers(name: string): boolean {
  const words = name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase()
  return addressWords.test(words) || bundled.test(words) || frontEnd.test(words.split('__').at(-1) ?? words)
}

const wordsOf = (name: string): readonly string[] => name.toLowerCase().split(/[^a-z0-9]+/)

/** Words of a service's name that no other service's name has: `auth` of `shop-auth` beside `shop-web`. */
function distinctive(service: Service, services: readonly Service[]): readonly string[] {
  const others = new Set(services.filter((other) => other !== service).flatMap(({ name }) => wordsOf(name)))
  return wordsOf(service.name).filter((word) => word.length > 2 && !others.has(word) && !general.has(word))
}

/** Words that name a kind of thing, in variables as in services. */
const general = new Set(['service', 'server', 'app', 'host', 'url', 'base', 'main', 'public', 'site'])

/** Ports a service answers on, inside its container and on the host. */
const portsOf = (service: Service): readonly number[] => [
  ...service.listens.flatMap((listen) => (listen.known ? [listen.value] : [])),
  ...service.ports.items.flatMap((port) =>
    port.known ? [port.value.target, Number(port.value.published ?? Number.NaN)] : [],
  ),
]
