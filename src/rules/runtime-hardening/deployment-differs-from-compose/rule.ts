/** A container that is deployed with other settings than the ones it is tried with in compose. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { counterpartOf } from '../../../stack/deployed/counterpart.ts'
import { differencesBetween } from '../../../stack/deployed/differences.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'deployment-differs-from-compose',
  scope: 'service',
  platforms: ['ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'Deployed otherwise than compose runs it',
  threat: { from: 'nobody', gains: 'fault', needs: ['a program that minds the difference'] },
  confidence: 'medium',
  since: '0.1.0',
  why: 'What was tried is not what is deployed. A setting that hardens the container at the desk is lost where it matters, and a fault shows itself for the first time in production.',
  remedy: 'Make both say the same, or say in the compose file what differs on purpose and why.',
  strength: 'Containers are deployed as compose runs them',
  effort: 15,
  references: ['https://12factor.net/dev-prod-parity'],
  peers: [],
  check(service): readonly Judgement[] {
    const compose = counterpartOf(service)
    if (compose === undefined || !runsInProduction(service)) return []
    const found = differencesBetween(service, compose)
    if (found.length === 0) return [pass(service.origin)]
    return found.map(({ origin, what, there }) =>
      fail(origin, {
        message: `${service.name} ${what}`,
        related: [
          { origin: there, message: `${compose.name} of ${compose.variant.files.join(' and ')} says otherwise` },
        ],
      }),
    )
  },
  fix: () => ({ refused: 'nothing says which of the two is meant', supply: 'the setting that both are to have' }),
})
