/** Finds RUN instructions that leave a private SSH key in a layer where the agent of the builder would do. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Command, Run } from '../../../stack/build-model.ts'
import { secretUses } from '../../../stack/run-secrets.ts'
import { defineRule } from '../../define-rule.ts'

const key = /(?:^|[/"'])\.ssh\/(?:id_(?!.*\.pub$)[\w.-]+|[\w.-]*(?:key|deploy)[\w.-]*(?<!\.pub)|[\w-]+\.pem)["']?$/
const copies = /^(?:cp|mv|install|tee|dd)$/

export default defineRule({
  id: 'ssh-key-written-in-layer',
  scope: 'stage',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Private SSH key is left in a layer',
  threat: { from: 'image', gains: 'credential', needs: ['somebody else who pulls the image or its cache'] },
  since: '0.1.0',
  why: 'The key that was only meant to fetch a private dependency is a file of the layer: whoever pulls the image or the build cache can fetch, and often push, with it.',
  remedy:
    'Forward the agent for this one RUN: `RUN --mount=type=ssh git clone …`, built with `--ssh default` (`ssh:` of docker/build-push-action and of compose).',
  strength: 'Builds use SSH through the builder’s agent',
  effort: 15,
  references: [
    'CIS Docker Benchmark 4.10',
    'NIST SP 800-190 4.1.4',
    'https://docs.docker.com/reference/dockerfile/#run---mounttypessh',
  ],
  peers: [],
  check: (stage): readonly Judgement[] =>
    stage.runs.flatMap((run): readonly Judgement[] => {
      if (run.mounts.some(({ type }) => type === 'ssh')) return [pass(run.instruction.origin)]
      // A key that comes out of a build argument is told there.
      const writer = run.commands.find(writesKey)
      if (writer === undefined || secretUses(run).length > 0 || isRemoved(run)) return []
      return [
        fail(writer.origin, {
          severity: stage.ships ? 'high' : 'medium',
          message: 'Writes a private key into ~/.ssh, where it stays in the layer; an SSH mount needs no file',
        }),
      ]
    }),
  fix: () => ({
    refused: 'which commands need the key cannot be told',
    supply: 'the RUN that needs it, with `--mount=type=ssh` and no key of its own',
  }),
})

/** Whether the command puts a key into `~/.ssh` of the image. */
function writesKey({ command }: Command): boolean {
  const into = command.redirects
    .filter(({ operator }) => operator.includes('>'))
    .map(({ target }) => target?.text ?? '')
  const copied = copies.test(command.name ?? '') ? [command.words.at(-1)?.text ?? ''] : []
  return [...into, ...copied].some((path) => key.test(path))
}

/** Whether the same RUN takes it away again, or writes it into a mount. */
const isRemoved = ({ commands, mounts }: Run): boolean =>
  commands.some(({ command }) => command.name === 'rm' && command.words.some(({ text }) => text.includes('.ssh'))) ||
  mounts.some(({ type, target }) => (type === 'tmpfs' || type === 'secret') && (target ?? '').includes('.ssh'))
