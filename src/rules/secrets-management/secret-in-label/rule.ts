/** Finds credentials in the labels that compose gives a service. */
import { fail, pass } from '../../../core/verdict.ts'
import { credentialSeverity } from '../../../stack/credential-reach.ts'
import { gradeWords, literalCredentials, worstOf } from '../../../stack/credentials.ts'
import { askInLabel } from '../../../stack/spoken-credential-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-label',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate'],
  kind: 'exposure',
  title: 'A label contains a secret',
  category: 'secrets-management',
  threat: {
    from: 'repository',
    gains: 'credential',
    needs: ['a literal that is the one in use', 'an account that reaches more than the label’s reader does'],
  },
  since: '0.1.0',
  why: 'Labels are metadata: monitoring, dashboards and every program with the Docker socket collect them, and the compose file is in the repository.',
  remedy:
    'Move the value out of the label: a proxy reads its users from a file (`basicauth.usersfile`), other programs take secrets from files or their environment.',
  strength: 'No label contains a secret',
  effort: 20,
  references: [
    'NIST SP 800-190 4.1.4',
    'https://doc.traefik.io/traefik/middlewares/http/basicauth/',
    'https://cwe.mitre.org/data/definitions/522.html',
  ],
  peers: [],
  checklist: ['compose-secrets-by-reference'],
  check: (service) => {
    const failing = service.labels.flatMap(({ name, value, origin }) => {
      // A derived value is an interpolated one: what it holds is written elsewhere.
      if (!value.known || value.origin.kind !== 'span') return []
      const found = worstOf(literalCredentials(name, value.value))
      if (found === undefined) return []
      const hash = found.kind === 'hash'
      const what = hash
        ? 'the hash of a password, which can be tried against lists of passwords offline'
        : gradeWords[found.grade]
      return [
        fail(origin, {
          severity: hash ? 'medium' : credentialSeverity(found.grade, [service]),
          message: `The label ${name} of ${service.name} contains a secret: ${what}`,
        }),
      ]
    })
    return failing.length > 0 || service.labels.length === 0 ? failing : [pass(service.origin)]
  },
  fix: ({ origin }, service) => askInLabel(service, origin),
})
