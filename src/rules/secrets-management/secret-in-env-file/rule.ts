/** Finds literal credentials in env files that the repository holds. */
import { firstSpanOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { knownTokenFormat } from '../../../knowledge/secrets.ts'
import { commitmentOf, commitmentWords } from '../../../stack/committed.ts'
import { severityInUse } from '../../../stack/compose-credentials.ts'
import { servicesWith } from '../../../stack/credential-reach.ts'
import { gradeWords, literalCredentials, worstOf } from '../../../stack/credentials.ts'
import type { EnvFile, Project } from '../../../stack/model.ts'
import { keptPrivate } from '../../../stack/untracking.ts'
import { defineRule } from '../../define-rule.ts'

/** Files that only developers load. */
const atTheDesk =
  /(?:^|\/)\.?env\.(?:dev|development|local|test|testing|ci)$|(?:^|\/)(?:dev|development|local|test)\.env$/i

export default defineRule({
  id: 'secret-in-env-file',
  scope: 'project',
  kind: 'exposure',
  title: 'An env file in the repository contains a secret',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'Everybody who can read the repository, or ever cloned it, has the secret. Deleting the file does not take it out of the history.',
  remedy:
    'Replace the secret, untrack the file (`git rm --cached`), add it to .gitignore, and commit an example with empty values in its place.',
  strength: 'No env file in the repository contains a secret',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/compose/how-tos/environment-variables/best-practices/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    'https://12factor.net/config',
  ],
  peers: ['docksec:compose-env-file-secret-risk'],
  check: (project) => project.envFiles.flatMap((file) => judgeFile(file, project)),
  fix: ({ origin, subject }, project) =>
    keptPrivate(
      project,
      project.envFiles.find(({ file }) => file === firstSpanOf(origin)?.file),
      subject?.name ?? '',
    ),
})

function judgeFile(file: EnvFile, project: Project): readonly Judgement[] {
  const commitment = file.exists ? commitmentOf(file.tracked, file.ignored) : 'none'
  if (commitment === 'none') return []
  const failing = file.variables.flatMap(({ name, value, valueOrigin }) => {
    // Examples hold samples; only a token that is plainly real is worth a word there.
    if (file.template && knownTokenFormat(value) === undefined) return []
    const worst = worstOf(literalCredentials(name, value))
    if (worst === undefined) return []
    const services = servicesWith(project, valueOrigin)
    const usual = atTheDesk.test(file.file) ? 'low' : worst.grade === 'literal' ? 'high' : 'medium'
    return [
      fail(valueOrigin, {
        subject: { kind: 'environment-variable', name },
        severity: services.length > 0 ? severityInUse(name, worst.grade, services) : usual,
        confidence: commitment === 'tracked' ? 'high' : 'medium',
        message: `${name} is a literal secret in ${file.file}, ${commitmentWords[commitment]}${worst.grade === 'literal' ? '' : `; it is ${gradeWords[worst.grade]}`}`,
      }),
    ]
  })
  return failing.length > 0 || file.template ? failing : [pass(file.origin, { subject: file.subject })]
}
