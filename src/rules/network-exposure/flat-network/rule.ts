/** One network for everything: the door of the stack and its data stores are neighbours. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { keepsData } from '../../../stack/authentication.ts'
import type { Network } from '../../../stack/model.ts'
import { segmented } from '../../../stack/network-segments.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'flat-network',
  scope: 'variant',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Front end and data store share a network',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'A hole in the service that faces the internet is a direct line to the data store, past the service that was meant to stand between them.',
  remedy:
    'Give each data store a network of its own with the services that use it, marked `internal: true`; leave front end and proxy on another.',
  strength: 'Data stores are on networks that no front end is on',
  effort: 30,
  references: [
    'NIST SP 800-190 4.3.3',
    'NIST SP 800-190 4.4.2',
    'https://docs.docker.com/compose/how-tos/networking/#specify-custom-networks',
  ],
  peers: ['docksec:compose-no-network-segmentation'],
  check(variant): readonly Judgement[] {
    if (!variant.productionLike) return []
    const services = variant.services.filter(runsInProduction)
    const stores = services.filter(keepsData)
    // Without a third party between door and data there is nothing to keep apart.
    if (stores.length === 0 || services.length < 3) return []
    return stores.flatMap((store): readonly Judgement[] => {
      const subject = { kind: 'service', name: store.name }
      const doors = services.filter((other) => isDoor(other) && !talksTo(other, store))
      const shared = doors.flatMap((door) => sharedNetworks(door, store).map((network) => ({ door, network })))
      const [first] = shared
      if (!first) return doors.length === 0 ? [] : [pass(store.networks[0]?.origin ?? store.origin, { subject })]
      const { door, network } = first
      return [
        fail(network.implicit ? absent('networks', store.origin) : network.origin, {
          subject,
          message: `${store.name} is on network ${network.name} together with ${door.name}, which faces outside and does not use it`,
          related: [...new Set(shared.map((one) => one.door))].map((other) => ({
            origin: other.origin,
            message: `${other.name} faces outside`,
          })),
        }),
      ]
    })
  },
  fix: ({ subject }, { services }) => {
    const store = services.find(({ name }) => name === subject?.name)
    return store && segmented(store)
  },
})

/** A service that answers from outside: a proxy or web server, or one with a port on every interface. */
const isDoor = (service: Service): boolean =>
  !keepsData(service) &&
  (service.role === 'proxy' ||
    service.role === 'web-server' ||
    service.ports.items.some((port) => port.known && port.value.everyInterface))

const talksTo = (from: Service, to: Service): boolean =>
  from.variant.dialogues.some(
    (dialogue) => dialogue.from === from && dialogue.to.kind === 'service' && dialogue.to.service === to,
  ) || from.dependsOn.some(({ service }) => service === to.name)

const sharedNetworks = (a: Service, b: Service): readonly Network[] =>
  a.networks.filter((network) => b.networks.includes(network))
