/** Finds services whose image lets its own account in with a password that everybody tries first. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { fixGuessable } from '../../../stack/account-edits.ts'
import { composeCredential, isOwnCredential } from '../../../stack/compose-credentials.ts'
import { credentialSeverity, isPublished, servicesWith } from '../../../stack/credential-reach.ts'
import { literalsOf, worstOf } from '../../../stack/credentials.ts'
import { keptAccount } from '../../../stack/image-accounts.ts'
import type { EnvironmentVariable, Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'default-credential',
  scope: 'service',
  kind: 'exposure',
  title: 'A service can be entered with a default or guessable password',
  category: 'secrets-management',
  threat: { from: 'outside', gains: 'credential', needs: ['a way to the service’s port'] },
  since: '0.1.0',
  why: 'Scanners try published defaults on every open port within minutes. On an internal network it is the first thing a compromised container tries.',
  remedy:
    'Generate a password (`openssl rand -base64 32`), keep it out of the repository, and hand it over with `${NAME:?}` or a secret file. A database that exists already needs its password changed inside as well.',
  strength: 'No service keeps a default or guessable password',
  effort: 15,
  references: [
    'NIST SP 800-190 4.1.2',
    'https://cwe.mitre.org/data/definitions/1392.html',
    'https://owasp.org/Top10/A07_2021-Identification_and_Authentication_Failures/',
  ],
  peers: ['compose-lint:CL-0020', 'docksec:compose-plaintext-secret-env'],
  checklist: ['no-default-credentials'],
  check: (service) => {
    const own = service.environment.filter(({ name }) => isOwnCredential(service, name))
    return [...judgeAccount(service), ...own.flatMap((variable) => judgeVariable(variable, service))]
  },
  fix: ({ origin, subject }, service) => fixGuessable(service, subject?.name, origin),
})

const where = (service: Service): string =>
  isPublished(service) ? 'and its port is open to every network of the host' : 'for whatever shares a network with it'

function judgeVariable(variable: EnvironmentVariable, service: Service): readonly Judgement[] {
  const { name, origin } = variable
  const subject = { kind: 'environment-variable', name }
  const found = composeCredential(variable)
  if (found === undefined) return isGuessable(variable) ? [] : [pass(origin, { subject })]
  if (found.form !== 'image-default') return []
  const what = found.grade === 'weak' ? 'is short enough to be guessed' : 'is a published default'
  return [
    fail(origin, {
      subject,
      severity: credentialSeverity(found.grade, servicesWith(service.project, origin), true),
      message: `The ${name} of ${service.name} ${what}, ${where(service)}`,
    }),
  ]
}

/** Whether an env file or a fallback supplies a password that anybody tries first: that is judged where it is written. */
const isGuessable = (variable: EnvironmentVariable): boolean => {
  const worst = worstOf(literalsOf({ ...variable, interpolations: [] }))
  return worst !== undefined && worst.grade !== 'literal'
}

/** The account that the image makes where nobody configures one. */
function judgeAccount(service: Service): readonly Judgement[] {
  const kept = keptAccount(service)
  if (kept === undefined) return []
  const severity = credentialSeverity('well-known', [service])
  return [
    fail(absent(`environment.${kept.variable}`, ...service.definitions), {
      severity: severity === 'high' ? 'medium' : severity,
      message: `${service.name} keeps the account ${kept.user} with the password that its image documents, because nothing sets ${kept.variable}, ${where(service)}`,
    }),
  ]
}
