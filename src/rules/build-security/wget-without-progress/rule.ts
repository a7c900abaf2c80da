/** A wget that draws its progress into the log of the build. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { wgetQuietened } from '../../../stack/shell-call-edits.ts'
import { defineRule } from '../../define-rule.ts'

const quiet =
  /^(?:--(?:quiet|no-verbose|progress|output-file|append-output|show-progress=off)(?:=|$)|-nv|-[a-zA-Z]*q|-[oa])/

export default defineRule({
  id: 'wget-without-progress',
  scope: 'command',
  kind: 'hygiene',
  category: 'build-security',
  title: 'wget fills the log of the build',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Without a terminal wget prints a line for every 50 kB: what matters in the log of a build drowns in dots.',
  remedy: 'Add `-nv` or `--progress=dot:giga`.',
  strength: 'wget keeps the log of the build short',
  effort: 1,
  references: ['https://www.gnu.org/software/wget/manual/wget.html#Download-Options'],
  peers: ['hadolint:DL3047', 'nord:dfs032'],
  check: ({ command }): readonly Judgement[] => {
    const [program, ...words] = command.words
    if (command.name !== 'wget' || !program || words.length === 0) return []
    if (words.some(({ text }) => quiet.test(text)) || /^--(?:help|version|spider)$/.test(words[0]?.text ?? ''))
      return [pass(program.origin)]
    return [fail(program.origin, { message: 'wget prints its progress into the log of the build' })]
  },
  fix: (_, command) => wgetQuietened(command),
})
