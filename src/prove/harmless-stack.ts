/** A stack as it is started for a proof: what `docker compose config` says of it, under other names, away from everything else. */
import type { Json } from './compose-json.ts'
import { at, listOf, mapValues, objectOf, textOf, without } from './compose-json.ts'
import { quickCheck } from './quick-checks.ts'
import { type Allowance, type Refusal, refusalsOf } from './refusals.ts'

/** Carried by everything that a proof starts or builds; its value names the run. */
export const proofLabel = 'io.drydock.prove'

/** Where a path of the staged project leads: into it, or to something else on the machine. */
export type PathKind = 'inside' | 'file' | 'directory' | 'socket' | 'missing'

export interface Surroundings {
  /** Names the run. */
  readonly run: string
  /** The name of the compose project. */
  readonly project: string
  readonly allowed: ReadonlySet<Allowance>
  /** Ports that have to be reached from here though nobody publishes them, by service. */
  readonly reached: ReadonlyMap<string, readonly number[]>
  kindOf(path: string): PathKind
  /** Where a copy of a path from outside the project goes, or an empty directory if there is nothing to copy. */
  copyOf(path: string): string
}

export interface HarmlessStack {
  /** A whole compose file, which needs no other. */
  readonly model: Json
  readonly refused: readonly Refusal[]
  /** In sentences, what differs from the stack as it is written. */
  readonly changes: readonly string[]
  /** Paths from outside that have to be copied before it is started. */
  readonly copied: readonly string[]
  readonly services: readonly ServicePlan[]
}

export interface ServicePlan {
  readonly name: string
  readonly built: boolean
  readonly image: string
  /** The image that it is started from. */
  readonly runs: string
  /** How many containers it has; none where it is scaled to nothing. */
  readonly replicas: number
  /** Whether it is started again whenever it ends. */
  readonly endless: boolean
  /** TCP ports as the files publish them, those of a range aside. */
  readonly published: readonly { readonly target: number; readonly as: number }[]
  /** The service whose network it is in, `host` where that is the machine's; undefined where it has its own. */
  readonly network: string | undefined
}

const [memory, processes] = ['2g', 4096]

interface Pending {
  readonly refused: Refusal[]
  readonly changes: Set<string>
  readonly copied: Set<string>
}

/** Makes a configuration harmless: names, ports, mounts, volumes, networks, restarts and limits of its own. */
export function harmlessStack(config: Json, around: Surroundings): HarmlessStack {
  const pending: Pending = { refused: [], changes: new Set(), copied: new Set() }
  const written = objectOf(at(config, 'services'))
  const images = ownImages(written, around)
  const services = mapValues(written, (service, name) => serviceFor(name, service, images, around, pending))
  const label = { [proofLabel]: around.run }
  const keepsAddresses = /"ipv[46]_address"/.test(JSON.stringify(written))
  const file = (one: Json): Json => {
    const path = textOf(at(one, 'file'))
    return { ...without(one, ['name']), ...(path === '' ? {} : { file: fileFor(path, around, pending) }) }
  }
  const model = {
    ...without(config, ['services', 'networks', 'volumes', 'secrets', 'configs', 'name']),
    name: around.project,
    services,
    networks: mapValues(objectOf(at(config, 'networks')), (network, name) => {
      if (at(network, 'external') !== undefined)
        pending.changes.add(`network ${name} is external: replaced by an empty one`)
      const driver = textOf(at(network, 'driver'))
      if (!['', 'bridge', 'overlay'].includes(driver)) {
        pending.refused.push({ service: `network ${name}`, what: `driver ${driver}`, allowance: undefined })
      }
      const kept = ['internal', 'enable_ipv6', 'enable_ipv4', ...(keepsAddresses ? ['ipam'] : [])]
      return { ...Object.fromEntries(Object.entries(network).filter(([key]) => kept.includes(key))), labels: label }
    }),
    volumes: mapValues(objectOf(at(config, 'volumes')), (volume, name) => {
      if (at(volume, 'external') !== undefined)
        pending.changes.add(`volume ${name} is external: replaced by an empty one`)
      else if (at(volume, 'driver_opts') !== undefined || !['', 'local'].includes(textOf(at(volume, 'driver')))) {
        pending.changes.add(`volume ${name} lies elsewhere: replaced by an empty one`)
      }
      return { labels: label }
    }),
    secrets: mapValues(objectOf(at(config, 'secrets')), file),
    configs: mapValues(objectOf(at(config, 'configs')), file),
  }
  return {
    model,
    refused: pending.refused,
    changes: [...pending.changes],
    copied: [...pending.copied],
    services: Object.entries(services).map(([name, service]) =>
      planOf(name, objectOf(service), objectOf(written[name])),
    ),
  }
}

