/** A capability that Linux does not have. */

import { answer } from '../../../core/known.ts'
import { nearest } from '../../../core/nearest.ts'
import { type Judgement, judge, unknown } from '../../../core/verdict.ts'
import { allCapabilities, capability, capabilityName } from '../../../knowledge/capabilities.ts'
import { neededCapabilities } from '../../../stack/capabilities.ts'
import { dropAll } from '../../../stack/capability-edits.ts'
import { valueFix } from '../../../stack/service-edits.ts'
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
  fix({ origin }, service) {
    const { capAdd, capDrop, name } = service
    const item = [...capAdd.items, ...capDrop.items].find((one) => one.origin === origin)
    if (!item?.known) return undefined
    const meant = nearest(capabilityName(item.value).replace(/^CAP_/, ''), allCapabilities())
    if (meant === undefined)
      return { refused: `no capability is called anything like ${item.value}`, supply: 'the one that is meant' }
    const isAdded = capAdd.items.includes(item)
    const danger = capability(meant)?.danger
    // What commands the host is given by who means it, and not by a slip of the pen.
    if (isAdded && (meant === 'ALL' || danger === 'host' || danger === 'kernel'))
      return {
        refused: `${item.value} may mean ${meant}, which gives power over the host`,
        supply: 'the one that is meant',
      }
    const added = capAdd.items.map((one) => (one.known ? capabilityName(one.value) : ''))
    if (meant === 'ALL' && neededCapabilities(service)?.some((one) => !added.includes(one))) return dropAll(service)
    const deed = {
      title: `Name the capability ${meant} for ${name}`,
      safety: 'guarded' as const,
      effect: `${name} has ${meant}, where another one may be meant`,
    }
    return valueFix(service, deed, origin, (path) => [{ do: 'set', path, value: meant }])
  },
})
