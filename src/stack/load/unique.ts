/** Phase: items of a list that mean the same thing reduced to the last of them, in the place of the first. */
import type { ListNode, MapNode, Node } from '../../core/node.ts'
import { parseVolume } from '../../formats/compose/volume.ts'
import { type Loading, refuse } from './loading.ts'
import { listNode, mapValues, stringOf, valueAt } from './nodes.ts'
import { below, type PathTable, pathTable, under } from './path-table.ts'

/** What an item is known by; `undefined` for an item that cannot be in such a list, with the reason noted. */
export type ItemKey = (item: Node, refuse: (why: string) => void) => string | undefined

export function uniqueItems(loading: Loading, list: ListNode, keyOf: ItemKey): ListNode {
  const items: Node[] = []
  const places = new Map<string, number>()
  for (const item of list.items) {
    const key = keyOf(item, (why) => refuse(loading, 'schema', why, item))
    const place = key === undefined ? undefined : places.get(key)
    if (place !== undefined) items[place] = item
    else {
      if (key !== undefined) places.set(key, items.length)
      items.push(item)
    }
  }
  return items.length === list.items.length ? list : listNode(items, list.origin)
}

export const keyOfKeyValue: ItemKey = (item, refuseItem) => {
  const text = stringOf(item)
  if (text === undefined) {
    refuseItem('this must be text')
    return undefined
  }
  const equals = text.indexOf('=')
  return equals === -1 ? text : text.slice(0, equals)
}

const typed = (node: Node | undefined): string =>
  node?.kind === 'scalar'
    ? typeof node.value === 'string'
      ? node.value
      : `${typeof node.value} ${node.value}`
    : 'none'

const byTarget =
  (what: string, ofText: (text: string) => string | undefined): ItemKey =>
  (item, refuseItem) => {
    const text = stringOf(item)
    if (text !== undefined) return ofText(text)
    if (item.kind !== 'map') return ''
    const target = stringOf(valueAt(item, 'target'))
    if (target === undefined) refuseItem(`the ${what} has no target in the container`)
    return target
  }

const volume = byTarget('volume', (text) => {
  const parsed = parseVolume(text)
  // A text that is no volume is refused when it is read.
  return parsed.ok ? parsed.volume.target : undefined
})

const device = byTarget('device', (text) => text.split(':')[1] ?? text)

const port: ItemKey = (item, refuseItem) => {
  if (item.kind === 'list') return ''
  if (item.kind === 'scalar') return item.value === null || typeof item.value === 'boolean' ? '' : String(item.value)
  const target = valueAt(item, 'target')
  if (target === undefined) {
    refuseItem('the port has no target port')
    return undefined
  }
  const host = stringOf(valueAt(item, 'host_ip')) ?? '0.0.0.0'
  const protocol = stringOf(valueAt(item, 'protocol')) ?? 'tcp'
  return `${host}:${typed(valueAt(item, 'published'))}:${target.kind === 'scalar' ? target.value : ''}/${protocol}`
}

const exposed: ItemKey = (item, refuseItem) => {
  if (item.kind === 'scalar' && (typeof item.value === 'string' || Number.isInteger(item.value)))
    return String(item.value)
  refuseItem('an exposed port must be text or an integer')
  return undefined
}

const mounted =
  (directory: string): ItemKey =>
  (item, refuseItem) => {
    const text = stringOf(item)
    if (text !== undefined) return `${directory}/${text}`
    if (item.kind !== 'map') {
      refuseItem('this must be a name or a mapping')
      return undefined
    }
    return stringOf(valueAt(item, 'target')) ?? `${directory}/${stringOf(valueAt(item, 'source')) ?? ''}`
  }

const envFile: ItemKey = (item, refuseItem) => {
  const text = stringOf(item)
  if (text !== undefined) return text
  if (item.kind !== 'map') return ''
  const path = stringOf(valueAt(item, 'path'))
  if (path === undefined) refuseItem('the env file has no path')
  return path
}

const keys = pathTable<ItemKey>({
  'networks.*.labels|networks.*.ipam.options': keyOfKeyValue,
  ...under(['services.*'], {
    'annotations|cap_add|cap_drop|dns|dns_opt|dns_search|environment|labels|links|profiles|sysctls|tmpfs':
      keyOfKeyValue,
    'build.args|build.additional_contexts|build.platform|build.tags|build.labels|deploy.labels': keyOfKeyValue,
    'networks.*.aliases|networks.*.link_local_ips': keyOfKeyValue,
    configs: mounted(''),
    devices: device,
    env_file: envFile,
    expose: exposed,
    ports: port,
    secrets: mounted('/run/secrets'),
    volumes: volume,
  }),
})

/** Applies the table to a whole model. */
export const enforceUnique = (loading: Loading, root: MapNode): MapNode => inMap(loading, root, keys)

function inMap(loading: Loading, map: MapNode, table: PathTable<ItemKey>): MapNode {
  return mapValues(map, (value, key) => {
    const next = below(table, key)
    if (next === undefined || value.kind === 'scalar') return value
    if (value.kind === 'map') return inMap(loading, value, next)
    return next.rule ? uniqueItems(loading, value, next.rule) : value
  })
}
