/** A database, cache or broker whose port is published on the host at all. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { wellKnownPort } from '../../../knowledge/ports.ts'
import { keepsData } from '../../../stack/authentication.ts'
import { callsService } from '../../../stack/front-doors.ts'
import { bindToLoopback, unpublish } from '../../../stack/port-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'data-store-published',
  scope: 'service',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Data store is published on the host',
  threat: { from: 'outside', gains: 'data', needs: ['a password that is guessed or leaked'] },
  since: '0.1.0',
  why: 'Whoever reaches the host reaches the data store itself: one guessed or leaked password, or one flaw in its protocol, and the data is gone.',
  remedy:
    'Remove the mapping: services on the same network reach it by name. For a person at a desk bind it to 127.0.0.1 and go through SSH or a session manager.',
  strength: 'No data store is published on the host',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.9',
    'CIS Docker Benchmark 5.14',
    'NIST SP 800-190 4.3.3',
    'https://docs.docker.com/compose/how-tos/networking/',
  ],
  peers: ['compose-lint:CL-0005', 'cis:5.9', 'cis:5.14'],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service) || !keepsData(service)) return []
    if (service.ports.items.length === 0)
      return [pass(service.ports.origin, { evidence: `${service.name} is reachable inside the stack only` })]
    return service.ports.items.map((port) => {
      if (!port.known) return unknown(port.origin, port.because)
      const { everyInterface, hostIp, target } = port.value
      const consumers = consumersOf(service)
      return fail(port.origin, {
        message: everyInterface
          ? `${service.name} is published on every interface of the host (port ${target})`
          : `${service.name} is published on ${hostIp} (port ${target})`,
        ...(everyInterface ? {} : { severity: 'low' as const, peers: ['cis:5.9'] }),
        related: consumers.map((origin) => ({
          origin,
          message: 'reaches it over a network of the stack and needs no mapping',
        })),
      })
    })
  },
  fix: ({ origin }, service) => {
    const { name, ports } = service
    const port = ports.items.find((one) => one.origin === origin)
    if (port?.known && !port.value.everyInterface)
      return { refused: `somebody binds ${name} to the host on purpose`, supply: 'whether anybody still needs it' }
    if (isForPeople(service) || (consumersOf(service).length === 0 && !isWaitedFor(service)))
      return port && bindToLoopback(service, port, `nobody outside the host can connect to ${name} any more`)
    const effect = `nothing outside the stack can connect to ${name} any more`
    return unpublish(service, { title: `Publish no port of ${name}`, safety: 'guarded', effect })
  },
})

/** A console beside the protocol is opened by people, whom no network of the stack serves. */
const isForPeople = ({ ports }: Service): boolean =>
  ports.items.some((port) => port.known && wellKnownPort(port.value.target)?.role === 'admin')

const isWaitedFor = (service: Service): boolean =>
  service.variant.services.some(
    (other) => callsService(other, service) && other.networks.some((one) => service.networks.includes(one)),
  )

/** Where other services of the variant name it, over a network that both are on. */
const consumersOf = (service: Service) =>
  service.variant.dialogues
    .filter(
      ({ from, to }) =>
        to.kind === 'service' && to.service === service && from.networks.some((one) => service.networks.includes(one)),
    )
    .map(({ origin }) => origin)
    .slice(0, 3)
