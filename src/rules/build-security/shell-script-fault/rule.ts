/** What ShellCheck says of a RUN, as far as it can be decided surely. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { shellFaults } from '../../../stack/shell-faults.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'shell-script-fault',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A RUN has a fault of the shell’s',
  threat: { from: 'nobody', gains: 'fault', needs: ['a value or a shell other than the one it was tried with'] },
  confidence: 'medium',
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The shell splits what is not quoted, goes on after a failed `cd`, and knows words in bash that it does not know in sh: the step works until a value or the base image changes.',
  remedy:
    'Quote variables and substitutions, write `cd … || exit`, and stay with what POSIX has or name the shell with SHELL.',
  strength: 'Scripts in RUN hold for every value and every shell',
  effort: 5,
  references: [
    'https://www.shellcheck.net/wiki/',
    'https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html',
  ],
  peers: ['hadolint:shellcheck'],
  check: (stage): readonly Judgement[] =>
    stage.runs.flatMap((run): readonly Judgement[] => {
      const faults = shellFaults(run)
      if (faults.length === 0) return run.commands.length > 0 ? [pass(run.instruction.origin)] : []
      return faults.map(({ origin, says }) => fail(origin, { message: says }))
    }),
  fix: () => ({
    refused: 'quotes change what a script does where splitting was meant',
    supply: 'what the values may look like',
  }),
})
