/** A service of a running stack that does not run, or not well. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type Fault, faultsOf } from '../../../stack/running/condition.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'service-not-running',
  scope: 'service',
  platforms: ['compose', 'swarm'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A service of the stack does not run as it should',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The rest of the stack is up, so that nobody notices at once: requests fail, jobs wait, or a replica is missing when it is needed.',
  remedy: 'Look at its last lines with `docker compose logs`, repair the cause, and start it again.',
  strength: 'Every service of the stack runs',
  effort: 30,
  references: [
    'https://docs.docker.com/reference/cli/docker/compose/ps/',
    'https://docs.docker.com/reference/cli/docker/compose/logs/',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    const faults = faultsOf(service)
    if (faults === undefined) return []
    if (faults.length === 0) return [pass(service)]
    return faults.map(({ subject, text, severity, remedy }: Fault) =>
      fail(service, {
        subject,
        message: text,
        cause: service.name,
        ...(severity ? { severity } : {}),
        ...(remedy ? { remedy } : {}),
      }),
    )
  },
  fix: (_, { name }) => ({
    refused: 'what ails a service that was started from these files is not in them',
    supply: `the cause, which the log of ${name} names`,
  }),
})
