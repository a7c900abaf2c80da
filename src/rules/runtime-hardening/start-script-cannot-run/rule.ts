/** A start script that the image cannot execute. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { judgeEach } from '../../../stack/across-variants.ts'
import { startFaults } from '../../../stack/start-faults.ts'
import { makeRunnable } from '../../../stack/start-script-edits.ts'
import { type Start, scriptOf, startsOf } from '../../../stack/start-scripts.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'start-script-cannot-run',
  scope: 'project',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'The start script cannot be executed',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The container ends at once with "permission denied", "exec format error" or "no such file or directory", the last one even though the file is there. It shows when the image is first run, often on another machine than the one that built it.',
  remedy: 'Give the script its mode, LF line ends and an interpreter that the image has.',
  strength: 'Every start script can be executed',
  effort: 5,
  references: [
    'https://docs.docker.com/reference/dockerfile/#entrypoint',
    'https://docs.docker.com/reference/dockerfile/#copy---chown---chmod',
  ],
  peers: [],
  check: (project): readonly Judgement[] => judgeEach(startsOf(project), judgeStart),
  fix: (judgement, project) => makeRunnable(project, judgement),
})

function judgeStart(start: Start): readonly Judgement[] {
  const script = scriptOf(start)
  if (script === undefined) return []
  const { origin, copied, path } = script
  const faults = startFaults(script)
  if (faults.length === 0) return script.file ? [pass(origin)] : []
  return faults.map(({ kind, text, remedy, at }) =>
    fail(origin, {
      cause: `${kind} ${path}`,
      remedy,
      message: `${start.subject.name} starts with ${path}, which ${text}`,
      related: [
        ...(at ? [{ origin: at, message: kind === 'missing' ? 'this would bring it' : 'its first line' }] : []),
        ...(copied && kind === 'not-executable'
          ? [{ origin: copied.copy.instruction.origin, message: `${copied.path} is copied with its mode` }]
          : []),
      ],
    }),
  )
}
