/** A pipeline of a RUN of which only the last command can fail. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { pipesWatched } from '../../../stack/shell-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** What has nothing to fail at. */
const cannotFail = new Set(['echo', 'printf', 'yes', 'true', ':'])

export default defineRule({
  id: 'pipe-without-pipefail',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'A failure in front of a pipe is lost',
  threat: { from: 'nobody', gains: 'fault' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The shell asks the last command of a pipeline only: a download that breaks off in front of `| tar` or `| sh` leaves half of it in an image that looks built.',
  remedy:
    'Put `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` (`/bin/ash -eo pipefail` on Alpine) above the RUN, or download to a file first.',
  strength: 'A pipeline fails when any of its commands does',
  effort: 5,
  references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  peers: ['hadolint:DL4006', 'kics:efbf148a-67e9-42d2-ac47-02fa1c0d0b22', 'semgrep:set-pipefail'],
  check: (stage): readonly Judgement[] =>
    stage.commands.flatMap(({ command }): readonly Judgement[] => {
      const { pipeIndex, pipeLength, pipefail, nesting, negated, name, origin } = command
      if (pipeIndex !== 0 || pipeLength < 2 || negated) return []
      // A condition asks for the result of the last command on purpose.
      if (nesting.some((inside) => inside === 'if-condition' || inside === 'loop-condition')) return []
      if (pipefail || cannotFail.has(name ?? '')) return [pass(origin)]
      return [fail(origin, { message: `if ${name ?? 'this'} fails, the pipeline goes on as if it had not` })]
    }),
  fix: pipesWatched,
})
