/** Fingerprints of effective services: what a service is run with, whoever writes it however, and without any value of a variable. */
import { byteSize } from '../core/byte-size.ts'
import { digest } from '../core/digest.ts'
import type { Known } from '../core/known.ts'
import { maskLine } from '../core/mask-line.ts'
import { type Node, nodeAt, textOf } from '../core/node.ts'
import { spansOf } from '../core/origin.ts'
import { measuredKey, type ServiceSettings, type SettingsOfServices } from '../core/proof.ts'
import { capabilityName } from '../knowledge/capabilities.ts'
import { secondsOf } from './durations.ts'
import type { Project } from './model.ts'
import type { Service } from './service-model.ts'
import { commandWords, dockerfileWords } from './settings-texts.ts'

/** Keys that say nothing of how the container behaves, and those that are read apart from the rest. */
const leftOut = new Set([
  ...['labels', 'annotations', 'label_file', 'develop', 'extends', 'container_name', 'profiles', 'pull_policy'],
  ...['image', 'build', 'command', 'entrypoint', 'healthcheck', 'environment', 'networks', 'volumes'],
  ...['cap_add', 'cap_drop', 'security_opt', 'tmpfs', 'mem_limit', 'cpus', 'pids_limit', 'deploy'],
])
/** The same of a build. */
const leftOutOfBuild = new Set([
  ...[
    'args',
    'tags',
    'labels',
    'cache_from',
    'cache_to',
    'no_cache',
    'pull',
    'provenance',
    'sbom',
    'dockerfile_inline',
  ],
])
/** Lists whose order means nothing. */
const unordered = new Set([
  ...['ports', 'expose', 'devices', 'group_add', 'secrets', 'configs', 'extra_hosts', 'links', 'external_links'],
  ...['volumes_from', 'device_cgroup_rules', 'additional_contexts', 'ssh', 'platforms', 'entitlements'],
])
const durations = /^(?:interval|timeout|start_period|start_interval|stop_grace_period|delay|window|monitor)$/
const sizes = /^(?:memory|mem_reservation|memswap_limit|shm_size|size)$/
/** Of `deploy`: the limits are read with those of the service itself. */
const leftOutOfDeploy = new Set(['labels', 'resources'])

const byText = (items: readonly unknown[]): readonly unknown[] =>
  items
    .map((item): readonly [string, unknown] => [JSON.stringify(item), item])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item)

const sorted = (entries: readonly (readonly [string, unknown])[]): readonly (readonly [string, unknown])[] =>
  entries.toSorted(([a], [b]) => (a < b ? -1 : 1))

/** What says no more than that nothing is said: `privileged: false`, `cap_add: []`. */
const isNothing = (value: unknown): boolean =>
  value === null || value === 'false' || (Array.isArray(value) && value.length === 0)

/** Plain data of a node: maps as sorted entries, amounts in one unit, what depends on a variable without a value as unknown. */
function plain(node: Node | undefined, key = ''): unknown {
  if (node === undefined) return null
  if (node.kind === 'map') {
    return sorted(node.entries.map((entry) => [entry.key, plain(entry.value, entry.key)] as const)).filter(
      ([, value]) => !isNothing(value),
    )
  }
  if (node.kind === 'list') {
    const items = node.items.map((item) => plain(item, key))
    return unordered.has(key) ? byText(items) : items
  }
  if (node.value === null) return null
  if (node.unset !== undefined && node.unset.length > 0) return { unknown: [...node.unset].sort() }
  const text = String(node.value)
  if (durations.test(key)) return secondsOf(text) ?? text
  if (sizes.test(key)) return byteSize(text) ?? text
  // A mask of what the key says is secret hides it, whatever it is.
  return key === '' ? maskLine(text) : maskLine(`${key}: ${text}`).slice(key.length + 2)
}

function without(node: Node | undefined, keys: ReadonlySet<string>): unknown {
  if (node?.kind !== 'map') return plain(node)
  const said = plain({ ...node, entries: node.entries.filter(({ key }) => !keys.has(key) && !key.startsWith('x-')) })
  return isNothing(said) ? null : said
}

const amount = (limit: Known<string | undefined>, read: (text: string) => number | undefined): unknown =>
  limit.known ? (limit.value === undefined ? null : (read(limit.value) ?? limit.value)) : { unknown: limit.because }

const capabilities = (list: Service['capAdd']): readonly unknown[] =>
  byText(list.items.map((item) => (item.known ? capabilityName(item.value) : { unknown: item.because })))

const securityOptions = (list: Service['securityOptions']): readonly unknown[] =>
  byText(
    list.items.map((item) => {
      if (!item.known) return { unknown: item.because }
      const text = item.value.trim().replace('=', ':')
      return text === 'no-new-privileges' ? 'no-new-privileges:true' : text
    }),
  )

