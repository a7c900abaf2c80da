/** Finds secret files that compose mounts and that the repository holds. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { commitmentOf, commitmentWords } from '../../../stack/committed.ts'
import { type SecretFile, secretFilesOf } from '../../../stack/secret-files.ts'
import { leftOut } from '../../../stack/untracking.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-file-tracked',
  scope: 'variant',
  kind: 'exposure',
  title: 'A secret file is in the repository',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a file that is the one in use'] },
  since: '0.1.0',
  why: 'Mounting a secret as a file keeps it out of the environment, but everybody who can read the repository has the file.',
  remedy:
    'Replace the secret, untrack the file (`git rm --cached`), add it to .gitignore, or let compose take it from `environment:` of the secret or from an external store.',
  strength: 'No secret file that compose mounts is in the repository',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/reference/compose-file/secrets/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  peers: [],
  check: (variant) => secretFilesOf(variant).flatMap((secret) => judge(secret, variant.productionLike)),
  fix: ({ subject }, variant) => {
    const secret = secretFilesOf(variant).find(({ name }) => name === subject?.name)
    return secret && leftOut(variant.project, secret.file)
  },
})

function judge(
  { name, file, origin, tracked, ignored, exists }: SecretFile,
  production: boolean,
): readonly Judgement[] {
  const subject = { kind: 'secret', name }
  const commitment = exists ? commitmentOf(tracked, ignored) : 'none'
  if (commitment === 'none') return [pass(origin, { subject })]
  return [
    fail(origin, {
      subject,
      severity: production ? 'high' : 'low',
      confidence: commitment === 'tracked' ? 'high' : 'medium',
      message: `The secret ${name} is the file ${file}, ${commitmentWords[commitment]}`,
    }),
  ]
}
