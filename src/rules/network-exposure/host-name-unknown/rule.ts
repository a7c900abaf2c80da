/** A URL to a host that no service, alias or container of the stack is called. */
import { nearest } from '../../../core/nearest.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { dialogueAt, readdressed } from '../../../stack/dialogue-edits.ts'
import { isToldToOthers } from '../../../stack/loopback-addresses.ts'
import { misspelt } from '../../../stack/misspelt.ts'
import { namesWithin, resolvesElsewhere } from '../../../stack/resolution.ts'
import type { Dialogue } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'host-name-unknown',
  scope: 'variant',
  kind: 'breakage',
  category: 'network-exposure',
  title: 'A URL names a host that nobody has',
  threat: { from: 'nobody', gains: 'fault' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'A name without a dot is looked up among the services of the stack. It is none of them, so the lookup fails.',
  remedy:
    'Use the service’s name, or give the service that alias; for something outside of the stack use its full name.',
  strength: 'Every short host name is one of the stack',
  effort: 5,
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  peers: [],
  check: ({ dialogues }) => dialogues.flatMap(judgeDialogue),
  fix({ origin }, variant) {
    const dialogue = dialogueAt(variant, origin)
    const names = new Set(namesWithin(variant))
    const meant = dialogue && misspelt(dialogue.host, names)
    const other = meant && misspelt(dialogue.host, new Set([...names].filter((name) => name !== meant)))
    if (!dialogue || meant === undefined || other !== undefined)
      return { refused: 'no slip of the pen explains the name', supply: 'the service that is meant' }
    return readdressed(dialogue, { host: meant }, `${dialogue.from.name} connects to ${meant}`)
  },
})

function judgeDialogue(dialogue: Dialogue): readonly Judgement[] {
  const { from, to, host, origin, via } = dialogue
  const subject = { kind: 'service', name: from.name }
  if (to.kind === 'service') return [pass(origin, { subject })]
  // What browsers open or tokens name is for somebody else’s resolver.
  if (to.kind === 'self' || isToldToOthers(via) || resolvesElsewhere(dialogue)) return []
  const names = namesWithin(from.variant)
  const meant = nearest(host, names)
  return [
    fail(origin, {
      subject,
      message: `${via} of ${from.name} names ${host}, and nothing in the stack is called that`,
      ...(meant === undefined ? {} : { remedy: `Did you mean ${meant}?` }),
    }),
  ]
}
