/** The fields of a compose file that do not simply merge by key or append. */
import type { ListNode, MapNode, Node } from '../../core/node.ts'
import { goText } from './go-text.ts'
import { refuse } from './loading.ts'
import { appended, bothOf, type MergeRule, mergeMaps } from './merge.ts'
import { emptyMap, entry, generated, isNull, listNode, mapNode, sameValue, valueAt, withEntry } from './nodes.ts'
import { pathTable, under, workloads } from './path-table.ts'
import { keyOfKeyValue, uniqueItems } from './unique.ts'

const replace: MergeRule = (_loading, _base, over) => over

/** `KEY=value` items of a list, a map or a single text; maps in the order of their keys. */
function sequenceOf(node: Node): ListNode {
  if (node.kind === 'list') return node
  if (node.kind === 'scalar') return listNode(typeof node.value === 'string' ? [node] : [], node.origin)
  const items = node.entries.flatMap(({ key, value, keyOrigin }) => {
    if (isNull(value)) return [generated(key, keyOrigin)]
    const values = value.kind === 'list' ? value.items : [value]
    return values.map((item) =>
      generated(`${key}=${goText(item)}`, item.origin, item.kind === 'scalar' ? item.unset : undefined),
    )
  })
  const byText = (a: Node, b: Node) => {
    const [x, y] = [goText(a), goText(b)]
    return x < y ? -1 : x > y ? 1 : 0
  }
  return listNode(items.toSorted(byText), node.origin)
}

/** `KEY=value` settings: the override's value takes the place of the base's. */
const keyValues: MergeRule = (loading, base, over) => {
  const items = [...sequenceOf(base).items, ...sequenceOf(over).items]
  return uniqueItems(loading, listNode(items, bothOf(over.origin, base.origin)), keyOfKeyValue)
}

const toSequence: MergeRule = (_loading, base, over) => appended(sequenceOf(base), sequenceOf(over).items, over)

/** `build: ./dir` means `build: { context: ./dir }`. */
const buildOf = (node: Node): MapNode =>
  node.kind === 'map' ? node : isNull(node) ? emptyMap(node.origin) : mapNode([entry('context', node)], node.origin)

const build: MergeRule = (loading, base, over, table) => mergeMaps(loading, buildOf(base), buildOf(over), table)

/** Options of a logging driver make no sense for another one. */
const logging: MergeRule = (loading, base, over, table) => {
  if (base.kind !== 'map' || over.kind !== 'map') {
    refuse(loading, 'schema', 'logging must be a mapping', over.kind === 'map' ? base : over)
    return over
  }
  const [baseDriver, driver] = [valueAt(base, 'driver'), valueAt(over, 'driver')]
  const compatible = baseDriver === undefined || driver === undefined || sameValue(baseDriver, driver)
  return compatible ? mergeMaps(loading, base, over, table) : over
}

/** A list of names as a mapping; each name gets `value`. */
function mappingOf(loading: Parameters<MergeRule>[0], node: Node, value: (origin: Node) => Node): MapNode {
  if (node.kind === 'map') return node
  if (isNull(node)) return emptyMap(node.origin)
  const names = node.kind === 'list' ? node.items : [node]
  const entries = names.flatMap((name) => {
    if (name.kind === 'scalar' && typeof name.value === 'string') return [entry(name.value, value(name), name.origin)]
    refuse(loading, 'schema', 'a list of names is expected', name)
    return []
  })
  return mapNode(entries, node.origin)
}

const asMapping =
  (value: (name: Node) => Node): MergeRule =>
  (loading, base, over, table) =>
    mergeMaps(loading, mappingOf(loading, base, value), mappingOf(loading, over, value), table)

const nothing = (name: Node): Node => generated(null, name.origin)

/** What a service's name in a list of `depends_on` stands for. */
export const startedDependency = (name: Node): Node =>
  mapNode(
    [entry('condition', generated('service_started', name.origin)), entry('required', generated(true, name.origin))],
    name.origin,
  )

const ulimit: MergeRule = (loading, base, over, table) =>
  base.kind === 'map' && over.kind === 'map' ? mergeMaps(loading, base, over, table) : over

/** Address pools of one subnet merge, others are added. */
const addressPools: MergeRule = (loading, base, over, table) => {
  if (base.kind !== 'list' || over.kind !== 'list') {
    refuse(loading, 'schema', 'address pools must be a list', over.kind === 'list' ? base : over)
    return over
  }
  const pools: MapNode[] = []
  const at = (subnet: Node | undefined) =>
    pools.findIndex((pool) => {
      const other = valueAt(pool, 'subnet')
      return other === subnet || (other !== undefined && subnet !== undefined && sameValue(other, subnet))
    })
  for (const original of base.items.map((item) => mappingOf(loading, item, nothing))) {
    for (const override of over.items.map((item) => mappingOf(loading, item, nothing))) {
      const [subnet, other] = [valueAt(original, 'subnet'), valueAt(override, 'subnet')]
      const differs = subnet === undefined || other === undefined ? subnet !== other : !sameValue(subnet, other)
      if (differs && at(other) === -1) {
        pools.push(override)
        continue
      }
      const merged = mergeMaps(loading, original, override, table)
      const known = at(valueAt(merged, 'subnet'))
      if (known === -1) pools.push(merged)
      else pools[known] = merged
    }
  }
  return listNode(pools, bothOf(over.origin, base.origin))
}

/** Merge rules by path. */
export const mergeRules = pathTable<MergeRule>({
  'networks.*.ipam.config': addressPools,
  'networks.*.labels|volumes.*.labels|secrets.*.labels|configs.*.labels': keyValues,
  ...under(workloads, {
    'annotations|environment|labels|sysctls|volumes.*.volume.labels': keyValues,
    'build.args|build.additional_contexts|build.labels': keyValues,
    'command|entrypoint|healthcheck.test': replace,
    'build.extra_hosts|dns|dns_opt|dns_search|env_file|label_file|extra_hosts|tmpfs': toSequence,
    build,
    depends_on: asMapping(startedDependency),
    'models|networks': asMapping(nothing),
    logging,
    'ulimits.*': ulimit,
  }),
  'services.*.deploy.labels': keyValues,
})

/** A map with `key` set where the map lacks it. */
export const withDefault = (map: MapNode, key: string, value: Node): MapNode =>
  valueAt(map, key) === undefined ? withEntry(map, key, value) : map
