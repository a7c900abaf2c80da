/** Finds literal credentials in a service's `environment:`. */
import { fail, pass } from '../../../core/verdict.ts'
import { composeCredential, severityInUse } from '../../../stack/compose-credentials.ts'
import { servicesWith } from '../../../stack/credential-reach.ts'
import { gradeWords, holdsCredential } from '../../../stack/credentials.ts'
import { askInstead } from '../../../stack/secret-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-compose-environment',
  scope: 'environment-variable',
  kind: 'exposure',
  title: 'A compose file writes a secret into the environment',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'Everybody who can read the repository has the secret, today and in its history, and it is the same wherever the file is used.',
  remedy:
    'Replace the secret, and let compose take it from outside: `${NAME:?}`, or an entry of `secrets:` that the program reads from /run/secrets.',
  strength: 'Compose takes every secret of the environment from outside',
  effort: 15,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/compose/how-tos/use-secrets/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  ],
  peers: ['compose-lint:CL-0020', 'docksec:compose-plaintext-secret-env'],
  checklist: ['compose-secrets-by-reference'],
  check: (variable) => {
    const { name, service, source, origin } = variable
    const found = composeCredential(variable)
    if (found === undefined) return source === 'compose' && holdsCredential(name) ? [pass(origin)] : []
    if (found.form !== 'value') return []
    return [
      fail(origin, {
        severity: severityInUse(name, found.grade, service ? servicesWith(service.project, origin) : []),
        message: `${service?.name ?? 'A service'} gets ${name} as a literal from the compose file: it is ${gradeWords[found.grade]}`,
      }),
    ]
  },
  fix: (_, { name, service, origin }) =>
    service && askInstead({ project: service.project, name, service: service.name }, origin),
})
