/** Makes containers like one that runs, with less of what it is given and with other data: they publish no port and answer to no name. */
import type { Engine, Reader } from '../engine.ts'

type Json = Readonly<Record<string, unknown>>

interface MountJson {
  readonly Type: string
  readonly Name?: string
  readonly Source: string
  readonly Destination: string
  readonly RW: boolean
  readonly Propagation?: string
}

interface ContainerJson {
  readonly Id: string
  readonly Image: string
  readonly State: { readonly Running: boolean }
  readonly Config: Json & {
    readonly Env?: readonly string[] | null
    readonly User?: string
    readonly ExposedPorts?: object | null
    readonly Healthcheck?: { readonly Test?: readonly string[] } | null
  }
  readonly HostConfig: Json & {
    readonly NetworkMode: string
    readonly PidMode?: string
    readonly IpcMode?: string
    readonly Privileged?: boolean
    readonly CapAdd?: readonly string[] | null
    readonly CapDrop?: readonly string[] | null
    readonly SecurityOpt?: readonly string[] | null
    readonly ReadonlyRootfs?: boolean
    readonly Tmpfs?: Readonly<Record<string, string>> | null
    readonly Mounts?: readonly { readonly Type: string; readonly Target: string }[] | null
  }
  readonly Mounts: readonly MountJson[]
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, object>> }
}

/** A container that others are made like. */
export interface Original {
  readonly id: string
  readonly image: string
  readonly running: boolean
  readonly environment: readonly string[]
  /** Empty for root. */
  readonly user: string
  /** `80/tcp` */
  readonly exposed: readonly string[]
  readonly privileged: boolean
  readonly capabilitiesAdded: readonly string[]
  readonly capabilitiesDropped: readonly string[]
  readonly noNewPrivileges: boolean
  readonly readOnly: boolean
  /** What it has together with others, where it is more than networks: another container's network or processes, or the machine's. */
  readonly shares: string | undefined
  readonly networks: readonly string[]
  readonly mounts: readonly {
    readonly path: string
    readonly kind: 'volume' | 'bind' | 'memory'
    readonly writable: boolean
  }[]
  /** As the engine tells of it. */
  readonly told: ContainerJson
}

const plain = (name: string): string => name.toUpperCase().replace(/^CAP_/, '')
const isAgainstNew = (option: string): boolean => /^no-new-privileges(?:[:=]true)?$/.test(option)

/** Reads a container; throws an `EngineError` of status 404 where there is none. */
export async function originalOf(engine: Reader, id: string): Promise<Original> {
  const told = (await engine.get(`/containers/${id}/json`)) as ContainerJson
  const { Config: config, HostConfig: host } = told
  const shared = [host.NetworkMode, host.PidMode, host.IpcMode].find((mode) => /^(?:host$|container:)/.test(mode ?? ''))
  const memory = Object.keys(host.Tmpfs ?? {}).map((path) => ({ path, kind: 'memory' as const, writable: true }))
  const mounts = told.Mounts.map(({ Type: type, Destination: path, RW: writable }) => ({
    path,
    kind: type === 'volume' ? ('volume' as const) : type === 'tmpfs' ? ('memory' as const) : ('bind' as const),
    writable,
  }))
  return {
    id: told.Id,
    image: told.Image,
    running: told.State.Running,
    environment: config.Env ?? [],
    user: config.User ?? '',
    exposed: Object.keys(config.ExposedPorts ?? {}),
    privileged: host.Privileged === true,
    capabilitiesAdded: (host.CapAdd ?? []).map(plain),
    capabilitiesDropped: (host.CapDrop ?? []).map(plain),
    noNewPrivileges: (host.SecurityOpt ?? []).some(isAgainstNew),
    readOnly: host.ReadonlyRootfs === true,
    shares: shared,
    networks: Object.keys(told.NetworkSettings.Networks),
    mounts: [...mounts, ...memory],
    told,
  }
}

/** What is different; what is absent is as the original has it. */
export interface Differences {
  readonly labels: Readonly<Record<string, string>>
  readonly capabilities?: readonly string[]
  readonly user?: string
  readonly noNewPrivileges?: boolean
  readonly readOnly?: boolean
  /** Path → options of the mount, besides its own. */
  readonly tmpfs?: Readonly<Record<string, string>>
  readonly memory?: number
  readonly processes?: number
  /** Path → name of a volume, in place of what is mounted there, or where nothing is. */
  readonly volumes: Readonly<Record<string, string>>
}

const second = 1_000_000_000

