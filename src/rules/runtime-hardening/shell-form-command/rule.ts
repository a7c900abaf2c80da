/** CMD or ENTRYPOINT in shell form: a shell stands between Docker and the program. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { shellForm } from '../../../knowledge/peers.ts'
import { listForShell } from '../../../stack/shell-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'shell-form-command',
  scope: 'stage',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'The program is started through a shell',
  threat: { from: 'nobody', gains: 'outage', needs: ['a program that must finish what it does when it is stopped'] },
  since: '0.1.0',
  why: 'In shell form `/bin/sh -c` is process 1 and passes no signal on: `docker stop` waits ten seconds and kills the program in the middle of its work. An ENTRYPOINT in shell form ignores CMD as well.',
  remedy: 'Write a JSON array: `["program", "argument"]`. Where a shell is needed, let it end in `exec program`.',
  strength: 'Programs are started directly and hear the signal to stop',
  effort: 5,
  references: [
    'https://docs.docker.com/reference/build-checks/json-args-recommended/',
    'https://docs.docker.com/reference/dockerfile/#shell-and-exec-form',
  ],
  peers: [...shellForm.anywhere, ...shellForm.inFinal],
  check: (stage): readonly Judgement[] => {
    // Whoever has chosen a shell has thought of it.
    if (stage.instructions.some(({ keyword }) => keyword === 'shell')) return []
    return stage.instructions.flatMap(({ keyword, exec, args: [word], origin }): readonly Judgement[] => {
      if ((keyword !== 'cmd' && keyword !== 'entrypoint') || !word) return []
      if (exec || /^exec\s/.test(word.text)) return [pass(origin)]
      // A list that is no JSON is another finding.
      if (word.text.startsWith('[')) return []
      return [
        fail(origin, {
          severity: stage.ships ? 'low' : 'info',
          message: `${keyword.toUpperCase()} runs in /bin/sh, which does not hand the signal to stop on`,
          peers: [...shellForm.anywhere, ...(stage.isFinal ? shellForm.inFinal : [])],
        }),
      ]
    })
  },
  fix: listForShell,
})
