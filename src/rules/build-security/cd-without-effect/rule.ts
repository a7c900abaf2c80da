/** A `cd` at the end of a RUN: the next instruction starts where it always did. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { directoryChanges, directoryPeers } from '../../../stack/directory-changes.ts'
import { cdAsWorkdir } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'cd-without-effect',
  scope: 'stage',
  kind: 'breakage',
  category: 'build-security',
  title: '`cd` at the end of a RUN has no effect',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'Every RUN has a shell of its own, which ends with it: the next instruction runs in the directory from before.',
  remedy: 'Write `WORKDIR` with the directory.',
  strength: 'No RUN changes the directory in vain',
  effort: 2,
  references: ['https://docs.docker.com/reference/dockerfile/#workdir'],
  peers: directoryPeers,
  check: (stage): readonly Judgement[] =>
    directoryChanges(stage).map(({ origin, lasts, directory }) =>
      lasts
        ? pass(origin)
        : fail(origin, {
            message: `nothing runs in ${directory}: the RUN ends here, and the next one starts where this one did`,
          }),
    ),
  fix: cdAsWorkdir,
})