function mountsOf({ told }: Original, volumes: Differences['volumes']): readonly object[] {
  const own = told.Mounts.filter(({ Destination: path }) => !(path in volumes)).map((mount) => {
    const {
      Type: type,
      Name: name,
      Source: source,
      Destination: target,
      RW: writable,
      Propagation: propagation,
    } = mount
    if (type === 'volume') return { Type: type, Source: name, Target: target, ReadOnly: true }
    if (type !== 'bind') return told.HostConfig.Mounts?.find(({ Target: path }) => path === target) ?? mount
    const options = propagation ? { BindOptions: { Propagation: propagation } } : {}
    return { Type: type, Source: source, Target: target, ReadOnly: !writable, ...options }
  })
  const others = Object.entries(volumes).map(([target, name]) => ({ Type: 'volume', Source: name, Target: target }))
  return [...own, ...others]
}

/** Makes a container like the original, on its networks, and does not start it; resolves to its id. Volumes that it does not get others for are read-only. */
export async function createCounterpart(engine: Engine, original: Original, differences: Differences): Promise<string> {
  const { labels, capabilities, user, noNewPrivileges, readOnly, tmpfs = {}, memory, processes, volumes } = differences
  const { told, networks } = original
  const { Config: config, HostConfig: host } = told
  const [first, ...others] = networks
  const check = config.Healthcheck
  const own = (host.SecurityOpt ?? []).filter((option) => !isAgainstNew(option))
  const isForbidden = noNewPrivileges ?? original.noNewPrivileges
  const made = (await engine.send('POST', '/containers/create', {
    body: {
      ...config,
      // Not the name that it answers to.
      ...{ Hostname: '', Image: told.Image, Labels: labels, ExposedPorts: config.ExposedPorts ?? {} },
      ...(user === undefined ? {} : { User: user }),
      ...(check?.Test?.length ? { Healthcheck: { ...check, Interval: second, StartPeriod: 0, Retries: 60 } } : {}),
      HostConfig: {
        ...host,
        ...{ Binds: null, VolumesFrom: null, Links: null, PortBindings: {}, PublishAllPorts: false },
        ...{ AutoRemove: false, ContainerIDFile: '', RestartPolicy: { Name: 'no' } },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
        NetworkMode: first ?? host.NetworkMode,
        Mounts: mountsOf(original, volumes),
        Tmpfs: { ...host.Tmpfs, ...tmpfs },
        ...(capabilities === undefined ? {} : { CapDrop: ['ALL'], CapAdd: capabilities }),
        SecurityOpt: isForbidden ? [...own, 'no-new-privileges:true'] : own,
        ReadonlyRootfs: readOnly ?? original.readOnly,
        ...(memory === undefined ? {} : { Memory: memory, MemorySwap: memory }),
        ...(processes === undefined ? {} : { PidsLimit: processes }),
      },
      NetworkingConfig: { EndpointsConfig: first === undefined ? {} : { [first]: {} } },
    },
  })) as { readonly Id: string }
  for (const network of others) {
    await engine.send('POST', `/networks/${encodeURIComponent(network)}/connect`, { body: { Container: made.Id } })
  }
  return made.Id
}

/** Bytes of a directory that are copied at most. */
const mostCopied = 64 * 1024 ** 2

/** What is in a directory of a container, as an archive that `fillVolume` takes; undefined where it is more than can be copied. */
export async function directoryArchive(engine: Reader, id: string, path: string): Promise<Uint8Array | undefined> {
  const query = { path }
  const archive = await engine.bytes(`/containers/${id}/archive`, mostCopied, { query, within: 60_000 })
  return archive.length < mostCopied ? archive : undefined
}

/** Puts what `directoryArchive` took of a path into a volume, with its owners and modes. */
export async function fillVolume(
  engine: Engine,
  volume: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  image: string,
  { path, archive }: { readonly path: string; readonly archive: Uint8Array },
): Promise<void> {
  // The archive names the directory itself, which is where the volume is mounted.
  const target = `/volume${path.slice(path.lastIndexOf('/'))}`
  const made = (await engine.send('POST', '/containers/create', {
    body: {
      ...{ Image: image, Cmd: ['-'], Entrypoint: [], Labels: volume.labels },
      HostConfig: {
        NetworkMode: 'none',
        Mounts: [{ Type: 'volume', Source: volume.name, Target: target, VolumeOptions: { NoCopy: true } }],
      },
    },
  })) as { readonly Id: string }
  try {
    const query = { path: '/volume', noOverwriteDirNonDir: true }
    await engine.send('PUT', `/containers/${made.Id}/archive`, { query, body: archive, within: 60_000 })
  } finally {
    await engine.send('DELETE', `/containers/${made.Id}`, { query: { force: true, v: true } })
  }
}
