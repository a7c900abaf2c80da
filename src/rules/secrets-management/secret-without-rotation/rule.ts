/** A secret in AWS Secrets Manager that nothing changes. */
import { type Judgement, judge } from '../../../core/verdict.ts'
import { someBelongsTo } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-without-rotation',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Secret is never rotated',
  threat: { from: 'nobody', gains: 'control', needs: ['a secret that has got out'] },
  since: '0.1.0',
  why: 'A secret that has leaked once opens the door for as long as nobody changes it, and most leaks are never noticed.',
  remedy:
    'Add an `aws_secretsmanager_secret_rotation` with a rule of at most 90 days, or let RDS manage the password (`manage_master_user_password`).',
  strength: 'Every secret in Secrets Manager is rotated',
  effort: 60,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
  ],
  peers: ['checkov:CKV2_AWS_57'],
  checklist: ['secret-rotation'],
  check: (resource): readonly Judgement[] =>
    resource.type === 'aws_secretsmanager_secret'
      ? [
          judge(
            someBelongsTo(resource, 'aws_secretsmanager_secret_rotation', 'secret_id', /secret/i),
            resource.origin,
            {
              message: `nothing ever changes the secret ${resource.address}`,
            },
          ),
        ]
      : [],
  fix: () => ({
    refused: 'a rotation runs a function that these files do not have',
    supply: 'the ARN of the function, and how often it runs',
  }),
})
