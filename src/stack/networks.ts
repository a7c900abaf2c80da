/** Networks of a variant, Compose's implicit `default` included. */
import { known } from '../core/known.ts'
import { entryOf, type MapNode, nodeAt, textOf } from '../core/node.ts'
import { flagField } from './fields.ts'
import type { ComposeModel } from './load/compose-model.ts'
import { sectionOf } from './load/compose-model.ts'
import type { Network, Variant } from './model.ts'

/** The networks that services join; `default` exists where a service names none. */
export function networksOf(model: ComposeModel, variant: Variant): readonly Network[] {
  const declared = sectionOf(model, 'networks')
  const names = new Set([...declared.map(({ key }) => key), ...model.services.flatMap(({ node }) => joinedNames(node))])
  return [...names].map((name) => {
    const entry = declared.find(({ key }) => key === name)
    const origin = entry?.keyOrigin ?? firstJoin(model, name)
    const network: Network = {
      subject: { kind: 'network', name },
      origin,
      inVariants: [variant.name],
      name,
      variant,
      internal: entry ? flagField(entry.value, entry.keyOrigin, 'internal') : known(false, origin),
      external: entry ? flagField(entry.value, entry.keyOrigin, 'external') : known(false, origin),
      engineName: textOf(nodeAt(entry?.value, 'name')),
      implicit: entry === undefined || entry.keyOrigin.kind === 'default',
      get services() {
        return variant.services.filter(({ networks }) => networks.includes(network))
      },
    }
    return network
  })
}

function joinedNames(service: MapNode): readonly string[] {
  const networks = nodeAt(service, 'networks')
  return networks?.kind === 'map' ? networks.entries.map(({ key }) => key) : []
}

/** Where the first service joins a network that nobody declared. */
function firstJoin(model: ComposeModel, name: string): Network['origin'] {
  for (const service of model.services) {
    const entry = entryOf(nodeAt(service.node, 'networks'), name)
    if (entry) return entry.keyOrigin.kind === 'default' ? service.keyOrigin : entry.keyOrigin
  }
  return model.root.origin
}
