/** A service that starts together with the data store it needs, although that could say when it is ready. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { keepsData } from '../../../stack/authentication.ts'
import { waitFor } from '../../../stack/dependency-edits.ts'
import { hasHealthcheck } from '../../../stack/probe.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'depends-on-does-not-wait',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'Does not wait until its data store is ready',
  threat: { from: 'nobody', gains: 'fault', needs: ['a dependency that starts more slowly than its consumer'] },
  since: '0.1.0',
  why: 'A database’s container runs seconds before the database answers: whether the service’s first connection succeeds depends on the day.',
  remedy: 'Wait with `condition: service_healthy`; the other service has the health check for it.',
  strength: 'Services wait until their data store answers',
  effort: 3,
  references: ['https://docs.docker.com/compose/how-tos/startup-order/'],
  peers: [],
  check: (service) =>
    service.dependsOn.flatMap(({ service: name, condition, origin }): readonly Judgement[] => {
      const other = service.variant.services.find((each) => each.name === name)
      // Swarm waits for nobody, whatever the file says.
      if (service.platform === 'swarm' || !other || !keepsData(other) || hasHealthcheck(other).is !== 'yes') return []
      if (condition !== 'service_started') return [pass(origin)]
      return [
        fail(origin, {
          message: `${service.name} starts as soon as ${name} runs, not when it answers`,
          related: [
            { origin: other.healthcheck?.origin ?? other.origin, message: `${name} has a health check to wait for` },
          ],
        }),
      ]
    }),
  fix(_, service) {
    const answers = (name: string): boolean => {
      const other = service.variant.services.find((each) => each.name === name)
      return other !== undefined && keepsData(other) && hasHealthcheck(other).is === 'yes'
    }
    const edits = waitFor(service, answers)
    if ('refused' in edits) return edits
    return {
      title: `Start ${service.name} when its data store answers`,
      safety: 'guarded',
      effect: `${service.name} starts later, and not at all while the health check of its store fails`,
      edits,
    }
  },
})
