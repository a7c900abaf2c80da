/** Finds credentials in what a Dockerfile runs, and in the commands and labels that it leaves in the image. */
import { fail, pass } from '../../../core/verdict.ts'
import { credentialsInInstructions } from '../../../stack/command-credentials.ts'
import { gradeWords } from '../../../stack/credentials.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-in-dockerfile-instruction',
  scope: 'stage',
  kind: 'exposure',
  title: 'A Dockerfile instruction contains a secret',
  category: 'secrets-management',
  threat: { from: 'image', gains: 'credential', needs: ['a literal that is the one in use'] },
  since: '0.1.0',
  why: 'The text of every instruction is in the image history, which everybody who can pull the image reads with `docker history`.',
  remedy:
    'Replace the secret. A build step takes it from `RUN --mount=type=secret`; the program takes it when the container starts.',
  strength: 'No Dockerfile instruction contains a secret',
  effort: 20,
  references: ['CIS Docker Benchmark 4.10', 'NIST SP 800-190 4.1.4', 'https://docs.docker.com/build/building/secrets/'],
  peers: ['trivy:DS-0031', 'cis:4.10'],
  checklist: ['dockerfiles-without-secrets'],
  check: (stage) => {
    const failing = credentialsInInstructions(stage).map(({ grade, origin, name, keyword }) => {
      const strong = grade === 'literal'
      return fail(origin, {
        severity: stage.ships ? (strong ? 'high' : 'medium') : strong ? 'medium' : 'low',
        message: `${keyword.toUpperCase()} spells out a secret${name === undefined ? '' : ` (${name})`}; it is ${gradeWords[grade]}, and ${stage.ships ? 'the history of the image shows it' : 'the build cache keeps it'}`,
      })
    })
    return failing.length > 0 || !stage.ships ? failing : [pass(stage.fromWord)]
  },
  fix: () => ({
    refused: 'the value has to come from somewhere else',
    supply: 'the secret of the build, or of the running container, that holds it',
  }),
})
