/** Finds credentials that compose writes into a health check. */
import { fail, pass } from '../../../core/verdict.ts'
import { credentialsInCommand } from '../../../stack/command-credentials.ts'
import { gradeWords } from '../../../stack/credentials.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { askInHealthcheck } from '../../../stack/spoken-credential-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** Checks that a Dockerfile or an image brings; those of Dockerfiles are judged there. */
const inImage = new Set(['dockerfile', 'image'])

export default defineRule({
  id: 'secret-in-healthcheck',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'exposure',
  title: 'A health check contains a secret',
  category: 'secrets-management',
  threat: {
    from: 'repository',
    gains: 'credential',
    needs: ['a literal that is the one in use', 'an account that reaches more than the check does'],
  },
  since: '0.1.0',
  why: 'The check runs every few seconds: its command line is in the process list, in `docker inspect` and in the repository.',
  remedy:
    'Let the check read the secret where the service has it (`$$POSTGRES_PASSWORD`, a file below /run/secrets), or use a probe that needs none, such as `pg_isready` or `mysqladmin ping`.',
  remedies: {
    ecs: 'Let the check read the variable that `secrets` fills, or use a probe that needs none, such as `pg_isready`.',
    kubernetes:
      'Let the probe read the variable that `secretKeyRef` fills, or use one that needs none, such as `pg_isready`.',
  },
  strength: 'No health check contains a secret',
  effort: 10,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://cwe.mitre.org/data/definitions/214.html',
    'https://docs.docker.com/reference/compose-file/services/#healthcheck',
  ],
  peers: [],
  checklist: ['compose-secrets-by-reference'],
  check: (service) => {
    const { healthcheck } = service
    if (healthcheck === undefined || healthcheck.kind === 'none' || inImage.has(healthcheck.source)) return []
    const found = credentialsInCommand(healthcheck.test, service.project)
    if (found.length === 0) return [pass(healthcheck.test.origin)]
    return found.map(({ grade, origin }) =>
      fail(origin, {
        severity: runsInProduction(service) ? 'medium' : 'low',
        message: `The health check of ${service.name} spells out a secret; it is ${gradeWords[grade]}, and the process list shows it every time the check runs`,
      }),
    )
  },
  fix: ({ origin }, service) => askInHealthcheck(service, origin),
})
