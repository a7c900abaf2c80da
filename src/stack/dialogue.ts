/** Who talks to whom: URLs and host names in the environment, matched to the services of the variant. */
import type { Origin } from '../core/origin.ts'
import { span, spansOf } from '../core/origin.ts'
import { hostsIn, isLoopback } from './hosts.ts'
import type { Variant } from './model.ts'
import type { Dialogue, EnvironmentVariable, Service } from './service-model.ts'

/** A value that may hold hosts: a variable, a configuration key, a proxy directive. */
export interface Utterance {
  readonly service: Service
  readonly via: string
  readonly value: string
  readonly origin: Origin
}

/** Names under which a service is reached inside its variant: its own, its container's, its aliases. */
function namesOf(service: Service): readonly string[] {
  const container = service.containerName.known ? service.containerName.value : undefined
  return [service.name, ...service.aliases, ...(container === undefined ? [] : [container])]
}

/** The conversations of a variant, in the order the values are written. */
export function dialoguesOf(variant: Variant, further: readonly Utterance[]): readonly Dialogue[] {
  const byName = new Map<string, Service>()
  for (const service of variant.services) for (const name of namesOf(service)) byName.set(name.toLowerCase(), service)
  const fromEnvironment = variant.services.flatMap((service) =>
    service.environment.flatMap((variable) => utteranceOf(service, variable)),
  )
  return [...fromEnvironment, ...further].flatMap((utterance) => dialoguesIn(utterance, byName))
}

const utteranceOf = (service: Service, variable: EnvironmentVariable): readonly Utterance[] =>
  variable.partial === '' ? [] : [{ service, via: variable.name, value: variable.partial, origin: variable.origin }]

function dialoguesIn(utterance: Utterance, byName: ReadonlyMap<string, Service>): readonly Dialogue[] {
  const { service, via, value, origin } = utterance
  return hostsIn(via, value).flatMap((mention): readonly Dialogue[] => {
    const known = byName.get(mention.host.toLowerCase())
    const self = isLoopback(mention.host)
    // A bare word that is no service's name is just as likely a database's or a region's.
    if (mention.bare && !known && !self) return []
    const common = {
      from: service,
      host: mention.host,
      port: mention.port,
      scheme: mention.scheme,
      origin: narrowed(origin, value, mention),
      via,
      subject: { kind: 'service', name: service.name },
    }
    if (self) return [{ ...common, to: { kind: 'self', host: mention.host } }]
    if (known) return [{ ...common, to: { kind: 'service', service: known } }]
    // Listen addresses and wildcards are nobody.
    if (/^(?:0\.0\.0\.0|\*|\+)$/.test(mention.host)) return []
    return [{ ...common, to: { kind: 'external', host: mention.host } }]
  })
}

/** The place of the host alone, where the value stands in the file letter by letter. */
function narrowed(origin: Origin, value: string, mention: { readonly start: number; readonly end: number }): Origin {
  const [place] = spansOf(origin)
  if (origin.kind !== 'span' || !place || place.end - place.start !== value.length) return origin
  return span(place.file, place.path, place.start + mention.start, place.start + mention.end)
}
