/** Phase: what a model's shape alone does not say: settings that exclude each other, addresses, blank paths. */
import { ipVersion } from '../../core/ip-address.ts'
import type { MapNode, Node } from '../../core/node.ts'
import { type Loading, refuse, refuseAt } from './loading.ts'
import { hasKey, isNull, placeOf, stringOf, unsetOf, valueAt } from './nodes.ts'
import { below, belowItems, type PathTable, pathTable } from './path-table.ts'

type Check = (loading: Loading, node: Node) => void

/** Something that exists outside can only be named. */
const externalVolume: Check = (loading, node) => {
  const external = valueAt(node, 'external')
  if (node.kind !== 'map' || external?.kind !== 'scalar' || external.value !== true) return
  const other = node.entries.find(({ key }) => key !== 'name' && key !== 'external' && !key.startsWith('x-'))
  if (other === undefined) return
  refuseAt(
    loading,
    'schema',
    `an external volume cannot have ${JSON.stringify(other.key)}`,
    placeOf(other.keyOrigin, ''),
    {
      unset: unsetOf(other.value),
      code: 'resource-conflict',
    },
  )
}

const contentOf =
  (...sources: readonly string[]): Check =>
  (loading, node) => {
    if (node.kind !== 'map') return
    const given = sources.filter((source) => hasKey(node, source))
    if (given.length > 1)
      refuse(loading, 'schema', `${given.join(' and ')} exclude each other`, node, 'resource-conflict')
    if (given.length > 0 || hasKey(node, 'driver') || hasKey(node, 'external')) return
    refuse(loading, 'schema', `one of ${sources.join(', ')} is needed`, node, 'resource-conflict')
  }

const address: Check = (loading, node) => {
  const host = valueAt(node, 'host_ip')
  const text = stringOf(host)
  if (host !== undefined && text !== undefined && ipVersion(text) === 0) {
    refuse(loading, 'schema', 'this is not an IP address', host, 'host-address')
  }
}

const bindSource: Check = (loading, node) => {
  if (node.kind === 'map' && stringOf(valueAt(node, 'type')) === 'bind' && !hasKey(node, 'source')) {
    refuse(loading, 'schema', 'a bind mount needs a source', node)
  }
}

const notBlank: Check = (loading, node) => {
  if (stringOf(node) === '') refuse(loading, 'schema', 'the path cannot be blank', node, 'watch')
}

const deviceRequest: Check = (loading, node) => {
  if (node.kind === 'map' && hasKey(node, 'count') && hasKey(node, 'device_ids')) {
    refuse(loading, 'schema', 'count and device_ids exclude each other', node, 'device-request')
  }
}

const checks = pathTable<Check>({
  'volumes.*': externalVolume,
  'configs.*': contentOf('file', 'environment', 'content'),
  'secrets.*': contentOf('file', 'environment'),
  'services.*.ports.*': address,
  'services.*.volumes.*|jobs.*.volumes.*': bindSource,
  'services.*.develop.watch.*.path': notBlank,
  'services.*.deploy.resources.reservations.devices.*|services.*.gpus.*': deviceRequest,
})

export function checkModel(loading: Loading, root: MapNode): void {
  for (const { key, value } of root.entries) walk(loading, value, below(checks, key))
}

function walk(loading: Loading, node: Node, table: PathTable<Check> | undefined): void {
  if (table === undefined || isNull(node)) return
  if (table.rule) table.rule(loading, node)
  else if (node.kind === 'map') for (const { key, value } of node.entries) walk(loading, value, below(table, key))
  else if (node.kind === 'list') for (const item of node.items) walk(loading, item, belowItems(table))
}
