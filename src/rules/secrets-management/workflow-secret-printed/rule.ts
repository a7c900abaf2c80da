/** Finds secrets that a pipeline prints into its log. */
import { fail, type Judgement, pass, type Severity } from '../../../core/verdict.ts'
import { holdsCredential } from '../../../stack/credentials.ts'
import { calledFrom, underSubjects } from '../../../stack/pipeline.ts'
import { type PrintedSecret, printedSecrets } from '../../../stack/pipeline-prints.ts'
import { holdsSecrets } from '../../../stack/pipeline-secrets.ts'
import { printNoConfiguration } from '../../../stack/script-edits.ts'
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
    'NIST SP 800-190 4.1.4',
    'https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information',
  ],
  peers: ['zizmor:unredacted-secrets'],
  checklist: ['build-logs-without-secrets'],
  check(job): readonly Judgement[] {
    const printed = printedSecrets(job)
    if (printed.length === 0) return holdsSecrets(job) ? [pass(job.origin)] : []
    return underSubjects(
      job,
      printed.map(({ secret, how, origin, caller }) =>
        fail(origin, {
          severity: weightOf(how, secret),
          message: words[how](secret),
          related: calledFrom(caller),
        }),
      ),
    )
  },
  fix({ origin }, job) {
    const how = printedSecrets(job).find((one) => one.origin === origin)?.how
    return how === 'configuration'
      ? printNoConfiguration(origin, job)
      : { refused: 'a repair cannot tell what the line is for', supply: 'what is to be printed instead, if anything' }
  },
})

/** What is masked, and by its name opens nothing, is untidy more than anything else. */
const weightOf = (how: PrintedSecret['how'], secret: string): Severity =>
  how === 'disguised' || how === 'file' ? 'high' : how === 'plain' && !holdsCredential(secret) ? 'low' : 'medium'

const words: Readonly<Record<PrintedSecret['how'], (secret: string) => string>> = {
  plain: (secret) => `Prints the secret ${secret}: only the masking of its exact text keeps it out of the log`,
  disguised: (secret) => `Prints the secret ${secret} in a form that the log's masking does not recognise`,
  environment: (secret) => `Prints the whole environment, ${secret} included, into the log`,
  configuration: (secret) =>
    `Prints the compose files with every variable filled in, ${secret} included; --quiet checks them without printing`,
  file: (secret) => `Prints an env file that holds ${secret} into the log`,
  trace: (secret) => `set -x prints every command with its values, ${secret} included`,
}
