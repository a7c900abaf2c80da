/** A start script or command line whose shell stays in front of the program and keeps its signals. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { judgeEach } from '../../../stack/across-variants.ts'
import { runsOnce } from '../../../stack/jobs.ts'
import { buildsForProduction, runsInProduction } from '../../../stack/production.ts'
import { isSamePlace } from '../../../stack/run-edits.ts'
import { shellInFront } from '../../../stack/signals.ts'
import { type Start, startsOf } from '../../../stack/start-scripts.ts'
import { rewrite, rewriting } from '../../../stack/written-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'start-script-without-exec',
  scope: 'project',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A shell keeps the signals from the program',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'The shell is process 1 and passes nothing on: every stop and every deployment waits ten seconds, and then kills the program in the middle of its requests and jobs.',
  remedy: 'Put `exec` in front of the last command, so that the program takes the place of the shell.',
  strength: 'Programs get the signals that stop them',
  effort: 5,
  references: [
    'https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example',
    'https://docs.docker.com/compose/support-and-feedback/faq/#why-do-my-services-take-10-seconds-to-recreate-or-stop',
  ],
  peers: [],
  check: (project): readonly Judgement[] => judgeEach(startsOf(project), judgeStart),
  fix({ origin, subject }, project) {
    const program = startsOf(project)
      .map((start) => shellInFront(start)?.last)
      .find((last) => last && isSamePlace(last.origin, origin))?.words[0]?.text
    const effect =
      'the program gets the signals that the shell kept: one that handles none is killed after the grace period as before'
    return rewriting(
      { title: `Put exec in front of the program that ${subject?.name} starts`, safety: 'guarded', effect },
      // Where a block is folded into one line, the place of a word in it is not known to the letter.
      rewrite(project, origin, (written) =>
        /^[\w./"$@-]+(?!\S*=)/.test(written) && written.replace(/^["']/, '').startsWith(program ?? '\0')
          ? `exec ${written}`
          : undefined,
      ),
    )
  },
})

function judgeStart(start: Start): readonly Judgement[] {
  const { service, stage } = start
  const serves = service
    ? runsInProduction(service) && !runsOnce(service)
    : stage !== undefined && buildsForProduction(stage)
  const shell = serves ? shellInFront(start) : undefined
  if (shell === undefined) return []
  const { last, exec, script, origin } = shell
  if (exec) return [pass(origin)]
  const { init } = service ?? {}
  const reaped = init?.known && init.value
  const what = last.words
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 40)
  return [
    fail(last.origin, {
      severity: reaped ? 'low' : 'medium',
      message: `${start.subject.name} starts ${what} behind a shell${reaped ? ', which init stops alone: the program is killed with it' : ', which does not hand on the signal to stop'}`,
      related: script ? [{ origin, message: 'this starts the script' }] : [],
    }),
  ]
}
