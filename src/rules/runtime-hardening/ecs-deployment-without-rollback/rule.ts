/** An ECS service whose failed deployments nothing takes back. */
import { any, holds } from '../../../core/known.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { setBlock } from '../../../stack/hcl-edits.ts'
import { placeOf, textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

const isTrue = (value: string | undefined): boolean => value === 'true'

export default defineRule({
  id: 'ecs-deployment-without-rollback',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Nothing takes a failed deployment back',
  threat: { from: 'nobody', gains: 'outage' },
  since: '0.1.0',
  why: 'A release that does not come up is started again and again for hours, until somebody notices and finds out which one ran before.',
  remedy: 'Add `deployment_circuit_breaker { enable = true, rollback = true }` to the service.',
  strength: 'ECS takes deployments back that fail',
  effort: 2,
  references: [
    'NIST SP 800-190 4.2.2',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html',
  ],
  peers: [],
  check(resource): readonly Judgement[] {
    if (resource.type !== 'aws_ecs_service') return []
    const controller = textOfResource(resource, 'deployment_controller', 0, 'type')
    const rollback = textOfResource(resource, 'deployment_circuit_breaker', 0, 'rollback')
    const taken = any(
      holds(rollback, isTrue),
      holds(textOfResource(resource, 'alarms', 0, 'rollback'), isTrue),
      // CodeDeploy and other controllers decide by themselves.
      holds(controller, (type) => type !== undefined && type !== 'ECS'),
    )
    const place = rollback.origin.kind === 'absent' ? placeOf(resource, 'deployment_circuit_breaker') : rollback.origin
    return [judge(taken, place, { message: `${resource.address} goes on with a release that does not come up` })]
  },
  fix: (_, resource) =>
    setBlock(
      resource,
      'deployment_circuit_breaker',
      { enable: 'true', rollback: 'true' },
      {
        title: `Take failed deployments of ${resource.address} back`,
        safety: 'guarded',
        effect: 'a release whose tasks do not come up in time is replaced by the one before it',
      },
    ),
})
