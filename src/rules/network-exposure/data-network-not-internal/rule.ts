/** A network for data stores that leads out of the host. */
import { holds, not } from '../../../core/known.ts'
import { absent } from '../../../core/origin.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { keepsData } from '../../../stack/authentication.ts'
import type { Network } from '../../../stack/model.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'data-network-not-internal',
  scope: 'network',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'The data stores’ network leads outside',
  threat: { from: 'container', gains: 'reach', needs: ['a hole in a data store'] },
  since: '0.1.0',
  why: 'A data store calls nobody. On a network that leads outside, whoever runs code in it fetches tools and sends the data away.',
  remedy: 'Add `internal: true` to the network: everything on it that needs the outside is on another network as well.',
  strength: 'The networks of data stores lead nowhere else',
  effort: 5,
  references: [
    'NIST SP 800-190 4.3.3',
    'NIST SP 800-190 4.4.2',
    'https://docs.docker.com/reference/compose-file/networks/#internal',
  ],
  peers: [],
  check(network): readonly Judgement[] {
    const { implicit, external, internal, name, origin, variant } = network
    const services = network.services.filter(runsInProduction)
    const stores = services.filter(keepsData)
    if (!variant.productionLike || implicit || stores.length === 0 || !external.known || external.value) return []
    // Where somebody would be cut off, or a port closed, the network has another purpose too.
    const order = variant.networks.indexOf(network)
    const leadsOut = (other: Network, index: number): boolean =>
      other !== network &&
      !(other.internal.known && other.internal.value) &&
      // Of two that could be shut in, the one before stays open.
      (index < order || !other.services.some(keepsData))
    const open = variant.networks.filter(leadsOut)
    const needsIt = (service: Service): boolean =>
      (!keepsData(service) || service.ports.items.length > 0) && !service.networks.some((one) => open.includes(one))
    if (services.some(needsIt)) return []
    return [
      judge(
        not(holds(internal, (on) => !on)),
        internal.origin.kind === 'absent' ? internal.origin : absent('internal', origin),
        {
          message: `Network ${name} leads outside, and none of its services needs that: ${stores.map((one) => one.name).join(', ')} could be shut in`,
        },
      ),
    ]
  },
  fix(_, { name, origin }) {
    if (origin.kind !== 'span') return { refused: `network ${name} is not declared`, supply: 'its declaration' }
    return {
      title: `Shut network ${name} in`,
      safety: 'guarded',
      effect: `what is on ${name} alone reaches nothing outside, and nothing outside reaches it`,
      edits: [{ file: origin.file, tree: [{ do: 'set', path: [...origin.path, 'internal'], value: true }] }],
    }
  },
})
