/** A build step that writes a secret into a file which stays in the image, or is carried into it. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { leftSecrets } from '../../../stack/left-secrets.ts'
import { secretUses } from '../../../stack/run-secrets.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'secret-file-left-by-build-step',
  scope: 'stage',
  kind: 'exposure',
  title: 'A build step leaves a secret in a file of the image',
  category: 'secrets-management',
  threat: { from: 'image', gains: 'credential', needs: ['a credential that is still in force'] },
  since: '0.1.0',
  why: 'A secret mount hides what is mounted, not what a command writes elsewhere: the configuration file of a client holds the token in plain text, and everybody who can pull the image has it.',
  remedy:
    'Mount the whole file (`--mount=type=secret,id=npmrc,target=/root/.npmrc`), or remove it in the same RUN; copy only the result from the stage that builds.',
  strength: 'Build steps leave no secret in a file',
  effort: 20,
  references: [
    'CIS Docker Benchmark 4.10',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/build/building/secrets/',
    'https://docs.docker.com/build/building/multi-stage/',
  ],
  peers: ['cis:4.10'],
  checklist: ['dockerfiles-without-secrets'],
  check(stage): readonly Judgement[] {
    const left = leftSecrets(stage)
    const mount = stage.runs.flatMap(({ mounts }) => mounts).find(({ type }) => type === 'secret')
    if (left.length === 0) return mount ? [pass(mount.origin)] : []
    // What a shipping stage uses without a mount is told by the rule about such uses.
    return left.flatMap(({ file, command, carriedBy }): readonly Judgement[] => {
      const mounted = secretUses(command.run).length === 0
      if (carriedBy === undefined && !mounted) return []
      const origin = carriedBy?.instruction.origin ?? command.origin
      return [
        fail(origin, {
          message: carriedBy
            ? `this carries ${file} into the image, with the secret that the stage ${stage.name} wrote into it`
            : `the secret is mounted for this step, which writes it to ${file}, and the file stays in the image`,
          related: carriedBy ? [{ origin: command.origin, message: 'the secret is written here' }] : [],
        }),
      ]
    })
  },
  fix: () => ({
    refused: 'what the program does with the file is not in the Dockerfile',
    supply: 'a step that removes it again, or reads the secret from its mount',
  }),
})
