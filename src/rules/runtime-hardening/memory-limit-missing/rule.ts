/** A service that may use as much memory as the host has. */
import { holds, type Known } from '../../../core/known.ts'
import { judge } from '../../../core/verdict.ts'
import { runsOnce } from '../../../stack/jobs.ts'
import { limitFix } from '../../../stack/limit-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'memory-limit-missing',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'kubernetes'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Memory is not limited',
  threat: { from: 'nobody', gains: 'outage' },
  since: '0.1.0',
  why: 'One leak, or one request that makes the program allocate, takes the memory of the whole host, and the kernel then kills whatever it likes, the database included.',
  remedy:
    'Set `deploy.resources.limits.memory` (Docker Compose honours it without Swarm) or `mem_limit`, a little above what the service uses at its busiest.',
  remedies: {
    ecs: 'Set `memory` of the container, a little above what it uses at its busiest; `memoryReservation` alone limits nothing.',
    kubernetes: 'Set `resources.limits.memory`, a little above what the container uses at its busiest.',
  },
  strength: 'Every service has a memory limit',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.11',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/compose-file/deploy/#resources',
  ],
  peers: [
    ...['compose-lint:CL-0026', 'kics:bb9ac4f7-e13b-423d-a010-c74a1bfbe492'],
    ...['docksec:compose-no-resource-limits', 'cis:5.11'],
  ],
  checklist: ['resource-limits'],
  family: 'limits',
  check(service) {
    // What ends before a pod's containers start takes its memory back with it.
    if (!runsInProduction(service) || (service.platform === 'kubernetes' && runsOnce(service))) return []
    const { memory: limit } = service.limits
    return [
      judge(
        holds(limit, (value) => value !== undefined),
        limit,
        { message: `${service.name} has no limit on ${missing(service)}: a leak in it takes the memory of the host` },
      ),
    ]
  },
  fix: (_, service) => limitFix(service),
})

/** What else is not limited: one block of the file says all three, and they are reported as one. */
function missing({ limits: { cpus, pids } }: Service): string {
  const lacks = (limit: Known<string | undefined>): boolean => limit.known && limit.value === undefined
  const others = [...(lacks(cpus) ? ['CPU'] : []), ...(lacks(pids) ? ['processes'] : [])]
  return others.length === 0 ? 'memory' : `memory${others.length === 2 ? ', CPU' : ''} or ${others.at(-1)}`
}
