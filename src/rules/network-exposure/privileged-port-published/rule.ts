/** A port below 1024 of the host that is taken by a container. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'privileged-port-published',
  scope: 'service',
  kind: 'hygiene',
  category: 'network-exposure',
  title: 'A port below 1024 of the host is taken',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Ports below 1024 are reserved for root’s own services on the host, and clients trust what answers there. The engine runs as root and hands them to any container.',
  remedy: 'Publish a port above 1023, with the one proxy that answers on 80 and 443 as the exception.',
  strength: 'No container takes a privileged port of the host',
  effort: 5,
  references: ['CIS Docker Benchmark 5.8'],
  peers: ['kics:bc2908f3-f73c-40a9-8793-c1b7d5544f79', 'cis:5.8'],
  check: (service) =>
    runsInProduction(service)
      ? service.ports.items.map((port): Judgement => {
          if (!port.known) return unknown(port.origin, port.because)
          const published = Number(port.value.published?.split('-')[0])
          return published >= 1024 || Number.isNaN(published)
            ? pass(port.origin)
            : fail(port.origin, { message: `${service.name} takes port ${published} of the host` })
        })
      : [],
  fix: () => ({
    refused: 'the port is part of the address that others use',
    supply: 'a port above 1023 that they agree on',
  }),
})
