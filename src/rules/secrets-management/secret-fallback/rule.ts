/** Finds credentials that compose falls back to where nobody sets the variable. */
import { fail, pass } from '../../../core/verdict.ts'
import { credentialSeverity } from '../../../stack/credential-reach.ts'
import { gradeWords } from '../../../stack/credentials.ts'
import { credentialReferences } from '../../../stack/fallbacks.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-fallback',
  scope: 'variant',
  kind: 'exposure',
  title: 'A secret falls back to a literal when nobody sets it',
  category: 'secrets-management',
  severity: 'high',
  since: '0.1.0',
  why: 'When the variable is forgotten, nothing fails: the stack starts with a secret that everybody can read in the repository.',
  remedy: 'Write `${NAME:?NAME is not set}`, so that compose refuses to start without a value.',
  strength: 'No secret has a fallback: compose stops where one is missing',
  effort: 5,
  references: [
    'https://docs.docker.com/reference/compose-file/interpolation/',
    'https://cwe.mitre.org/data/definitions/1188.html',
  ],
  peers: ['compose-lint:CL-0020', 'compose-lint:CL-0021'],
  checklist: ['compose-secrets-by-reference', 'no-default-credentials'],
  check: (variant) =>
    credentialReferences(variant).map(({ variable, place, fallback, required, service }) => {
      const subject = { kind: 'variable', name: variable }
      if (fallback === undefined) {
        return pass(place, { subject, ...(required ? { evidence: `compose stops where ${variable} is missing` } : {}) })
      }
      const who = service ? `${service.name} starts` : 'the stack starts'
      return fail(place, {
        subject,
        severity: variant.productionLike ? credentialSeverity('literal', service ? [service] : []) : 'low',
        message: `Without ${variable}, ${who} with a fallback from the compose file, ${gradeWords[fallback]}`,
      })
    }),
})
