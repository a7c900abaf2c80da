/** A variable that the code reads and compose sets, and that the deployed container never gets. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { counterpartOf } from '../../../stack/deployed/counterpart.ts'
import { missingVariables } from '../../../stack/deployed/environment-drift.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'environment-variable-not-deployed',
  scope: 'service',
  platforms: ['ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'breakage',
  category: 'build-security',
  title: 'A variable that the code reads is not deployed',
  threat: { from: 'nobody', gains: 'fault' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'At the desk compose sets it and everything works. Deployed, the code finds nothing: it ends at the start, or goes on with a default that was never meant for production.',
  remedy:
    'Set the variable in the task definition, under `secrets` where it is one; or delete it from compose and the code.',
  remedies: {
    kubernetes:
      'Set the variable in the manifest, with `valueFrom` where it is a secret; or delete it from compose and the code.',
  },
  strength: 'Deployed containers get every variable that compose sets and the code reads',
  effort: 10,
  references: ['https://12factor.net/config'],
  peers: [],
  check(service): readonly Judgement[] {
    const compose = counterpartOf(service)
    if (compose === undefined || !runsInProduction(service)) return []
    const found = missingVariables(service, compose)
    if (found === undefined) return []
    if (found.length === 0) return [pass(service.origin)]
    return found.map(({ name, place, readAt, setAt }) =>
      fail(place, {
        subject: { kind: 'environment-variable', name: `${service.name} ${name}` },
        message: `the code of ${service.name} reads ${name}, which compose sets and ${service.variant.files.join(', ')} does not`,
        related: [
          { origin: setAt, message: 'compose sets it here' },
          ...(readAt ? [{ origin: readAt, message: 'the code reads it here' }] : []),
        ],
      }),
    )
  },
  fix: () => ({
    refused: 'the value at the desk is not the one for production',
    supply: 'the value, or the secret that holds it',
  }),
})
