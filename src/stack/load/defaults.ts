/** Phase: what Compose assumes where a long form leaves something out. */
import type { MapNode, Node } from '../../core/node.ts'
import { goText } from './go-text.ts'
import { withDefault } from './merge-rules.ts'
import { generated, hasKey, mapItems, mapValues, valueAt } from './nodes.ts'
import { below, belowItems, type PathTable, pathTable, under, workloads } from './path-table.ts'

type Default = (map: MapNode) => MapNode

/** A value that nobody wrote. */
const assumed = (value: string | boolean, map: MapNode): Node =>
  generated(value, { kind: 'default', of: 'Docker Compose', at: map.origin })

const deviceRequest: Default = (map) =>
  hasKey(map, 'count') || hasKey(map, 'device_ids') ? map : withDefault(map, 'count', assumed('all', map))

const port: Default = (map) =>
  withDefault(withDefault(map, 'protocol', assumed('tcp', map)), 'mode', assumed('ingress', map))

const secret: Default = (map) => {
  const source = valueAt(map, 'source')
  return withDefault(map, 'target', assumed(`/run/secrets/${source ? goText(source) : '%!s(<nil>)'}`, map))
}

const assumptions = pathTable<Default>({
  ...under(workloads, {
    build: (map) => withDefault(map, 'context', assumed('.', map)),
    'secrets.*': secret,
    'ports.*': port,
    'gpus.*': deviceRequest,
    'volumes.*.bind': (map) => withDefault(map, 'create_host_path', assumed(true, map)),
  }),
  'services.*.deploy.resources.reservations.devices.*': deviceRequest,
})

export const applyDefaults = (root: MapNode): MapNode =>
  mapValues(root, (value, key) => walk(value, below(assumptions, key)))

function walk(node: Node, table: PathTable<Default> | undefined): Node {
  if (table === undefined || node.kind === 'scalar') return node
  if (node.kind === 'list') return mapItems(node, (item) => walk(item, belowItems(table)))
  return table.rule ? table.rule(node) : mapValues(node, (value, key) => walk(value, below(table, key)))
}
