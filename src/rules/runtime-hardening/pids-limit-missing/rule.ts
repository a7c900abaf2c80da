/** A service that may start as many processes as the host has numbers for. */
import { holds } from '../../../core/known.ts'
import { judge } from '../../../core/verdict.ts'
import { limitFix } from '../../../stack/limit-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'pids-limit-missing',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Number of processes is not limited',
  threat: { from: 'nobody', gains: 'outage', needs: ['a process that forks without end'] },
  since: '0.1.0',
  why: 'A fork bomb, or a program that never reaps its children, takes every process number of the host, and nobody can log in to stop it.',
  remedy: 'Set `deploy.resources.limits.pids` or `pids_limit`, for example 200.',
  strength: 'Every service has a limit for its processes',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.29',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/compose-file/services/#pids_limit',
  ],
  peers: ['kics:221e0658-cb2a-44e3-b08a-db96a341d6fa', 'cis:5.29'],
  family: 'limits',
  check(service) {
    if (!runsInProduction(service)) return []
    const { pids: limit } = service.limits
    return [
      judge(
        holds(limit, (value) => value !== undefined),
        limit,
        { message: `${service.name} has no limit for its processes` },
      ),
    ]
  },
  fix: (_, service) =>
    limitFix(service) ?? {
      refused: `the format of the file has no limit for the processes of ${service.name}`,
      supply: 'a file without `version:`',
    },
})
