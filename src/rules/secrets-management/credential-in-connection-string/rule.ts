/** Finds passwords inside the URLs and connection strings of a service's `environment:`. */
import { fail, pass } from '../../../core/verdict.ts'
import { secretName } from '../../../knowledge/secrets.ts'
import { composeCredential } from '../../../stack/compose-credentials.ts'
import { credentialSeverity, servicesWith } from '../../../stack/credential-reach.ts'
import { askInstead } from '../../../stack/secret-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'credential-in-connection-string',
  scope: 'environment-variable',
  kind: 'exposure',
  title: 'A connection string in a compose file contains a password',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'Everybody who can read the repository can log in wherever the string points. Programs also log connection strings when a connection fails.',
  remedy:
    'Replace the password and interpolate it, as in `postgres://app:${DB_PASSWORD:?}@db/app`, or let the program read it from a secret file.',
  strength: 'No connection string contains a password',
  effort: 15,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/compose/how-tos/use-secrets/',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  peers: ['compose-lint:CL-0021'],
  checklist: ['compose-secrets-by-reference'],
  check: (variable) => {
    const { name, service, source, origin } = variable
    const found = composeCredential(variable)
    if (found === undefined) return source === 'compose' && secretName(name) === 'connection' ? [pass(origin)] : []
    if (found.form !== 'connection') return []
    const guessable = found.grade === 'literal' ? '' : ', and it is one that can be guessed'
    return [
      fail(origin, {
        // A guessable password is as bad as the server it opens; that is judged where the server gets it.
        severity: credentialSeverity('literal', service ? servicesWith(service.project, origin) : []),
        message: `${name} of ${service?.name ?? 'a service'} spells out a password in its connection string${guessable}`,
      }),
    ]
  },
  fix: (_, { name, service, origin }) =>
    service && askInstead({ project: service.project, name, service: service.name }, origin),
})
