/** A COPY whose source looks like a path of the machine that builds. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { isHistoryOf } from '../../../stack/instructions.ts'
import { sourceMadeRelative } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'copy-source-absolute',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: 'The source of a COPY begins with a slash',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Sources are looked up in the build context, a slash in front or not: `/etc/app.conf` reads as a file of the machine and is `etc/app.conf` of the context.',
  remedy: 'Leave the slash out.',
  strength: 'Sources are written relative to the build context',
  effort: 1,
  references: ['https://docs.docker.com/reference/dockerfile/#copy'],
  peers: ['dockerfilelint:add_src_invalid'],
  check: (stage): readonly Judgement[] =>
    stage.copies.flatMap((copy): readonly Judgement[] => {
      if (copy.from.kind !== 'context' || isHistoryOf(copy)) return []
      return copy.sources.flatMap(({ kind, path, word }): readonly Judgement[] => {
        if (kind !== 'context' || !path.known) return []
        if (!/^\/[^/]/.test(path.value)) return [pass(word.origin)]
        return [fail(word.origin, { message: `${path.value} is looked up in the build context, not on this machine` })]
      })
    }),
  fix: sourceMadeRelative,
})
