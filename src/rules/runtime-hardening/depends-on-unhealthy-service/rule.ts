/** A service that waits for another one to be healthy, which has no health check. */

import { spansOf } from '../../../core/origin.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { addHealthcheck } from '../../../stack/health-check-edits.ts'
import { runsCompose } from '../../../stack/platforms.ts'
import { hasHealthcheck } from '../../../stack/probe.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'depends-on-unhealthy-service',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Waits for a service that never becomes healthy',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Compose gives up with "container has no healthcheck configured", and the service that waits never starts.',
  remedy: 'Give the other service a `healthcheck:`, or wait with `condition: service_started` only.',
  remedies: {
    ecs: 'Give the other container a `healthCheck` in the task definition, where ECS looks for it, or wait with `START` only.',
  },
  strength: 'Whoever waits for a healthy service waits for one that has a health check',
  effort: 10,
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  peers: [],
  check: (service) =>
    service.dependsOn
      .filter(({ condition }) => condition === 'service_healthy')
      .flatMap(({ service: name, origin }): readonly Judgement[] => {
        const other = service.variant.services.find((each) => each.name === name)
        if (!other) return []
        const profile = other.profile
        return [
          judge(hasHealthcheck(other), origin, {
            message: `${service.name} waits until ${name} is healthy, and ${name} has ${missing(other)}`,
            related: [{ origin: other.healthcheck?.origin ?? other.origin, message: `${name} is defined here` }],
            ...(profile?.probe && !other.build && runsCompose(other)
              ? { remedy: `Add \`healthcheck: { test: ${JSON.stringify(profile.probe)} }\` to ${name}.` }
              : {}),
          }),
        ]
      }),
  fix(judgement, service) {
    const [place] = spansOf(judgement.origin)
    const waited = service.dependsOn.find(({ origin }) => spansOf(origin)[0]?.start === place?.start)?.service
    const other = service.variant.services.find(({ name }) => name === waited)
    return other && addHealthcheck(other)
  },
})

function missing(service: Service): string {
  if (!runsCompose(service)) return 'none in the task definition, where ECS looks for it'
  return service.healthcheck?.kind === 'none'
    ? 'its health check switched off'
    : 'no health check, in compose or in its image'
}
