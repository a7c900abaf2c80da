/** Starts single containers of an image that the machine has, with exactly the settings that are asked for, and watches them. */
import { type Engine, isMissing, type Reader } from '../engine.ts'

/** A container that is on its own: it sees no file of the machine and publishes no port. */
export interface Single {
  readonly image: string
  readonly labels: Readonly<Record<string, string>>
  /** Name of a network that was made for it. */
  readonly network: string
  /** Bytes; swap is not added to it. */
  readonly memory: number
  /** Processes and threads at most. */
  readonly processes: number
  /** `NAME=value`. */
  readonly environment: readonly string[]
  /** Instead of the image's own. */
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  /** `uid`, `uid:gid` or a name; the image's own otherwise. */
  readonly user?: string
  /** Whether Docker's usual capabilities are taken away. */
  readonly dropAll: boolean
  /** Those it has besides. */
  readonly capabilities: readonly string[]
  readonly noNewPrivileges: boolean
  readonly readOnly: boolean
  /** Path → options of the mount, such as `size=64k,mode=1777`. */
  readonly tmpfs: Readonly<Record<string, string>>
  /** Path → name of a volume that was made for it. */
  readonly volumes: Readonly<Record<string, string>>
  /** In Docker's form, `['CMD', …]`; asked every second, instead of the image's own rhythm. */
  readonly healthcheck?: readonly string[]
}

const nanoseconds = 1_000_000_000

/** What the engine is sent for it. No log grows beyond a megabyte, nothing is started again. */
function settingsOf(single: Single): object {
  return {
    Image: single.image,
    Labels: single.labels,
    Env: single.environment,
    ...(single.command ? { Cmd: single.command } : {}),
    ...(single.entrypoint ? { Entrypoint: single.entrypoint } : {}),
    ...(single.user === undefined ? {} : { User: single.user }),
    ...(single.healthcheck
      ? { Healthcheck: { Test: single.healthcheck, Interval: nanoseconds, Timeout: 5 * nanoseconds, Retries: 60 } }
      : {}),
    HostConfig: {
      NetworkMode: single.network,
      Memory: single.memory,
      MemorySwap: single.memory,
      PidsLimit: single.processes,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
      RestartPolicy: { Name: 'no' },
      ReadonlyRootfs: single.readOnly,
      Tmpfs: single.tmpfs,
      Mounts: Object.entries(single.volumes).map(([path, name]) => ({ Type: 'volume', Source: name, Target: path })),
      CapDrop: single.dropAll ? ['ALL'] : [],
      CapAdd: single.capabilities,
      ...(single.noNewPrivileges ? { SecurityOpt: ['no-new-privileges:true'] } : {}),
    },
  }
}

/** Makes a container and does not start it; resolves to its id. */
export async function createSingle(engine: Engine, single: Single): Promise<string> {
  const made = await engine.send('POST', '/containers/create', { body: settingsOf(single) })
  return (made as { readonly Id: string }).Id
}

/** Makes a container to look into, which is never started; resolves to its id. It goes with `DELETE /containers/<id>`. */
export async function createUnstarted(
  engine: Engine,
  image: string,
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  // An image without any command is refused, although nobody runs it.
  const body = { Image: image, Labels: labels, Cmd: ['-'], HostConfig: { NetworkMode: 'none' } }
  const made = await engine.send('POST', '/containers/create', { body })
  return (made as { readonly Id: string }).Id
}

export async function removeSingle(engine: Engine, id: string): Promise<void> {
  await engine.send('DELETE', `/containers/${id}`, { query: { force: true, v: true }, within: 60_000 })
}

export async function startSingle(engine: Engine, id: string): Promise<void> {
  await engine.send('POST', `/containers/${id}/start`)
}

/** Asks it to end, and kills it after so many seconds. */
export async function stopSingle(engine: Engine, id: string, seconds: number): Promise<void> {
  await engine.send('POST', `/containers/${id}/stop`, { query: { t: seconds }, within: seconds * 1000 + 30_000 })
}

/** Makes a network without a way out, for containers that are measured. */
export async function createNetwork(
  engine: Engine,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const body = { Name: name, Internal: true, Labels: labels, CheckDuplicate: true }
  await engine.send('POST', '/networks/create', { body })
}

export async function createVolume(
  engine: Engine,
  name: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  await engine.send('POST', '/volumes/create', { body: { Name: name, Labels: labels } })
}

/** What is known of an image without starting it. */
export interface ImageConfig {
  readonly id: string
  /** `repository@sha256:…`, where it came from a registry. */
  readonly digests: readonly string[]
  /** Empty where the image names none, which is root. */
  readonly user: string
  /** `80/tcp` */
  readonly exposed: readonly string[]
  readonly volumes: readonly string[]
  readonly healthcheck: readonly string[] | undefined
}

