/** A service that runs with every privilege of the host's root. */
import { holds, not } from '../../../core/known.ts'
import { judge } from '../../../core/verdict.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'privileged-service',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Container is privileged',
  threat: { from: 'container', gains: 'host' },
  since: '0.1.0',
  why: 'A privileged container has every capability, every device and no seccomp or AppArmor profile: whoever takes it over mounts the host’s disk and is root on it.',
  remedy:
    'Remove `privileged: true`. Name the one device (`devices:`) or capability (`cap_add:`) that the program really needs.',
  remedies: {
    ecs: 'Remove `privileged`. Name the one device or capability that the program really needs under `linuxParameters`.',
    kubernetes: 'Remove `securityContext.privileged: true`. Add the one capability that the program really needs.',
  },
  strength: 'No service is privileged',
  effort: 30,
  references: [
    'CIS Docker Benchmark 5.5',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities',
  ],
  peers: [
    ...['compose-lint:CL-0002', 'kics:ae5b6871-7f45-42e0-bb4c-ab300c4d2026', 'semgrep:privileged-service'],
    ...['docksec:compose-privileged', 'nord:dcs001', 'cis:5.5'],
  ],
  check: (service) => [
    judge(not(holds(service.privileged, (on) => on)), service.privileged, {
      severity: grantSeverity(service, 'critical'),
      message: `${service.name} is privileged, which is root on the host`,
    }),
  ],
  fix: (_, { name }) => ({
    refused: `which capabilities and devices ${name} needs is not in the files`,
    supply: 'the capabilities and devices that it needs, in place of all there are',
  }),
})
