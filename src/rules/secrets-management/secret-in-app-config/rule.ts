/** Finds literal credentials in application configuration that the repository holds. */
import { fail, pass } from '../../../core/verdict.ts'
import { knownTokenFormat } from '../../../knowledge/secrets.ts'
import { fromEnvironment } from '../../../stack/app-config-edits.ts'
import { gradeWords, literalCredentials, worstOf } from '../../../stack/credentials.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-app-config',
  scope: 'config-file',
  kind: 'exposure',
  title: 'Committed application configuration contains a secret',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'The file is in the repository and in every image that copies it, so the secret is the same in every environment and readable by whoever pulls the image.',
  remedy:
    'Replace the secret, leave the key empty in the file, and set it from outside: an environment variable such as `ConnectionStrings__Default`, or a secret file.',
  strength: 'No committed application configuration contains a secret',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://learn.microsoft.com/aspnet/core/security/app-secrets',
    'https://12factor.net/config',
    'https://cwe.mitre.org/data/definitions/798.html',
  ],
  peers: [],
  check: (file) => {
    if (file.tracked === false) return []
    const failing = file.values.flatMap(({ key, value, origin }) => {
      if (file.template && knownTokenFormat(value) === undefined) return []
      if (isProse(key, value)) return []
      const worst = worstOf(literalCredentials(key, value))
      if (worst === undefined) return []
      const image =
        file.services.length > 0 && !file.development ? ', and the image that is built with it carries it' : ''
      return [
        fail(origin, {
          subject: { kind: 'configuration-key', name: key },
          severity: file.development ? 'low' : 'high',
          message: `${key} is a literal secret in ${file.file}${worst.grade === 'literal' ? '' : ` (${gradeWords[worst.grade]})`}${image}`,
        }),
      ]
    })
    return failing.length > 0 || file.template ? failing : [pass(file.origin)]
  },
  fix: ({ origin, subject }, file) =>
    origin.kind === 'span' ? fromEnvironment(file, subject?.name ?? '', origin) : undefined,
})

/** Texts for people, as in translations: a sentence, or the key's own name. */
const isProse = (key: string, value: string): boolean =>
  key.toLowerCase().split(/[.:]/).at(-1) === value.toLowerCase() ||
  (/^[^=;]*\s[^=;]*$/.test(value) && !value.includes('://'))
