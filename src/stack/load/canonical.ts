/** Phase: short forms written out as the long forms they stand for. */
import type { MapNode, Node } from '../../core/node.ts'
import { parsePorts } from '../../formats/compose/port.ts'
import { parseVolume } from '../../formats/compose/volume.ts'
import { goText } from './go-text.ts'
import { type Loading, refuse } from './loading.ts'
import { startedDependency, withDefault } from './merge-rules.ts'
import {
  entry,
  generated,
  isNull,
  listNode,
  mapItems,
  mapNode,
  mapValues,
  sameValue,
  stringOf,
  unsetOf,
  valueAt,
  withEntry,
} from './nodes.ts'
import { below, belowItems, containers, type PathTable, pathTable, under, workloads } from './path-table.ts'
import { cleanPath } from './paths.ts'

type LongForm = (loading: Loading, node: Node) => Node

const oneOrMore: LongForm = (_loading, node) => (stringOf(node) === undefined ? node : listNode([node], node.origin))

const envFile: LongForm = (loading, node) => {
  const files = stringOf(node) === undefined ? node : listNode([node], node.origin)
  if (files.kind !== 'list') return wrong(loading, node, 'env_file must be a path or a list')
  return mapItems(files, (item) => {
    if (item.kind === 'map') return withDefault(item, 'required', generated(true, item.origin))
    const required = entry('required', generated(true, item.origin))
    return stringOf(item) === undefined ? item : mapNode([entry('path', item), required], item.origin)
  })
}

const gpus: LongForm = (loading, node) => {
  if (node.kind === 'list') return node
  if (stringOf(node) === undefined) return wrong(loading, node, 'gpus must be `all` or a list')
  return listNode([mapNode([entry('count', generated('all', node.origin))], node.origin)], node.origin)
}

/** A list of names as a mapping without settings. */
const names: LongForm = (_loading, node) => {
  if (node.kind !== 'list') return node
  const entries = new Map(node.items.map((item) => [goText(item), item]))
  return mapNode(
    [...entries].map(([name, item]) => entry(name, generated(null, item.origin), item.origin)),
    node.origin,
  )
}

const volume: LongForm = (loading, node) => {
  const text = stringOf(node)
  if (text === undefined) return node.kind === 'map' ? node : wrong(loading, node, 'a volume must be text or a mapping')
  const parsed = parseVolume(text)
  if (!parsed.ok) return wrong(loading, node, `this is not a volume: ${parsed.why}`)
  const { type, source, target, readOnly, nocopy, propagation, selinux } = parsed.volume
  const make = (value: string | boolean) =>
    generated(value, node.origin, node.kind === 'scalar' ? node.unset : undefined)
  const bind = [
    ...(propagation === undefined ? [] : [entry('propagation', make(propagation))]),
    ...(type === 'bind' ? [entry('create_host_path', make(true))] : []),
    ...(selinux === undefined ? [] : [entry('selinux', make(selinux))]),
  ]
  const inVolume = nocopy ? [entry('nocopy', make(true))] : []
  // The two shortest texts are targets as they stand.
  const plain = text.length <= 2
  return mapNode(
    [
      entry('type', make(type)),
      ...(source === undefined ? [] : [entry('source', make(source))]),
      entry('target', make(cleanPath(target))),
      ...(readOnly ? [entry('read_only', make(true))] : []),
      ...(bind.length > 0 ? [entry('bind', mapNode(bind, node.origin))] : []),
      ...((type === 'volume' && !plain) || nocopy ? [entry('volume', mapNode(inVolume, node.origin))] : []),
    ],
    node.origin,
  )
}

const device: LongForm = (loading, node) => {
  const text = stringOf(node)
  if (text === undefined) return node.kind === 'map' ? node : wrong(loading, node, 'a device must be text or a mapping')
  const [source = '', target = '', permissions = 'rwm', ...more] = text.split(':')
  if (more.length > 0) return wrong(loading, node, 'the device has too many colons')
  const values = { source, target: target === '' ? source : target, permissions }
  return mapNode(
    Object.entries(values).map(([key, value]) => entry(key, generated(value, node.origin, unsetOf(node)))),
    node.origin,
  )
}

/** A secret or config by its name. */
const mounted: LongForm = (loading, node) => {
  if (node.kind === 'map') return node
  if (stringOf(node) === undefined) return wrong(loading, node, 'this must be a name or a mapping')
  return mapNode([entry('source', node)], node.origin)
}

const ulimit: LongForm = (loading, node) => {
  if (node.kind === 'map' || (node.kind === 'scalar' && Number.isInteger(node.value))) return node
  return wrong(loading, node, 'a limit must be an integer or a mapping')
}

const asText: LongForm = (_loading, node) =>
  node.kind === 'scalar' && typeof node.value !== 'string' ? { ...node, value: goText(node) } : node

const keyValues: LongForm = (loading, node) => {
  if (node.kind === 'map') return node
  if (node.kind === 'scalar') return wrong(loading, node, 'this must be a list or a mapping')
  const entries = node.items.flatMap((item) => {
    const text = goText(item)
    const equals = text.indexOf('=')
    if (equals === -1) {
      wrong(loading, item, 'this is not of the form key=value')
      return []
    }
    return [entry(text.slice(0, equals), generated(text.slice(equals + 1), item.origin))]
  })
  return mapNode(lastOfEach(entries), node.origin)
}

