/** Phase: extension fields that became fields of the format keep working under their old names. */
import type { MapNode, Node } from '../../core/node.ts'
import type { Loading } from './loading.ts'
import { merge } from './merge.ts'
import { isNull, mapItems, mapValues, valueAt, withEntry, withoutEntry } from './nodes.ts'

/** Renames `x-develop` of services and `x-initialSync` of their watches; the field itself wins where both are there. */
export function promoteExtensions(loading: Loading, root: MapNode): MapNode {
  const services = valueAt(root, 'services')
  if (services?.kind !== 'map') return root
  return withEntry(
    root,
    'services',
    mapValues(services, (service) => watching(loading, renamed(loading, service, 'x-develop', 'develop'))),
  )
}

function watching(loading: Loading, service: Node): Node {
  const develop = valueAt(service, 'develop')
  const watch = valueAt(develop, 'watch')
  if (service.kind !== 'map' || develop?.kind !== 'map' || watch?.kind !== 'list') return service
  const synced = mapItems(watch, (item) => renamed(loading, item, 'x-initialSync', 'initial_sync'))
  return withEntry(service, 'develop', withEntry(develop, 'watch', synced))
}

function renamed(loading: Loading, node: Node, from: string, to: string): Node {
  const extension = valueAt(node, from)
  if (node.kind !== 'map' || extension === undefined) return node
  const own = valueAt(node, to)
  const value = own === undefined || isNull(own) ? extension : merge(loading, extension, own, undefined)
  return withEntry(withoutEntry(node, from), to, value)
}
