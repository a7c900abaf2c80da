/** What only starting the stack would refuse: things that are referred to and not declared, and settings that contradict. */
import type { MapEntry, MapNode, Node } from '../../core/node.ts'
import type { ComposeService } from './compose-model.ts'
import { findCycles } from './dependency-cycles.ts'
import { type Loading, refuse, refuseAt } from './loading.ts'
import { hasKey, isNull, placeOf, stringOf, unsetOf, valueAt } from './nodes.ts'
import { checkSettings } from './service-settings.ts'

interface Model {
  readonly root: MapNode
  readonly services: readonly ComposeService[]
  readonly inactive: ReadonlySet<string>
}

/** Checks every active service, as Compose does. */
export function checkConsistency(loading: Loading, root: MapNode, services: readonly ComposeService[]): void {
  const inactive = new Set(services.filter(({ active }) => !active).map(({ name }) => name))
  const model: Model = { root, services, inactive }
  const active = services.filter((service) => service.active)
  for (const service of active) for (const check of checks) check(loading, model, service)
  findCycles(loading, active)
}

type Check = (loading: Loading, model: Model, service: ComposeService) => void

/** Notes what is wrong with a node under the name of the mistake. */
const tell = (loading: Loading, node: Node, message: string, code: string): void =>
  refuse(loading, 'consistency', message, node, code)
const declares = ({ root }: Model, section: string, name: string): boolean => {
  const resources = valueAt(root, section)
  return resources?.kind === 'map' && hasKey(resources, name)
}
const entriesOf = (node: Node | undefined): readonly MapEntry[] => (node?.kind === 'map' ? node.entries : [])
const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : [])
const empty = (node: Node | undefined): boolean => node === undefined || isNull(node) || stringOf(node) === ''

const image: Check = (loading, _model, { name, node, keyOrigin }) => {
  if (hasKey(node, 'build') || !empty(valueAt(node, 'image')) || hasKey(node, 'provider')) return
  const unset = unsetOf(valueAt(node, 'image'))
  refuseAt(
    loading,
    'consistency',
    `the service ${JSON.stringify(name)} has neither an image nor a build`,
    placeOf(keyOrigin, ''),
    {
      unset,
      code: 'no-image-or-build',
    },
  )
}

const build: Check = (loading, _model, { node }) => {
  const settings = valueAt(node, 'build')
  const inline = valueAt(settings, 'dockerfile_inline')
  if (!empty(inline) && inline && !empty(valueAt(settings, 'dockerfile'))) {
    tell(loading, inline, 'dockerfile and dockerfile_inline exclude each other', 'dockerfile-twice')
  }
  const platform = valueAt(node, 'platform')
  const platforms = itemsOf(valueAt(settings, 'platforms'))
  if (platform && platforms.length > 0 && !platforms.some((item) => stringOf(item) === stringOf(platform))) {
    tell(loading, platform, 'the platform is not among those that are built', 'platform-not-built')
  }
}

const networks: Check = (loading, model, { node }) => {
  const mode = valueAt(node, 'network_mode')
  const attached = entriesOf(valueAt(node, 'networks'))
  if (mode && !empty(mode) && attached.length > 0)
    tell(loading, mode, 'network_mode and networks exclude each other', 'network-mode-and-networks')
  for (const { key, keyOrigin } of attached) {
    if (!declares(model, 'networks', key)) {
      refuseAt(loading, 'consistency', `the network ${JSON.stringify(key)} is not declared`, placeOf(keyOrigin, ''), {
        code: 'undefined-network',
      })
    }
  }
  const shared = stringOf(mode)?.startsWith('service:') ? stringOf(mode)?.slice('service:'.length) : undefined
  if (mode && shared !== undefined && !model.services.some(({ name }) => name === shared)) {
    tell(loading, mode, `there is no service ${JSON.stringify(shared)}`, 'undefined-network-service')
  }
}

const healthcheck: Check = (loading, _model, { node }) => {
  const [first] = itemsOf(valueAt(valueAt(node, 'healthcheck'), 'test'))
  if (first && !['CMD', 'CMD-SHELL', 'NONE'].includes(stringOf(first) ?? '')) {
    tell(loading, first, 'the test of a health check starts with CMD, CMD-SHELL or NONE', 'healthcheck-test')
  }
}

