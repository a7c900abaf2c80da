/** A service that may use as much CPU as the host has. */
import { holds } from '../../../core/known.ts'
import { judge } from '../../../core/verdict.ts'
import { limitFix } from '../../../stack/limit-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'cpu-limit-missing',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'CPU is not limited',
  threat: { from: 'nobody', gains: 'outage', needs: ['neighbours on the same host'] },
  since: '0.1.0',
  why: 'One busy loop or one expensive request slows every other service of the host down.',
  remedy: 'Set `deploy.resources.limits.cpus` (Docker Compose honours it without Swarm) or `cpus`.',
  remedies: {
    ecs: 'Set `cpu` of the task definition, which is a hard limit for the task.',
  },
  strength: 'Every service has a CPU limit',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.12',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/compose-file/deploy/#resources',
  ],
  peers: [
    ...['compose-lint:CL-0026', 'kics:6b610c50-99fb-4ef0-a5f3-e312fd945bc3'],
    ...['docksec:compose-no-resource-limits', 'cis:5.12'],
  ],
  checklist: ['resource-limits'],
  family: 'limits',
  check(service) {
    if (!runsInProduction(service)) return []
    const { cpus: limit } = service.limits
    return [
      judge(
        holds(limit, (value) => value !== undefined),
        limit,
        { message: `${service.name} has no CPU limit` },
      ),
    ]
  },
  fix: (_, service) => limitFix(service),
})
