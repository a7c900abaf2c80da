/** Last phase: implied networks, dependencies, names and build settings made explicit. */
import type { MapNode, Node } from '../../core/node.ts'
import type { Origin } from '../../core/origin.ts'
import type { Environment, Loading } from './loading.ts'
import { withDefault } from './merge-rules.ts'
import {
  emptyMap,
  entry,
  generated,
  hasKey,
  isNull,
  mapItems,
  mapNode,
  mapValues,
  stringOf,
  valueAt,
  withEntry,
} from './nodes.ts'
import { cleanPath } from './paths.ts'
import { completeHooks } from './pre-start.ts'
import { resolveVariables } from './resolve-environment.ts'

const implied = (at: Origin): Origin => ({ kind: 'default', of: 'Docker Compose', at })

/** Makes the whole model explicit. */
export function normalise(loading: Loading, root: MapNode, name: string, environment: Environment): MapNode {
  const named = withEntry(root, 'name', generated(name, valueAt(root, 'name')?.origin ?? implied(root.origin)))
  const connected = withNetworks(named)
  const complete = ['services', 'jobs'].reduce((model, section) => {
    const workloads = valueAt(model, section)
    if (workloads?.kind !== 'map') return model
    const change = (service: Node) => (service.kind === 'map' ? ofWorkload(loading, service, environment) : service)
    return withEntry(model, section, mapValues(workloads, change))
  }, connected)
  return ['networks', 'volumes', 'configs', 'secrets'].reduce(
    (model, section) => withNames(model, section, name),
    complete,
  )
}

/** Every container without a network of its own is on `default`, which exists where something is on it. */
function withNetworks(root: MapNode): MapNode {
  let user: Node | undefined
  const model = ['services', 'jobs'].reduce((at, section) => {
    const workloads = valueAt(at, section)
    if (workloads?.kind !== 'map') return at
    const connected = mapValues(workloads, (service) => {
      if (service.kind !== 'map' || hasKey(service, 'provider') || hasKey(service, 'network_mode')) return service
      const networks = valueAt(service, 'networks')
      const none = networks === undefined || (networks.kind === 'map' && networks.entries.length === 0)
      if (none || (networks.kind === 'map' && hasKey(networks, 'default'))) user ??= service
      const origin = implied(service.origin)
      return none
        ? withEntry(service, 'networks', mapNode([entry('default', generated(null, origin))], origin))
        : service
    })
    return withEntry(at, section, connected)
  }, root)
  if (user === undefined) return model
  const networks = valueAt(model, 'networks') ?? emptyMap(implied(root.origin))
  if (networks.kind !== 'map' || hasKey(networks, 'default')) return model
  const origin = implied(user.origin)
  return withEntry(model, 'networks', {
    ...networks,
    entries: [...networks.entries, entry('default', generated(null, origin))],
  })
}

function ofWorkload(loading: Loading, service: MapNode, environment: Environment): MapNode {
  const steps: readonly ((at: MapNode) => MapNode)[] = [
    (at) => (stringOf(valueAt(at, 'pull_policy')) === 'if_not_present' ? changed(at, 'pull_policy', missing) : at),
    (at) => changed(at, 'build', (build) => (build.kind === 'map' ? completeBuild(build, environment) : build)),
    (at) => changed(at, 'environment', (variables) => resolveVariables(variables, environment, true)),
    withDependencies,
    (at) => changed(at, 'volumes', cleanTargets),
    (at) => completeHooks(loading, at),
  ]
  return steps.reduce((at, step) => step(at), service)
}

function changed(map: MapNode, key: string, change: (value: Node) => Node): MapNode {
  const value = valueAt(map, key)
  return value === undefined ? map : withEntry(map, key, change(value))
}

const missing = (policy: Node): Node => ({ ...policy, value: 'missing' }) as Node

function completeBuild(build: MapNode, environment: Environment): MapNode {
  const make = (value: string) => generated(value, implied(build.origin))
  const unset = (key: string) => valueAt(build, key) === undefined || isNull(valueAt(build, key))
  let complete = unset('context') ? withEntry(build, 'context', make('.')) : build
  if (unset('dockerfile') && unset('dockerfile_inline'))
    complete = withEntry(complete, 'dockerfile', make('Dockerfile'))
  return changed(complete, 'args', (args) => resolveVariables(args, environment, false))
}

const cleanTargets = (volumes: Node): Node =>
  volumes.kind !== 'list'
    ? volumes
    : mapItems(volumes, (volume) => {
        const target = valueAt(volume, 'target')
        const path = stringOf(target)
        if (volume.kind !== 'map' || target?.kind !== 'scalar' || path === undefined) return volume
        const clean = path === '' ? '.' : cleanPath(path)
        return clean === path ? volume : withEntry(volume, 'target', { ...target, value: clean })
      })

/** Links, shared namespaces and shared volumes are dependencies. */
function withDependencies(service: MapNode): MapNode {
  const found = [...linked(service), ...sharing(service), ...volumesOf(service)]
  if (found.length === 0) return service
  const declared = valueAt(service, 'depends_on')
  let dependencies = declared?.kind === 'map' ? declared : emptyMap(implied(service.origin))
  for (const { name, from, restart } of found) {
    const make = (value: string | boolean) => generated(value, implied(from.origin))
    const settings = [
      entry('condition', make('service_started')),
      entry('restart', make(restart)),
      entry('required', make(true)),
    ]
    dependencies = withDefault(dependencies, name, mapNode(settings, implied(from.origin)))
  }
  return withEntry(service, 'depends_on', dependencies)
}

interface Implied {
  readonly name: string
  readonly from: Node
  readonly restart: boolean
}

const textsOf = (list: Node | undefined): readonly { readonly text: string; readonly from: Node }[] =>
  list?.kind !== 'list'
    ? []
    : list.items.flatMap((from) => {
        const text = stringOf(from)
        return text === undefined ? [] : [{ text, from }]
      })

const linked = (service: MapNode): readonly Implied[] =>
  textsOf(valueAt(service, 'links')).map(({ text, from }) => {
    const parts = text.split(':')
    return { name: parts.length === 2 ? (parts[0] ?? text) : text, from, restart: true }
  })

const sharing = (service: MapNode): readonly Implied[] =>
  ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'].flatMap((key) => {
    const from = valueAt(service, key)
    const text = stringOf(from)
    return from && text?.startsWith('service:') ? [{ name: text.slice('service:'.length), from, restart: true }] : []
  })

const volumesOf = (service: MapNode): readonly Implied[] =>
  textsOf(valueAt(service, 'volumes_from')).flatMap(({ text, from }) =>
    text.startsWith('container:') ? [] : [{ name: text.split(':')[0] ?? text, from, restart: false }],
  )

/** Resources are called after their key, behind the project's name unless they exist outside of it. */
function withNames(model: MapNode, section: string, project: string): MapNode {
  const resources = valueAt(model, section)
  if (resources?.kind !== 'map') return model
  const named = mapValues(resources, (value, key) => {
    if (value.kind === 'list' || (value.kind === 'scalar' && value.value !== null)) return value
    const resource = value.kind === 'map' ? value : emptyMap(value.origin)
    const name = valueAt(resource, 'name')
    if (name !== undefined && !isNull(name)) return resource
    const external = valueAt(resource, 'external')
    const isExternal = external?.kind === 'scalar' && /^(1|t|true)$/i.test(String(external.value))
    return withEntry(resource, 'name', generated(isExternal ? key : `${project}_${key}`, implied(resource.origin)))
  })
  return withEntry(model, section, named)
}
