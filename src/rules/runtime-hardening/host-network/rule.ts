/** A service on the host's own network. */
import { holds, not } from '../../../core/known.ts'
import { judge } from '../../../core/verdict.ts'
import { grantSeverity } from '../../../stack/grants.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'host-network',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Container is on the host’s network',
  threat: { from: 'container', gains: 'access' },
  since: '0.1.0',
  why: 'Every port the process opens is open on the host, and the process reaches everything that listens on the host’s loopback, where services trust whoever calls.',
  remedy:
    'Remove `network_mode: host`, publish the ports that are meant to be reached, and call other services by name.',
  remedies: {
    ecs: 'Set `networkMode` to `awsvpc`, which gives each task an address and security groups of its own.',
    kubernetes: 'Remove `hostNetwork: true` and expose the ports that are meant to be reached with a Service.',
  },
  strength: 'No service is on the host’s network',
  effort: 20,
  references: [
    'CIS Docker Benchmark 5.10',
    'NIST SP 800-190 4.3.3',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/engine/network/drivers/host/',
  ],
  peers: [
    ...['compose-lint:CL-0008', 'kics:071a71ff-f868-47a4-ac0b-3c59e4ab5443'],
    ...['docksec:compose-host-network', 'cis:5.10'],
  ],
  check: (service) => [
    judge(not(holds(service.networkMode, (mode) => mode === 'host')), service.networkMode, {
      severity: grantSeverity(service, 'high'),
      message: `${service.name} is on the host’s network: all its ports are open there, and the host’s loopback is in its reach`,
    }),
  ],
  fix: (_, { name }) => ({
    refused: `which ports of ${name} others reach by the host’s network is not in the files`,
    supply: 'the ports to publish, and the names of the services that it talks to',
  }),
})
