/** Ports of the host that a variant's services take, and which services can be up at the same time. */
import type { Origin } from '../core/origin.ts'
import { spansOf } from '../core/origin.ts'
import type { Variant } from './model.ts'
import type { Service } from './service-model.ts'

export interface HostPort {
  readonly service: Service
  /** The address it is bound to; `''` for every interface. */
  readonly address: string
  readonly first: number
  readonly last: number
  readonly protocol: string
  readonly origin: Origin
}

/** Every published port whose number is known; the stretch of one mapping counts once, however many ports it stands for. */
export function hostPorts({ services }: Variant): readonly HostPort[] {
  return services.flatMap((service) => {
    const taken = new Map<string, HostPort>()
    for (const port of service.ports.items) {
      if (!port.known || port.value.published === undefined) continue
      const { everyInterface, hostIp, protocol, published } = port.value
      const [first = Number.NaN, last = first] = published.split('-').map(Number)
      const address = everyInterface ? '' : (hostIp ?? '')
      const places = spansOf(port.origin).map(({ file, start }) => `${file}:${start}`)
      const key = [address, protocol, ...places].join('\0')
      const same = taken.get(key)
      if (Number.isNaN(first)) continue
      taken.set(key, {
        ...{ service, address, protocol, origin: port.origin },
        first: Math.min(first, same?.first ?? first),
        last: Math.max(last, same?.last ?? last),
      })
    }
    return [...taken.values()]
  })
}

/** A port that three or more services want is one that they take turns with. */
export const isTakenInTurns = (port: HostPort, all: readonly HostPort[]): boolean =>
  new Set(all.filter(({ first, last }) => first === port.first && last === port.last).map(({ service }) => service))
    .size > 2

/** Services behind profiles that have none in common are alternatives. */
export const neverTogether = (a: Service, b: Service): boolean =>
  a !== b &&
  a.profiles.length > 0 &&
  b.profiles.length > 0 &&
  !a.profiles.some((profile) => b.profiles.includes(profile))
