/** A service that is on internal networks only, and is published or calls somebody outside. */
import { nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { letOut } from '../../../stack/network-joins.ts'
import { isOutside } from '../../../stack/resolution.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'internal-network-cut-off',
  scope: 'service',
  kind: 'breakage',
  category: 'network-exposure',
  title: 'Internal network cuts a service off',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'An internal network has no way out and publishes nothing: the port on the host answers nobody, and calls to hosts outside fail.',
  remedy: 'Put the service on a second network that is not internal, or take the mapping away.',
  strength: 'Services that need the outside have a network that leads there',
  effort: 5,
  references: ['https://docs.docker.com/reference/compose-file/networks/#internal'],
  peers: [],
  check(service): readonly Judgement[] {
    const { networks, ports, name } = service
    // Swarm attaches published services to a network of its own.
    if (networks.length === 0 || service.platform === 'swarm' || isForSwarm(service)) return []
    const way = networks.find(
      ({ internal, external }) => !internal.known || !internal.value || (external.known && external.value),
    )
    const needs = [...ports.items.filter((port) => port.known).map(({ origin }) => origin), ...calls(service)]
    if (way) return needs.slice(0, 1).map((origin) => pass(origin))
    const closed = networks.map(({ internal }) => ({ origin: internal.origin, message: 'internal' }))
    return [
      ...ports.items.map(({ origin }) =>
        fail(origin, { message: `${name} is on internal networks only: nobody reaches this port`, related: closed }),
      ),
      ...calls(service).map((origin) =>
        fail(origin, { message: `${name} is on internal networks only and cannot reach this host`, related: closed }),
      ),
    ]
  },
  fix: (_, service) => letOut(service),
})

/** Settings that nothing but `docker stack deploy` reads. */
const isForSwarm = ({ node }: Service): boolean =>
  ['placement', 'labels', 'update_config'].some((key) => nodeAt(node, 'deploy', key) !== undefined)

/** Where it names hosts of the internet. */
const calls = (service: Service) =>
  service.variant.dialogues.flatMap((dialogue) =>
    dialogue.from === service && isOutside(dialogue) ? [dialogue.origin] : [],
  )