/** A tmpfs with its options in one order. */
const memoryMounts = (list: Service['tmpfs']): readonly unknown[] =>
  byText(
    list.items.map((item) => {
      if (!item.known) return { unknown: item.because }
      const [path = '', ...options] = item.value.split(':')
      return [path, options.join(':').split(',').sort()]
    }),
  )

/** `CMD-SHELL` is what a single text means. */
function healthCheck(node: Node | undefined): unknown {
  if (node?.kind !== 'map') return null
  const test = nodeAt(node, 'test')
  const words = commandWords(test)
  return [words && test?.kind === 'scalar' ? ['CMD-SHELL', ...words] : words, without(node, new Set(['test']))]
}

function networks({ node, networks: joined }: Service): unknown {
  return sorted(
    joined.map(({ name, internal, external }) => [
      name,
      [
        internal.known ? internal.value : { unknown: internal.because },
        external.known ? external.value : { unknown: external.because },
        plain(nodeAt(node, 'networks', name)),
      ],
    ]),
  )
}

/** Mounts with what is said of their volumes. */
function mounts({ node, variant }: Service): unknown {
  const list = nodeAt(node, 'volumes')
  return byText(
    (list?.kind === 'list' ? list.items : []).map((item) => {
      const name = textOf(nodeAt(item, 'source'))
      const volume = variant.volumes.find((one) => one.name === name)
      return [
        plain(item),
        volume?.external.known ? volume.external.value : null,
        volume?.device.known ? (volume.device.value ?? null) : null,
      ]
    }),
  )
}

/** Names of variables; those of an env file only where every checkout has it. */
const variableNames = ({ environment, project }: Service): readonly string[] =>
  environment
    .filter(({ source, origin }) => {
      if (source !== 'env-file') return source === 'compose'
      const [place] = spansOf(origin)
      return place !== undefined && project.tracked(place.file) !== false
    })
    .map(({ name }) => name)
    .sort()

function built({ node, build }: Service): unknown {
  const section = nodeAt(node, 'build')
  if (section === undefined) return null
  const args = nodeAt(section, 'args')
  return [
    without(section, leftOutOfBuild),
    args?.kind === 'map' ? args.entries.map(({ key }) => key).sort() : null,
    commandWords(nodeAt(section, 'dockerfile_inline')),
    build ? dockerfileWords(build) : null,
  ]
}

/** Whether it has a container without anybody asking for one. */
function starts({ node, profiles, variant }: Service): boolean {
  const replicas = textOf(nodeAt(node, 'scale')) ?? textOf(nodeAt(node, 'deploy', 'replicas'))
  const isOn = profiles.length === 0 || profiles.some((name) => variant.profiles.includes(name))
  return isOn && replicas !== '0'
}

const figure = (limit: Known<string | undefined>, read: (text: string) => number | undefined): number | null =>
  (limit.known && limit.value !== undefined ? read(limit.value) : undefined) ?? null

/**
 * The fingerprint of a service that compose files describe. Formatting, comments, order where it means nothing, labels, values of
 * variables and paths of the machine do not count; secrets in commands do not either. What a variable without a value decides counts
 * as unknown.
 */
export function serviceSettings(service: Service): ServiceSettings {
  const { node, image } = service
  const effective = {
    image:
      image === undefined ? null : image.reference.known ? image.reference.value.written : plain(nodeAt(node, 'image')),
    build: built(service),
    command: commandWords(nodeAt(node, 'command')),
    entrypoint: commandWords(nodeAt(node, 'entrypoint')),
    healthCheck: healthCheck(nodeAt(node, 'healthcheck')),
    variables: variableNames(service),
    capabilities: [capabilities(service.capAdd), capabilities(service.capDrop)],
    securityOptions: securityOptions(service.securityOptions),
    limits: [
      amount(service.limits.memory, byteSize),
      amount(service.limits.cpus, Number),
      amount(service.limits.pids, Number),
    ],
    networks: networks(service),
    mounts: mounts(service),
    tmpfs: memoryMounts(service.tmpfs),
    deploy: [
      without(nodeAt(node, 'deploy'), leftOutOfDeploy),
      plain(nodeAt(node, 'deploy', 'resources', 'reservations')),
    ],
    rest: without(node, leftOut),
  }
  const reference = image === undefined ? null : image.reference.known ? image.reference.value.written : image.written
  const { memory, pids } = service.limits
  return {
    digest: digest(effective),
    reference,
    dockerfile: service.build?.dockerfile.file ?? null,
    starts: starts(service),
    limits: { memory: figure(memory, byteSize), processes: figure(pids, Number) },
  }
}

/** Of every service of a project that compose files describe, by `measuredKey`. */
export const settingsOf = (project: Project): SettingsOfServices =>
  new Map(
    project.variants
      .filter(({ platform }) => platform === 'compose')
      .flatMap((variant) =>
        variant.services.map(
          (service) => [measuredKey(project.id, variant.name, service.name), serviceSettings(service)] as const,
        ),
      ),
  )
