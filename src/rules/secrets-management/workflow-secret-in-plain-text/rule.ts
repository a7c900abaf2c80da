/** Finds credentials that are written into a pipeline's file instead of its settings. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type PlainCredential, plainCredentials } from '../../../stack/pipeline-literals.ts'
import { defineRule } from '../../define-rule.ts'

const words: Readonly<Record<PlainCredential['kind'], (name: string) => string>> = {
  container: () => 'The password of the registry that the job’s container comes from is written in the file',
  stack: (name) => `${name} has the value that production uses, in plain text`,
  token: (name) => `${name} holds a token in plain text`,
  login: (name) => `The login’s ${name} is written in the file`,
  shipped: (name) => `${name} is written in the file, for a job that publishes or deploys`,
}

export default defineRule({
  id: 'workflow-secret-in-plain-text',
  scope: 'workflow-job',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Pipeline carries a credential in plain text',
  threat: { from: 'repository', gains: 'credential' },
  since: '0.1.0',
  why: 'Everybody who may read the repository, and every copy of it, has the credential, and it stays in the history after it is removed.',
  remedy:
    'Store it in the settings (GitHub secrets, masked and protected variables in GitLab), refer to it from there, and replace the credential: it counts as known.',
  strength: 'Pipelines take credentials from their settings',
  effort: 30,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.github.com/en/actions/concepts/security/secrets',
    'https://docs.gitlab.com/ci/variables/#mask-a-cicd-variable',
  ],
  peers: ['zizmor:hardcoded-container-credentials'],
  check(job): readonly Judgement[] {
    const plain = plainCredentials(job)
    if (plain.length === 0) return [pass(job)]
    return plain.map(({ name, origin, kind, twin }) =>
      fail(origin, {
        message: words[kind](name),
        // A name that sounds like a secret is less than a login or a token that is one.
        severity: kind === 'shipped' ? 'high' : 'critical',
        related: twin === undefined ? [] : [{ origin: twin, message: 'production uses the same one' }],
        ...(kind === 'container' ? {} : { peers: [] }),
      }),
    )
  },
  fix: () => ({
    refused: 'the pipeline can only refer to a secret that its settings hold',
    supply: 'a new value, and the name of the secret under which it is stored',
  }),
})
