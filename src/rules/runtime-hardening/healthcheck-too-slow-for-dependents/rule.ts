/** A health check that others wait for, and that is first made after a minute or more. */
import { nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { secondsOf } from '../../../stack/durations.ts'
import { setKey } from '../../../stack/service-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Nobody waits longer for a start without wondering. */
const slow = 60

export default defineRule({
  id: 'healthcheck-too-slow-for-dependents',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Others wait for a health check that comes late',
  threat: { from: 'nobody', gains: 'fault', needs: ['a start or a deployment that somebody waits for'] },
  since: '0.1.0',
  why: 'Docker makes the first check one interval after the start. Services that wait for it stand still that long, and a deployment or a pipeline that waits for them gives up before.',
  remedy:
    'Add a `start_period:`, in which Docker checks every five seconds (`start_interval:`), and keep the long interval for later.',
  strength: 'Health checks that others wait for come soon',
  effort: 2,
  references: [
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
    'https://docs.docker.com/compose/how-tos/startup-order/',
  ],
  peers: [],
  platforms: ['compose'],
  check: (service): readonly Judgement[] => {
    const waiters = service.variant.services.flatMap((other) =>
      other.dependsOn
        .filter((dependency) => dependency.service === service.name && dependency.condition === 'service_healthy')
        .map(({ origin }) => ({ name: other.name, origin })),
    )
    const { healthcheck: check } = service
    if (waiters.length === 0 || check === undefined || check.kind === 'none' || check.source === 'image') return []
    const interval = secondsOf(check.interval ?? '30s')
    const place = nodeAt(service.node, 'healthcheck', 'interval')?.origin ?? check.origin
    if (interval === undefined) return []
    if (interval < slow || (secondsOf(check.startPeriod ?? '0') ?? 0) > 0) return [pass(place)]
    const names = [...new Set(waiters.map(({ name }) => name))].join(' and ')
    return [
      fail(place, {
        message: `${names} cannot start before ${service.name} has been up for ${interval} seconds, when its health check is first made`,
        related: waiters.map(({ name, origin }) => ({ origin, message: `${name} waits for it here` })),
      }),
    ]
  },
  fix: (_, service) =>
    setKey(
      service,
      { title: `Check ${service.name} every few seconds while it starts`, safety: 'safe' },
      ['healthcheck', 'start_period'],
      '60s',
    ),
})