function planOf(name: string, service: Json, written: Json): ServicePlan {
  const replicas = at(service, 'deploy', 'replicas') ?? at(service, 'scale') ?? 1
  return {
    name,
    built: at(service, 'build') !== undefined,
    image: textOf(at(written, 'image')),
    runs: textOf(at(service, 'image')),
    replicas: typeof replicas === 'number' ? replicas : 1,
    endless: ['always', 'unless-stopped'].includes(textOf(at(written, 'restart'))),
    published: listOf(at(written, 'ports')).flatMap((port) => {
      const [target, as] = [Number(at(port, 'target')), Number(at(port, 'published'))]
      return as > 0 && textOf(at(port, 'protocol')) !== 'udp' ? [{ target, as }] : []
    }),
    network: /^(?:service:)?(.+)$/.exec(textOf(at(written, 'network_mode')))?.[1],
  }
}

/** What images that the stack builds are called here: no tag of the machine is moved, and who uses one by name still finds it. */
function ownImages(services: Json, { project }: Surroundings): ReadonlyMap<string, string> {
  const built = Object.entries(services).filter(([, service]) => at(service, 'build') !== undefined)
  return new Map(
    built.flatMap(([name, service]) => {
      const image = textOf(at(service, 'image'))
      return image === '' ? [] : [[image, `${project}-${name}`.toLowerCase()]]
    }),
  )
}

function serviceFor(
  name: string,
  service: Json,
  images: ReadonlyMap<string, string>,
  around: Surroundings,
  pending: Pending,
): Json {
  const label = { [proofLabel]: around.run }
  const { allowed } = around
  const asked = refusalsOf(name, service)
  pending.refused.push(...asked.filter(({ allowance }) => allowance === undefined || !allowed.has(allowance)))
  const build = objectOf(at(service, 'build'))
  const isBuilt = at(service, 'build') !== undefined
  const image = textOf(at(service, 'image'))
  if (
    isBuilt &&
    around.kindOf(textOf(at(build, 'context'))) !== 'inside' &&
    !/^[a-z+]+:\/\/|^git@/.test(textOf(at(build, 'context')))
  ) {
    pending.refused.push({ service: name, what: 'a build from outside of the directory', allowance: undefined })
  }
  const own = images.get(image) ?? (isBuilt ? `${around.project}-${name}`.toLowerCase() : image)
  const kept = without(service, [
    ...['container_name', 'profiles', 'ports', 'volumes', 'networks', 'restart', 'labels', 'build', 'image', 'develop'],
    ...['cgroup_parent', ...(images.has(image) || isBuilt ? ['pull_policy'] : [])],
  ])
  const restart = textOf(at(service, 'restart'))
  return {
    ...kept,
    ...(isBuilt
      ? {
          build: {
            ...without(build, ['tags', 'cache_to', 'labels']),
            labels: { ...objectOf(at(build, 'labels')), ...label },
          },
        }
      : {}),
    ...(own === '' ? {} : { image: own }),
    // A container that is started again whatever happens would outlive us.
    ...(restart === '' ? {} : { restart: ['always', 'unless-stopped'].includes(restart) ? 'on-failure' : restart }),
    labels: { ...objectOf(at(service, 'labels')), ...label },
    ...portsFor(name, service, around, pending),
    volumes: listOf(at(service, 'volumes')).map((mount) => mountFor(name, objectOf(mount), around, pending)),
    ...networksFor(service),
    ...limitsFor(service),
    ...quickCheck(service),
    ...(['', 'json-file', 'local'].includes(textOf(at(service, 'logging', 'driver')))
      ? {}
      : { logging: { driver: 'json-file' } }),
  }
}

