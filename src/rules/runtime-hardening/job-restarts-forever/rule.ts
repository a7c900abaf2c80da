/** A job that ends, and is started again for ever. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { isOneShot, waitersFor } from '../../../stack/jobs.ts'
import { setWhereWritten } from '../../../stack/written-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'job-restarts-forever',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A job that ends is started again for ever',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'A policy of `always` or `unless-stopped` starts a container again after a success too: a migration or a seed runs in a loop, and services that wait for it to complete wait for ever.',
  remedy: "Give the job `restart: 'no'`, or `on-failure:3` where a second try may help.",
  strength: 'Jobs run once',
  effort: 2,
  references: [
    'https://docs.docker.com/engine/containers/start-containers-automatically/',
    'https://docs.docker.com/compose/how-tos/startup-order/',
  ],
  peers: [],
  platforms: ['compose'],
  check(service): readonly Judgement[] {
    const { restart, name } = service
    const waiters = waitersFor(service)
    if ((waiters.length === 0 && !isOneShot(service)) || !restart.known) return []
    if (restart.value !== 'always' && restart.value !== 'unless-stopped') return [pass(restart.origin)]
    const [waiter] = waiters
    return [
      fail(restart.origin, {
        severity: waiter ? 'high' : 'medium',
        message: waiter
          ? `${waiter.waiter.name} waits until ${name} has completed, and ${name} is started again whenever it ends`
          : `${name} does its work and ends, and is then started again, over and over`,
        related: waiters.map((each) => ({ origin: each.origin, message: `${each.waiter.name} waits for it here` })),
      }),
    ]
  },
  fix: (_, service) =>
    setWhereWritten(
      service,
      {
        title: `Run ${service.name} once`,
        safety: 'guarded',
        effect: `${service.name} is not started again when it fails`,
      },
      service.restart.origin,
      ['restart'],
      'no',
    ),
})
