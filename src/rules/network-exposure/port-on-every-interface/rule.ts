/** A port published on every interface of the host, past its firewall. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { keepsData } from '../../../stack/authentication.ts'
import { closeToOutside, isFrontDoor, isMeantForAll } from '../../../stack/front-doors.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Port } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

const everyBinding = [
  ...['kics:451d79dc-0588-476a-ad03-3c7f0320abb3', 'compose-lint:CL-0005'],
  ...['docksec:compose-port-bound-all-interfaces', 'cis:5.14'],
]

export default defineRule({
  id: 'port-on-every-interface',
  scope: 'service',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Port is published on every interface',
  threat: { from: 'outside', gains: 'access', needs: ['a fault in the service behind the port'] },
  since: '0.1.0',
  why: 'Docker writes its own firewall rules: a port without an address is open on every interface of the host, whatever ufw or firewalld say.',
  remedy:
    'Bind it to the address that needs it, e.g. `127.0.0.1:8080:8080` behind a proxy on the same host; leave the mapping out where only other services talk to it.',
  strength: 'Published ports are bound to an address',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.14',
    'NIST SP 800-190 4.3.3',
    'https://docs.docker.com/engine/network/port-publishing/',
  ],
  peers: [...everyBinding, 'dclint:no-unbound-port-interfaces'],
  check(service): readonly Judgement[] {
    // Published data stores have a rule of their own; Fargate knows no host interfaces.
    if (!runsInProduction(service) || service.platform === 'ecs-fargate' || keepsData(service)) return []
    return service.ports.items.flatMap((port): readonly Judgement[] => {
      if (!port.known) return [unknown(port.origin, port.because)]
      if (!port.value.everyInterface) return [pass(port.origin)]
      if (isMeantForAll(service, port.value)) return []
      const failed = fail(port.origin, {
        message: `${service.name} publishes ${nameOf(port.value)} on every interface of the host`,
        // An address that is written out, even one that means all, is a binding to some readers.
        peers: port.value.hostIp ? everyBinding : [...everyBinding, 'dclint:no-unbound-port-interfaces'],
        ...(isFrontDoor(service, port.value) ? { severity: 'low' as const } : {}),
      })
      return [failed]
    })
  },
  fix: ({ origin }, service) => {
    const port = service.ports.items.find((one) => one.origin === origin)
    return port && closeToOutside(service, port)
  },
})

const nameOf = (port: Port): string => `port ${port.published ?? port.target}`
