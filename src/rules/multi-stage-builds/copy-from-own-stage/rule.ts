/** A COPY that takes its files from the stage it stands in. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { flagOf } from '../../../stack/instructions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'copy-from-own-stage',
  scope: 'stage',
  kind: 'breakage',
  category: 'multi-stage-builds',
  title: 'A stage copies from itself',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The stage is not there to copy from while it is being made: the build stops, or takes the files of an image or an earlier stage that happens to have the name.',
  remedy: 'Name the stage that has the files, or move them with `RUN cp`.',
  strength: 'No stage copies from itself',
  effort: 5,
  references: ['https://docs.docker.com/reference/dockerfile/#copy---from'],
  peers: [
    'hadolint:DL3023',
    'trivy:DS-0006',
    'kics:cdddb86f-95f6-4fc4-b5a1-483d9afceb2b',
    'semgrep:copy-from-own-alias',
    'nord:dfs006',
  ],
  check: (stage): readonly Judgement[] =>
    stage.copies.flatMap(({ instruction }): readonly Judgement[] => {
      const word = flagOf(instruction, 'from')
      if (!word) return []
      const name = word.text.toLowerCase()
      if (name !== stage.alias?.toLowerCase()) return [pass(word.origin)]
      return [fail(word.origin, { message: `${word.text} is the stage that this COPY stands in` })]
    }),
  fix: () => ({
    refused: 'nothing here says where the files come from',
    supply: 'the stage or the image that holds them',
  }),
})
