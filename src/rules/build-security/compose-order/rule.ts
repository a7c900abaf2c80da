/** Keys and entries of a compose file that are in another order than the one agreed on. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type Ordered, orderedParts, outOfOrder } from '../../../stack/compose-order.ts'

import { defineRule } from '../../define-rule.ts'

/** Each part of a file that has an order, and who else asks for it. */
const parts: Readonly<Record<Ordered['part'], { readonly peer: string; readonly where: string }>> = {
  top: { peer: 'dclint:top-level-properties-order', where: 'at the top' },
  services: { peer: 'dclint:services-alphabetical-order', where: 'among the services' },
  service: { peer: 'dclint:service-keys-order', where: 'among the keys of the service' },
  depends_on: { peer: 'dclint:service-dependencies-alphabetical-order', where: 'in depends_on' },
  ports: { peer: 'dclint:service-ports-alphabetical-order', where: 'in ports' },
}

export default defineRule({
  id: 'compose-order',
  scope: 'compose-file',
  kind: 'hygiene',
  category: 'build-security',
  title: 'Entries are out of order',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'In one order, reviewers find things where they expect them, and diffs show what changed instead of what moved.',
  remedy: 'Sort: services, dependencies and ports by name; the keys of a service from what it is to how it runs.',
  strength: 'Compose files keep one order',
  effort: 2,
  references: ['https://docs.docker.com/reference/compose-file/services/'],
  peers: Object.values(parts).map(({ peer }) => peer),
  check: ({ root }) =>
    orderedParts(root).map((ordered): Judgement => {
      const { part, subject, origin } = ordered
      const wrong = outOfOrder(ordered)
      if (!wrong) return pass(origin, { subject })
      const { peer, where } = parts[part]
      return fail(wrong.entry.origin, {
        subject,
        message: `${wrong.entry.name} comes after ${wrong.before.name} ${where}`,
        related: [{ origin: wrong.before.origin, message: 'belongs after it' }],
        peers: [peer],
      })
    }),
  fix: () => ({
    refused: 'comments and blank lines would have to move with the entries',
    supply: 'the order, by hand or by a formatter',
  }),
})
