/** Finds credentials that compose writes into a service's command line. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { credentialsInCommand } from '../../../stack/command-credentials.ts'
import { credentialSeverity } from '../../../stack/credential-reach.ts'
import { gradeWords } from '../../../stack/credentials.ts'
import { askInCommand } from '../../../stack/spoken-credential-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-command',
  scope: 'service',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'exposure',
  title: 'A command line in a compose file contains a secret',
  category: 'secrets-management',
  threat: { from: 'repository', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'The secret is in the repository, in `docker inspect`, and in the process list of the host for as long as the container runs.',
  remedy:
    'Replace the secret and let the program read it from a file or its environment, for example a `redis.conf` from `secrets:` or `${NAME:?}`.',
  remedies: {
    ecs: 'Replace the secret and let the program read it from its environment, filled by `secrets` with `valueFrom`.',
    kubernetes:
      'Replace the secret and let the program read it from a mounted Secret, or from its environment with `secretKeyRef`.',
  },
  strength: 'No command line in a compose file contains a secret',
  effort: 20,
  references: ['NIST SP 800-190 4.1.4', 'https://cwe.mitre.org/data/definitions/214.html'],
  peers: [],
  checklist: ['compose-secrets-by-reference'],
  check: (service) =>
    [service.command, service.entrypoint].flatMap((words): readonly Judgement[] => {
      if (words === undefined) return []
      const found = credentialsInCommand(words, service.project)
      if (found.length === 0) return [pass(words.origin)]
      return found.map(({ grade, origin, name }) =>
        fail(origin, {
          severity: credentialSeverity(grade, [service], true),
          message: `${service.name} is started with a literal secret${name === undefined ? '' : ` after ${name}`}; it is ${gradeWords[grade]}, and the process list of the host shows it`,
        }),
      )
    }),
  fix: ({ origin }, service) => askInCommand(service, origin),
})