interface ImageJson {
  readonly Id: string
  readonly RepoDigests: readonly string[] | null
  readonly Config: {
    readonly User?: string
    readonly ExposedPorts?: object | null
    readonly Volumes?: object | null
    readonly Healthcheck?: { readonly Test?: readonly string[] } | null
  } | null
}

/** Reads an image that the machine has; throws an `EngineError` of status 404 where it has not. */
export async function imageConfigOf(engine: Reader, image: string): Promise<ImageConfig> {
  const { Id: id, RepoDigests: digests, Config: config } = (await engine.get(`/images/${image}/json`)) as ImageJson
  const test = config?.Healthcheck?.Test ?? []
  return {
    id,
    digests: digests ?? [],
    user: config?.User ?? '',
    exposed: Object.keys(config?.ExposedPorts ?? {}).sort(),
    volumes: Object.keys(config?.Volumes ?? {}).sort(),
    healthcheck: test.length === 0 || test[0] === 'NONE' ? undefined : test,
  }
}

/** The address that a container has in a network, as long as it runs. */
export async function addressOf(engine: Reader, id: string, network: string): Promise<string | undefined> {
  const found = (await engine.get(`/containers/${id}/json`)) as {
    readonly NetworkSettings: {
      readonly Networks: Readonly<Record<string, { readonly IPAddress: string } | undefined>>
    }
  }
  return found.NetworkSettings.Networks[network]?.IPAddress || undefined
}

export interface Change {
  readonly path: string
  readonly kind: 'changed' | 'added' | 'deleted'
}

/** What differs from the image outside volumes and tmpfs mounts. */
export async function changesOf(engine: Reader, id: string): Promise<readonly Change[]> {
  const changes = (await engine.get(`/containers/${id}/changes`)) as
    | readonly { readonly Path: string; readonly Kind: number }[]
    | null
  const kinds = ['changed', 'added', 'deleted'] as const
  return (changes ?? []).map(({ Path: path, Kind: kind }) => ({ path, kind: kinds[kind] ?? 'changed' }))
}

export interface Process {
  readonly pid: number
  readonly uid: number
  readonly gid: number
}

/** Its processes as the engine's machine numbers them, the first one first. */
export async function processesOf(engine: Reader, id: string): Promise<readonly Process[]> {
  const query = { ps_args: '-eo pid,uid,gid' }
  const { Processes: rows } = (await engine.get(`/containers/${id}/top`, { query })) as {
    readonly Processes: readonly (readonly string[])[] | null
  }
  return (rows ?? [])
    .map((row) => row.map(Number))
    .flatMap(([pid, uid, gid]) =>
      pid === undefined || uid === undefined || gid === undefined ? [] : [{ pid, uid, gid }],
    )
    .sort((a, b) => a.pid - b.pid)
}

export interface Usage {
  /** Bytes, without file pages that the kernel can take back. */
  readonly memory: number
  /** Processes and threads. */
  readonly processes: number
}

interface StatsJson {
  readonly memory_stats?: {
    readonly usage?: number
    readonly stats?: Readonly<Record<string, number>>
  }
  readonly pids_stats?: { readonly current?: number }
}

/** What it uses at this moment, both versions of control groups alike; zeros where it does not run. */
export async function usageOf(engine: Reader, id: string): Promise<Usage> {
  const query = { stream: false, 'one-shot': true }
  const { memory_stats: memory, pids_stats: pids } = (await engine.get(`/containers/${id}/stats`, {
    query,
  })) as StatsJson
  // The first version of control groups counts those of nested groups in the totals alone.
  const pages = (name: string): number => memory?.stats?.[`total_${name}`] ?? memory?.stats?.[name] ?? 0
  const reclaimable = pages('inactive_file') + pages('active_file')
  return { memory: Math.max(0, (memory?.usage ?? 0) - reclaimable), processes: pids?.current ?? 0 }
}

export interface PathStat {
  readonly isDirectory: boolean
  /** When it was changed last, as the engine writes it. */
  readonly modified: string
}

/** The bit of a directory, as Go counts modes. */
const directoryBit = 2 ** 31

/** What is at a path in a container, running or not, undefined where nothing is: a tenth of the time that its archive takes. */
export async function statOf(engine: Reader, id: string, path: string): Promise<PathStat | undefined> {
  try {
    const told = await engine.header(`/containers/${id}/archive`, 'x-docker-container-path-stat', { query: { path } })
    const { mode = 0, mtime = '' } = JSON.parse(Buffer.from(told ?? '', 'base64').toString()) as {
      readonly mode?: number
      readonly mtime?: string
    }
    return { isDirectory: mode >= directoryBit, modified: mtime }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** The beginning of a tar archive of a path in a container, running or not; at most so many bytes. */
export async function archiveOf(engine: Reader, id: string, path: string, most: number): Promise<Uint8Array> {
  return engine.bytes(`/containers/${id}/archive`, most, { query: { path }, within: 60_000 })
}
