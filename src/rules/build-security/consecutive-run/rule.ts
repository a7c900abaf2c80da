/** Instructions one below the other that could be one. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Stage } from '../../../stack/build-model.ts'
import type { Instruction } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

const kics = 'kics:0008c003-79aa-42d8-95b8-1c2fe37dbfe6'
const runPeers = ['hadolint:DL3059', kics, 'nord:dfs028']

export default defineRule({
  id: 'consecutive-run',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Instructions one below the other could be one',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Each makes a layer of its own: what one of them deletes stays in the layer of another.',
  remedy: 'Join RUN lines with `&&` or a heredoc, and the sources of COPY lines with one destination in one COPY.',
  strength: 'Steps that belong together are one instruction',
  effort: 5,
  references: ['https://docs.docker.com/build/building/best-practices/#run'],
  peers: runPeers,
  check: (stage): readonly Judgement[] =>
    groups(stage).map(([first, second, ...more]) => {
      if (!second) return pass(first.origin)
      const name = first.keyword.toUpperCase()
      return fail(first.origin, {
        message: `${more.length + 2} ${name} instructions in a row could be one`,
        related: [{ origin: second.origin, message: `the next ${name}` }],
        peers: first.keyword === 'run' ? runPeers : [kics, 'nord:dfs028'],
      })
    }),
  fix: () => ({
    refused: 'whether steps belong together is for who wrote them to say',
    supply: 'which of them are one step',
  }),
})

/** RUN, COPY and ADD instructions, those that could be one together. */
function groups(stage: Stage): readonly [Instruction, ...Instruction[]][] {
  const single = new Set(
    stage.runs.filter(({ commands }) => commands.length === 1).map(({ instruction }) => instruction),
  )
  const found: [Instruction, ...Instruction[]][] = []
  let before: string | undefined
  for (const instruction of stage.instructions) {
    const { onbuild } = instruction
    const own = kindOf(onbuild ?? instruction, single)
    const kind = own && onbuild ? `onbuild ${own}` : own
    if (kind !== undefined && kind === before) found.at(-1)?.push(instruction)
    else if (kind !== undefined) found.push([instruction])
    before = kind
  }
  return found
}

/** Equal for instructions that could be one: a RUN of one command with the same mounts, a copy to the same place. */
function kindOf(instruction: Instruction, single: ReadonlySet<Instruction>): string | undefined {
  const { keyword, flags, args, heredocs } = instruction
  const options = flags.map(({ name, value }) => `${name}=${value?.text}`).join(' ')
  if (keyword === 'run') return single.has(instruction) && heredocs.length === 0 ? `run ${options}` : undefined
  const copies = (keyword === 'copy' || keyword === 'add') && heredocs.length === 0
  return copies ? `${keyword} ${options} ${args.at(-1)?.text}` : undefined
}
