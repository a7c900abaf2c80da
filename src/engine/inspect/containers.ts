/** What the engine knows of containers: which there are, how each fares, what it printed. */
import type { Reader } from '../engine.ts'
import { textOf } from '../multiplexed.ts'

type Labels = Readonly<Record<string, string>>

export interface Listed {
  readonly id: string
  /** As in `ContainerState`. */
  readonly status: string
  readonly labels: Labels
}

/** How a container fares, and the part of its settings that says whether it works. */
export interface ContainerState {
  readonly id: string
  readonly name: string
  readonly labels: Labels
  /** `created`, `running`, `restarting`, `exited`, `dead`, `paused` or `removing`. */
  readonly status: string
  readonly exitCode: number
  readonly outOfMemory: boolean
  /** What the engine says where it could not start the container. */
  readonly error: string
  readonly restarts: number
  readonly startedAt: string
  /** Undefined where there is no health check. */
  readonly health: { readonly status: string; readonly lastOutput: string } | undefined
  /** The image's id, a digest of its configuration. */
  readonly image: string
  /** Number of its first process on the machine of the engine; 0 where it does not run. */
  readonly process: number
  /** Ports of the container that are published, each with the port of the engine's machine. */
  readonly published: readonly PublishedPort[]
  /** TCP ports that its image or its settings expose. */
  readonly exposed: readonly number[]
}

export interface PublishedPort {
  readonly target: number
  readonly protocol: string
  readonly port: number
}

/** The answer of `/containers/<id>/json`, as far as it is read here. */
interface ContainerJson {
  readonly Id: string
  readonly Name: string
  readonly Image: string
  readonly RestartCount: number
  readonly Config: { readonly Labels: Labels | null; readonly ExposedPorts?: object | null }
  readonly State: {
    readonly Status: string
    readonly ExitCode: number
    readonly OOMKilled: boolean
    readonly Error: string
    readonly StartedAt: string
    readonly Pid: number
    readonly Health?: { readonly Status: string; readonly Log: readonly { readonly Output: string }[] | null }
  }
  readonly NetworkSettings: {
    readonly Ports?: Readonly<Record<string, readonly { readonly HostPort: string }[] | null>> | null
  }
}

/** Containers with a label (`name` or `name=value`), stopped ones included. */
export async function containersWith(engine: Reader, label: string): Promise<readonly Listed[]> {
  const query = { all: true, filters: JSON.stringify({ label: [label] }) }
  const all = (await engine.get('/containers/json', { query })) as readonly {
    readonly Id: string
    readonly State: string
    readonly Labels: Labels | null
  }[]
  return all.map(({ Id, State: status, Labels: labels }) => ({ id: Id, status, labels: labels ?? {} }))
}

/** One container, by id or name; throws an `EngineError` of status 404 where there is none. */
export async function stateOf(engine: Reader, id: string): Promise<ContainerState> {
  const found = (await engine.get(`/containers/${encodeURIComponent(id)}/json`)) as ContainerJson
  const { State: state } = found
  const { Health: health } = state
  return {
    id: found.Id,
    name: found.Name.replace(/^\//, ''),
    labels: found.Config.Labels ?? {},
    status: state.Status,
    exitCode: state.ExitCode,
    outOfMemory: state.OOMKilled,
    error: state.Error,
    restarts: found.RestartCount,
    startedAt: state.StartedAt,
    health: health && { status: health.Status, lastOutput: health.Log?.at(-1)?.Output ?? '' },
    image: found.Image,
    process: state.Pid,
    exposed: Object.keys(found.Config.ExposedPorts ?? {}).flatMap((name) =>
      /\/(?:udp|sctp)$/.test(name) ? [] : [Number.parseInt(name, 10)],
    ),
    published: Object.entries(found.NetworkSettings.Ports ?? {}).flatMap(([name, bindings]) => {
      const [target, protocol = 'tcp'] = name.split('/')
      const [first] = bindings ?? []
      return first ? [{ target: Number(target), protocol, port: Number(first.HostPort) }] : []
    }),
  }
}

/** The last lines that a container printed, of both its streams; at most a mebibyte. */
export async function lastLines(engine: Reader, id: string, lines: number): Promise<readonly string[]> {
  const query = { stdout: true, stderr: true, tail: lines }
  const printed = textOf(await engine.bytes(`/containers/${encodeURIComponent(id)}/logs`, 1 << 20, { query }))
  return printed
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '')
}
