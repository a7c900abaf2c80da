/** `pre_start` hooks are containers of their own that take over what their service says about its container. */
import type { MapNode } from '../../core/node.ts'
import { containerFields } from '../../formats/compose/container-schema.ts'
import type { Loading } from './loading.ts'
import { mergeMaps } from './merge.ts'
import { mergeRules } from './merge-rules.ts'
import { mapItems, mapNode, valueAt, withEntry } from './nodes.ts'
import { below } from './path-table.ts'

/** Completes every hook of a service; what the hook says itself wins. */
export function completeHooks(loading: Loading, service: MapNode): MapNode {
  const hooks = valueAt(service, 'pre_start')
  if (hooks?.kind !== 'list' || hooks.items.length === 0) return service
  // Mounts are shared when the hook runs.
  const inherited = service.entries.filter(({ key }) => Object.hasOwn(containerFields, key) && key !== 'volumes')
  const rules = below(below(mergeRules, 'services'), 'hook')
  const complete = mapItems(hooks, (hook) =>
    hook.kind === 'map' ? mergeMaps(loading, mapNode(inherited, service.origin), hook, rules) : hook,
  )
  return withEntry(service, 'pre_start', complete)
}