/** Limits on memory and processes where there is none, at the place where the others are: Compose refuses two that differ. */
function limitsFor(service: Json): Json {
  const written = at(service, 'deploy', 'resources', 'limits')
  const limits = objectOf(written)
  const isUnlimited = (key: string, long: string): boolean =>
    at(service, key) === undefined && at(limits, long) === undefined
  const missing = { memory: isUnlimited('mem_limit', 'memory'), pids: isUnlimited('pids_limit', 'pids') }
  if (written === undefined) {
    return { ...(missing.memory ? { mem_limit: memory } : {}), ...(missing.pids ? { pids_limit: processes } : {}) }
  }
  const all = { ...limits, ...(missing.memory ? { memory } : {}), ...(missing.pids ? { pids: processes } : {}) }
  const deploy = objectOf(at(service, 'deploy'))
  return { deploy: { ...deploy, resources: { ...objectOf(at(deploy, 'resources')), limits: all } } }
}

/** The ports that it publishes, and those that have to be reached from here; who is in another's network has none of its own. */
function portsFor(name: string, service: Json, { reached }: Surroundings, pending: Pending): Json {
  const written = listOf(at(service, 'ports')).map((port) => portFor(name, port, pending))
  const targets = new Set(
    written.flatMap((port) => (textOf(at(port, 'protocol')) === 'udp' ? [] : [at(port, 'target')])),
  )
  const more = at(service, 'network_mode') === undefined ? (reached.get(name) ?? []) : []
  const own = more
    .filter((target) => !targets.has(target))
    .map((target) => ({ target, protocol: 'tcp', host_ip: '127.0.0.1' }))
  for (const { target } of own) pending.changes.add(`${name}: port ${target} is published as a random one on 127.0.0.1`)
  return written.length + own.length === 0 ? {} : { ports: [...written, ...own] }
}

function portFor(name: string, port: unknown, { changes }: Pending): Json {
  const one = objectOf(port)
  const published = textOf(at(one, 'published'))
  if (published !== '') changes.add(`${name}: port ${published} becomes a random one on 127.0.0.1`)
  return { ...without(one, ['published', 'host_ip', 'name', 'app_protocol']), host_ip: '127.0.0.1' }
}

/** Others may know a container by the name that it does not have here. */
function networksFor(service: Json): Json {
  const name = textOf(at(service, 'container_name'))
  if (at(service, 'networks') === undefined) return {}
  const aliases = (network: Json): Json =>
    name === '' ? network : { ...network, aliases: [...listOf(at(network, 'aliases')), name] }
  return {
    networks: mapValues(objectOf(at(service, 'networks')), (network) => aliases(without(network, ['mac_address']))),
  }
}

function mountFor(name: string, mount: Json, around: Surroundings, pending: Pending): Json {
  const source = textOf(at(mount, 'source'))
  if (textOf(at(mount, 'type')) !== 'bind') return mount
  const kind = around.kindOf(source)
  if (kind === 'inside') return mount
  if (kind === 'socket') {
    if (!around.allowed.has('sockets'))
      pending.refused.push({ service: name, what: `the socket ${source}`, allowance: 'sockets' })
    return mount
  }
  if (kind === 'directory') {
    if (!around.allowed.has('host-paths')) {
      pending.refused.push({ service: name, what: `the directory ${source} of the machine`, allowance: 'host-paths' })
    }
    pending.changes.add(`${name}: ${source} is mounted read-only`)
    return { ...mount, read_only: true }
  }
  return { ...mount, source: fileFor(source, around, pending) }
}

/** A file of the project as it is, one from outside as a copy. */
function fileFor(path: string, around: Surroundings, { copied }: Pending): string {
  if (around.kindOf(path) === 'inside') return path
  copied.add(path)
  return around.copyOf(path)
}
