/** Repairs of services that lack a network: one that another service is on, or a way to the outside. */
import type { Repair } from '../core/fix.ts'
import { nodeAt } from '../core/node.ts'
import { keepsData } from './authentication.ts'
import type { Network } from './model.ts'
import { type Deed, serviceFix } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** Adds a network to those of a service; who names none is on the default one, and stays there. */
function join(service: Service, network: string, deed: Deed): Repair {
  const written = nodeAt(service.node, 'networks')
  const names = service.networks.map(({ name }) => name)
  const silent = written === undefined || written.origin.kind === 'default'
  const isMap = written?.kind === 'map' && written.entries.some(({ value }) => value.kind === 'map')
  if (isMap)
    return { refused: `the networks of ${service.name} have settings of their own`, supply: 'those of the new one' }
  return serviceFix(
    service,
    deed,
    (at) =>
      silent
        ? [{ do: 'set', path: at('networks'), value: [...names, network] }]
        : [{ do: 'append', path: at('networks'), values: [network] }],
    written?.origin,
  )
}

/** Puts a service on the network of another one that it calls. */
export function joinNetworkOf(service: Service, other: Service, theirs: readonly Network[]): Repair {
  const [network, ...more] = theirs
  if (network === undefined || service.networks.length === 0)
    return {
      refused: `${service.name} and ${other.name} can share no network of the stack`,
      supply: 'an address that works',
    }
  if (more.length > 0)
    return {
      refused: `${other.name} is on ${theirs.map(({ name }) => name).join(' and ')}`,
      supply: 'which of them to share',
    }
  return join(service, network.name, {
    title: `Put ${service.name} on network ${network.name} as well`,
    safety: 'guarded',
    effect: `${service.name} reaches everything else on ${network.name} too`,
  })
}

/** Gives a service on internal networks only a way to the outside, and the outside a way to its ports. */
export function letOut(service: Service): Repair {
  const { name, variant } = service
  if (keepsData(service))
    return { refused: `${name} holds data and is shut in on purpose`, supply: 'whether anybody outside is to reach it' }
  const declared = variant.networks.find((one) => one.name === 'default')
  if (declared && !declared.implicit)
    return { refused: 'the default network is set up in its own way', supply: 'a network that leads outside' }
  return join(service, 'default', {
    title: `Put ${name} on a network that leads outside as well`,
    safety: 'guarded',
    effect: `${name} reaches the internet, and its ports can be reached`,
  })
}
