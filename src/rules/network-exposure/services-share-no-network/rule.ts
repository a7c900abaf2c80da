/** A service that names another one it cannot reach: they have no network in common. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { joinNetworkOf } from '../../../stack/network-joins.ts'
import { networksReached, tellsHost } from '../../../stack/resolution.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'services-share-no-network',
  scope: 'variant',
  kind: 'breakage',
  category: 'network-exposure',
  title: 'Services that talk share no network',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Names resolve only on networks that both containers are on: the connection fails with an unknown host.',
  remedy: 'Put both on one network, or correct the name.',
  strength: 'Services that talk share a network',
  effort: 10,
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  peers: [],
  check: (variant) =>
    variant.dialogues.flatMap(({ from, to, origin, via, host }): readonly Judgement[] => {
      if (to.kind !== 'service' || to.service === from) return []
      const subject = { kind: 'service', name: from.name }
      const [own, theirs] = [networksReached(from), networksReached(to.service)]
      if (!own || !theirs || tellsHost(from, host)) return []
      if (own.some((network) => theirs.includes(network))) return [pass(origin, { subject })]
      return [
        fail(origin, {
          subject,
          message: `${via} of ${from.name} names ${to.service.name}, which is on none of its networks`,
          related: [
            {
              origin: to.service.origin,
              message: `${to.service.name} is on ${theirs.map(({ name }) => name).join(', ') || 'no network of the stack'}`,
            },
          ],
        }),
      ]
    }),
  fix({ origin }, variant) {
    const dialogue = variant.dialogues.find((one) => one.origin === origin)
    if (dialogue?.to.kind !== 'service') return undefined
    const { service } = dialogue.to
    return joinNetworkOf(dialogue.from, service, networksReached(service) ?? [])
  },
})