const lastOfEach = (entries: MapNode['entries']): MapNode['entries'] => [
  ...new Map(entries.map((e) => [e.key, e])).values(),
]

const dependsOn: LongForm = (loading, node) => {
  if (node.kind === 'list') {
    return mapNode(
      lastOfEach(node.items.map((item) => entry(goText(item), startedDependency(item), item.origin))),
      node.origin,
    )
  }
  if (node.kind !== 'map') return wrong(loading, node, 'depends_on must be a list or a mapping')
  return mapValues(node, (value) => {
    if (value.kind !== 'map') return wrong(loading, value, 'a dependency must be a mapping')
    const conditioned = withDefault(value, 'condition', generated('service_started', value.origin))
    return withDefault(conditioned, 'required', generated(true, value.origin))
  })
}

const extended: LongForm = (loading, node) => {
  if (node.kind === 'map') return node
  if (stringOf(node) === undefined) return wrong(loading, node, 'extends must be a name or a mapping')
  return mapNode([entry('service', node)], node.origin)
}

const ports: LongForm = (loading, node) => {
  if (node.kind !== 'list') return wrong(loading, node, 'ports must be a list')
  const items = node.items.flatMap((item) => {
    if (item.kind === 'map') return [item]
    if (item.kind === 'list' || (typeof item.value !== 'string' && !Number.isInteger(item.value))) {
      return [wrong(loading, item, 'a port must be text, an integer or a mapping')]
    }
    const parsed = parsePorts(String(item.value))
    if (!parsed.ok) return [wrong(loading, item, `this is not a port: ${parsed.why}`)]
    return parsed.ports.map(({ address, target, published, protocol }) => {
      const values = { mode: 'ingress', host_ip: address, target, published, protocol }
      const entries = Object.entries(values).flatMap(([key, value]) =>
        value === undefined ? [] : [entry(key, generated(value, item.origin, item.unset))],
      )
      return mapNode(entries, item.origin)
    })
  })
  return listNode(items, node.origin)
}

const build: LongForm = (loading, node) => {
  if (node.kind === 'map') return node
  if (stringOf(node) === undefined) return wrong(loading, node, 'build must be a path or a mapping')
  return mapNode([entry('context', node)], node.origin)
}

const ssh: LongForm = (loading, node) => {
  if (node.kind === 'map') return node
  if (node.kind === 'scalar') return wrong(loading, node, 'ssh must be a list or a mapping')
  const entries = node.items.map((item) => {
    const text = stringOf(item) ?? ''
    const equals = text.indexOf('=')
    if (equals === -1 && text !== 'default') wrong(loading, item, 'an ssh key must be `default` or of the form id=path')
    const value = equals === -1 ? null : text.slice(equals + 1)
    return entry(equals === -1 ? text : text.slice(0, equals), generated(value, item.origin))
  })
  return mapNode(lastOfEach(entries), node.origin)
}

const schedule: LongForm = (_loading, node) =>
  stringOf(node) === undefined ? node : mapNode([entry('cron', node)], node.origin)

/** `external: { name: x }` is the old way to write `external: true` and `name: x`. */
const resource: LongForm = (loading, node) => {
  if (isNull(node)) return node
  if (node.kind !== 'map') return wrong(loading, node, 'this must be a mapping')
  const external = valueAt(node, 'external')
  if (external?.kind !== 'map') return node
  const isExternal = withEntry(node, 'external', generated(true, external.origin))
  const [name, oldName] = [valueAt(node, 'name'), valueAt(external, 'name')]
  if (oldName === undefined) return isExternal
  if (name !== undefined && !sameValue(name, oldName)) wrong(loading, oldName, 'name and external.name differ')
  return name === undefined ? withEntry(isExternal, 'name', oldName) : isExternal
}

function wrong(loading: Loading, node: Node, message: string): Node {
  refuse(loading, 'schema', message, node)
  return node
}

const longForms = pathTable<LongForm>({
  ...under(containers, {
    'networks|models': names,
    'volumes.*': volume,
    'devices.*': device,
    'secrets.*|configs.*': mounted,
    'ulimits.*': ulimit,
    'label_file|dns': oneOrMore,
    env_file: envFile,
    gpus,
  }),
  ...under(workloads, {
    'build.secrets.*': mounted,
    'build.provenance|build.sbom': asText,
    'build.additional_contexts': keyValues,
    'build.ssh': ssh,
    'build.ulimits.*': ulimit,
    build,
    depends_on: dependsOn,
    extends: extended,
    ports,
  }),
  'jobs.*.triggers.schedule.*': schedule,
  'services.*.develop.watch.*.ignore|services.*.develop.watch.*.include': oneOrMore,
  'volumes.*|networks.*|secrets.*|configs.*': resource,
})

/** Writes a whole model out in long forms. */
export const canonical = (loading: Loading, root: MapNode): MapNode =>
  mapValues(root, (value, key) => walk(loading, value, below(longForms, key)))

function walk(loading: Loading, node: Node, table: PathTable<LongForm> | undefined): Node {
  if (table === undefined) return node
  let inner = node
  if (node.kind === 'map') inner = mapValues(node, (value, key) => walk(loading, value, below(table, key)))
  else if (node.kind === 'list') inner = mapItems(node, (item) => walk(loading, item, belowItems(table)))
  return table.rule ? table.rule(loading, inner) : inner
}
