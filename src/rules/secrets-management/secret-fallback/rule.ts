/** Finds credentials that compose falls back to where nobody sets the variable. */
import { fail, pass } from '../../../core/verdict.ts'
import { gradeWords } from '../../../stack/credentials.ts'
import { withoutFallback } from '../../../stack/fallback-edits.ts'
import { credentialReferences } from '../../../stack/fallbacks.ts'
import type { Project } from '../../../stack/model.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-fallback',
  scope: 'variant',
  kind: 'exposure',
  title: 'A secret falls back to a literal when nobody sets it',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a host on which the variable is not set'] },
  since: '0.1.0',
  why: 'When the variable is forgotten, nothing fails: the stack starts with a secret that everybody can read in the repository.',
  remedy: 'Write `${NAME:?NAME is not set}`, so that compose refuses to start without a value.',
  strength: 'No secret falls back to a literal where nobody sets it',
  effort: 5,
  references: [
    'NIST SP 800-190 4.1.4',
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
        severity: isLive(variant.project, place.file, service?.name) ? 'high' : 'low',
        message: `Without ${variable}, ${who} with a fallback from the compose file, which is ${gradeWords[fallback]}`,
      })
    }),
  fix: ({ origin, subject }, variant) => withoutFallback(variant, subject?.name ?? '', origin),
})

/** Whether some way of running the project in production reads the file and runs the service. */
const isLive = (project: Project, file: string, name: string | undefined): boolean =>
  project.variants.some(
    ({ productionLike, files, services }) =>
      productionLike &&
      files.includes(file) &&
      (name === undefined || services.some((service) => service.name === name && runsInProduction(service))),
  )
