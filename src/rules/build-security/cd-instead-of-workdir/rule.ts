/** A RUN that moves before it works. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { directoryChanges, directoryPeers } from '../../../stack/directory-changes.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'cd-instead-of-workdir',
  scope: 'stage',
  kind: 'hygiene',
  category: 'build-security',
  title: '`cd` where WORKDIR would say it',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Where each line works has to be read out of the line; WORKDIR says it once for all that follow.',
  remedy: 'Write `WORKDIR` above the RUN.',
  strength: 'Working directories are set with WORKDIR',
  effort: 5,
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  peers: directoryPeers,
  check: (stage): readonly Judgement[] =>
    directoryChanges(stage).map(({ origin, lasts, contained, directory }) =>
      !lasts || contained
        ? pass(origin)
        : fail(origin, { message: `the rest of this RUN works in ${directory}, which WORKDIR would say` }),
    ),
  fix: () => ({
    refused: 'what follows in the RUN may go back, and what follows it would work there too',
    supply: 'where the steps are to work',
  }),
})