const dependencies: Check = (loading, model, { node }) => {
  for (const { key, keyOrigin, value } of entriesOf(valueAt(node, 'depends_on'))) {
    const required = valueAt(value, 'required')
    const optional = required?.kind === 'scalar' && required.value === false
    const known = model.services.some(({ name }) => name === key)
    if (known && (optional || !model.inactive.has(key))) continue
    const what = known ? 'is in no active profile' : 'does not exist'
    refuseAt(
      loading,
      'consistency',
      `the service ${JSON.stringify(key)} that this depends on ${what}`,
      placeOf(keyOrigin, ''),
      { code: 'undefined-dependency' },
    )
  }
}

const volumes: Check = (loading, model, { node }) => {
  for (const mount of itemsOf(valueAt(node, 'volumes'))) {
    const source = valueAt(mount, 'source')
    const name = stringOf(source)
    if (stringOf(valueAt(mount, 'type')) !== 'volume' || source === undefined || !name) continue
    if (!declares(model, 'volumes', name))
      tell(loading, source, `the volume ${JSON.stringify(name)} is not declared`, 'undefined-volume')
  }
}

const mounts: Check = (loading, _model, { node }) => {
  const targets = new Set<string>()
  const tmpfs = valueAt(node, 'tmpfs')
  const temporary = (tmpfs?.kind === 'list' ? tmpfs.items : tmpfs ? [tmpfs] : []).map((item) => ({
    item,
    target: stringOf(item)?.split(':')[0],
  }))
  const mounted = itemsOf(valueAt(node, 'volumes')).map((item) => ({ item, target: stringOf(valueAt(item, 'target')) }))
  for (const { item, target } of [...temporary, ...mounted]) {
    if (target === undefined) continue
    if (targets.has(target)) tell(loading, item, `something is mounted at ${target} already`, 'mount-target-twice')
    targets.add(target)
  }
}

const resources: Check = (loading, model, { node }) => {
  const uses = [
    ...itemsOf(valueAt(node, 'configs')).map((item) => ['configs', 'config', valueAt(item, 'source')] as const),
    ...itemsOf(valueAt(node, 'secrets')).map((item) => ['secrets', 'secret', valueAt(item, 'source')] as const),
    ...itemsOf(valueAt(valueAt(node, 'build'), 'secrets')).map(
      (item) => ['secrets', 'build secret', valueAt(item, 'source')] as const,
    ),
  ]
  for (const [section, what, source] of uses) {
    const name = stringOf(source)
    if (source && name !== undefined && !declares(model, section, name)) {
      tell(
        loading,
        source,
        `the ${what} ${JSON.stringify(name)} is not declared`,
        section === 'configs' ? 'undefined-config' : 'undefined-secret',
      )
    }
  }
  for (const { key, keyOrigin } of entriesOf(valueAt(node, 'models'))) {
    if (!declares(model, 'models', key)) {
      refuseAt(loading, 'consistency', `the model ${JSON.stringify(key)} is not declared`, placeOf(keyOrigin, ''), {
        code: 'undefined-model',
      })
    }
  }
}

const replicas: Check = (loading, _model, { node }) => {
  const numberAt = (value: Node | undefined) =>
    value?.kind === 'scalar' && typeof value.value === 'number' ? value.value : undefined
  const scale = valueAt(node, 'scale')
  const deployed = valueAt(valueAt(node, 'deploy'), 'replicas')
  const [scaled, replicated] = [numberAt(scale), numberAt(deployed)]
  if (scale && scaled !== undefined && replicated !== undefined && scaled !== replicated) {
    tell(loading, scale, 'scale and deploy.replicas differ', 'limits-differ')
  }
  const several =
    scale && scaled !== undefined
      ? { node: scale, count: scaled }
      : deployed && replicated !== undefined
        ? { node: deployed, count: replicated }
        : undefined
  if (several === undefined) return
  if (several.count < 0) tell(loading, several.node, 'the number of containers cannot be negative', 'scale-negative')
  if (several.count > 1 && !empty(valueAt(node, 'container_name'))) {
    tell(loading, several.node, 'several containers cannot share one container_name', 'container-name-with-scale')
  }
}

const checks: readonly Check[] = [
  image,
  build,
  networks,
  healthcheck,
  dependencies,
  volumes,
  mounts,
  resources,
  replicas,
  (loading, { services }, { node }) => checkSettings(loading, services, node),
]
