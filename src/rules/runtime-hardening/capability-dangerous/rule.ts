/** A capability that reaches beyond the container. */
import { fail, type Judgement, pass, type Severity, unknown } from '../../../core/verdict.ts'
import {
  capability,
  capabilityName,
  capabilityPeers,
  dangerousCapabilityPeers,
} from '../../../knowledge/capabilities.ts'
import { severityOfCapability } from '../../../knowledge/capability-severity.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'capability-dangerous',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'A dangerous capability is added',
  threat: { from: 'container', gains: 'host', needs: ['one more step from the capability to the host'] },
  since: '0.1.0',
  why: 'Some capabilities are not bounded by the container: with them a process that was taken over mounts the host’s disks, loads code into its kernel or reads its neighbours’ traffic.',
  remedy: 'Remove it from `cap_add`; where one operation needs it, give it to a small service of its own.',
  remedies: {
    ecs: 'Remove it from `linuxParameters.capabilities.add`; where one operation needs it, give it to a small task of its own.',
    kubernetes:
      'Remove it from `securityContext.capabilities.add`; where one operation needs it, give it to a small workload of its own.',
  },
  strength: 'No service adds a capability that reaches beyond its container',
  effort: 30,
  references: ['CIS Docker Benchmark 5.4', 'NIST SP 800-190 4.4.3', 'Linux manual: capabilities(7)'],
  peers: dangerousCapabilityPeers,
  check(service): readonly Judgement[] {
    if (service.capAdd.items.length === 0) return [pass(service.capAdd.origin)]
    return service.capAdd.items.map((item) => {
      if (!item.known) return unknown(item.origin, item.because)
      const severity = severityOf(item.value, service)
      if (severity === undefined) return pass(item.origin)
      const found = capability(item.value)
      return fail(item.origin, {
        severity: grantSeverity(service, severity),
        message: `${service.name} adds ${capabilityName(item.value)}: ${found?.gives ?? 'beyond the container'}`,
        peers: capabilityPeers(item.value),
      })
    })
  },
  fix: (_, { name }) => ({ refused: `what ${name} does with it is not in the files`, supply: 'a lesser one, or none' }),
})

function severityOf(written: string, service: Service): Severity | undefined {
  const found = capability(written)
  // What Docker grants anyway is no addition; giving it back after dropping all is how it should be.
  if (!found || found.byDefault) return undefined
  const { name, danger } = found
  const bounded = danger === 'network' || danger === 'isolation'
  if (bounded && service.profile?.capabilities?.add.includes(name)) return undefined
  if (name === 'SYS_PTRACE' && service.pid.known && service.pid.value === 'host') return 'critical'
  if (danger === 'network' && service.networkMode.known && service.networkMode.value === 'host') return 'high'
  return severityOfCapability(found)
}
