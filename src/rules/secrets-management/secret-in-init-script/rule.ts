/** Finds literal passwords in scripts that a database runs at its first start. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { commitmentOf, commitmentWords } from '../../../stack/committed.ts'
import { credentialSeverity } from '../../../stack/credential-reach.ts'
import { gradeWords } from '../../../stack/credentials.ts'
import { credentialsOfScript, type InitScript, initScriptsOf } from '../../../stack/init-scripts.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-init-script',
  scope: 'service',
  kind: 'exposure',
  title: 'A script for the first start of a database holds a password',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'The account that the script makes has this password in every environment: the script runs once, and nobody changes it afterwards. Whoever reads the repository can log in.',
  remedy:
    "Make the account in a shell script that takes the password from a variable or a secret's file (`psql -v pw=\"$APP_PASSWORD\"` and `PASSWORD :'pw'`), and replace the password.",
  strength: 'Scripts for the first start of a database hold no password',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://github.com/docker-library/docs/tree/master/postgres#initialization-scripts',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  peers: [],
  check: (service): readonly Judgement[] => initScriptsOf(service).flatMap((script) => judgeScript(service, script)),
  fix: () => ({
    refused: 'a script of SQL reads no variables',
    supply: 'a new password, and a script that makes the account with it from the environment',
  }),
})

function judgeScript(service: Service, script: InitScript): readonly Judgement[] {
  const { project } = service
  const found = credentialsOfScript(script.file)
  const commitment = commitmentOf(project.tracked(script.path), project.ignored(script.path))
  if (found.length === 0) return [pass(script.by)]
  if (commitment === 'none') return []
  return found.map(({ grade, origin }) =>
    fail(origin, {
      cause: script.path,
      severity: credentialSeverity(grade, [service], true),
      message: `${script.path} gives an account of ${service.name} a literal password, ${commitmentWords[commitment]}${grade === 'literal' ? '' : `; it is ${gradeWords[grade]}`}`,
      related: [{ origin: script.by, message: `${service.name} runs it at its first start` }],
    }),
  )
}
