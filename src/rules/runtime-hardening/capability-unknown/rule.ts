/** A capability that Linux does not have. */

import { answer } from '../../../core/known.ts'
import { type Judgement, judge, unknown } from '../../../core/verdict.ts'
import { capability, capabilityName } from '../../../knowledge/capabilities.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'capability-unknown',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A capability does not exist',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The engine refuses to create a container with a capability it has never heard of.',
  remedy: 'Correct the name. All of them together are `ALL`, without `CAP_`.',
  strength: 'Every capability named is one that Linux has',
  effort: 1,
  references: ['https://man7.org/linux/man-pages/man7/capabilities.7.html'],
  peers: [],
  check({ capAdd, capDrop, name }): readonly Judgement[] {
    return [...capAdd.items, ...capDrop.items].map((item) => {
      if (!item.known) return unknown(item.origin, item.because)
      const found = capability(item.value)
      return judge(answer(found !== undefined), item, {
        message: `${name} names the capability ${capabilityName(item.value)}, and the engine refuses it`,
      })
    })
  },
})
