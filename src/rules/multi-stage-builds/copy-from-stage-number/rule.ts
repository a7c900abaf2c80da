/** A `COPY --from=0`: the stage is known by its position only. */

import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { flagOf } from '../../../stack/instructions.ts'
import { stageCalledByName } from '../../../stack/stage-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'copy-from-stage-number',
  scope: 'stage',
  kind: 'hygiene',
  category: 'multi-stage-builds',
  title: '`COPY --from` counts stages',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'A stage that is put in front of it moves every number, and the copy takes its files from another one.',
  remedy: 'Give the stage a name with `AS` and copy from that.',
  strength: 'Stages are copied from by name',
  effort: 5,
  references: ['https://docs.docker.com/build/building/multi-stage/#name-your-build-stages'],
  peers: ['kics:68a51e22-ae5a-4d48-8e87-b01a323605c9'],
  check: (stage): readonly Judgement[] =>
    stage.copies.flatMap(({ instruction, from }): readonly Judgement[] => {
      const word = flagOf(instruction, 'from')
      if (!word || from.kind !== 'stage') return []
      if (!/^\d+$/.test(word.text)) return [pass(word.origin)]
      return [fail(word.origin, { message: `stage ${word.text} is copied from by its number` })]
    }),
  fix: stageCalledByName,
})
