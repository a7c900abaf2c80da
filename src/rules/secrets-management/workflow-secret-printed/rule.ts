/** Finds secrets that a pipeline prints into its log. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { holdsSecrets, printedSecrets } from '../../../stack/pipeline-prints.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'workflow-secret-printed',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Pipeline prints a secret into its log',
  threat: {
    from: 'supply',
    gains: 'credential',
    needs: ['a log that others can read', 'a masking that does not catch it'],
  },
  since: '0.1.0',
  why: 'Logs are open to everybody who may read the repository, and masking recognises the exact text only: an encoded or cut secret is readable.',
  remedy:
    'Print whether the secret is set, never the secret; hand it to a program on standard input, or write it to a file with `>`.',
  strength: 'No pipeline prints its secrets',
  effort: 5,
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information',
  ],
  peers: [],
  checklist: ['build-logs-without-secrets'],
  check(job): readonly Judgement[] {
    if (!holdsSecrets(job)) return []
    const printed = printedSecrets(job)
    if (printed.length === 0) return [pass(job.origin)]
    return printed.map(({ secret, disguised, origin }) =>
      fail(origin, {
        severity: disguised ? 'high' : 'medium',
        message: disguised
          ? `Prints the secret ${secret} in a form that the log's masking does not recognise`
          : `Prints the secret ${secret}: only the masking of its exact text keeps it out of the log`,
      }),
    )
  },
})
