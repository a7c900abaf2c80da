/** Where a container stands: which image it is of, what is mounted in it, whose network it has. */
import type { Reader } from '../engine.ts'

export interface Placement {
  readonly labels: Readonly<Record<string, string>>
  /** The image's id. */
  readonly image: string
  /** As it is set for the container or in its image; empty for root. */
  readonly user: string
  /** Number of its first process on the machine of the engine; 0 where it does not run. */
  readonly process: number
  /** Whether it has the network of the machine or of another container. */
  readonly sharesNetwork: boolean
  /** Paths at which something is mounted, file systems in memory included. */
  readonly mounted: readonly string[]
  /** Paths of those that are in memory. */
  readonly memory: readonly string[]
}

interface PlacementJson {
  readonly Image: string
  readonly State: { readonly Pid: number }
  readonly Config: { readonly Labels: Readonly<Record<string, string>> | null; readonly User?: string }
  readonly HostConfig: { readonly NetworkMode: string; readonly Tmpfs?: Readonly<Record<string, string>> | null }
  readonly Mounts?: readonly { readonly Type: string; readonly Destination: string }[] | null
}

const clean = (path: string): string => path.replace(/(?<=.)\/+$/, '')

/** One container, by id; throws an `EngineError` of status 404 where there is none. */
export async function placementOf(engine: Reader, id: string): Promise<Placement> {
  const found = (await engine.get(`/containers/${id}/json`)) as PlacementJson
  const { Config: config, HostConfig: host } = found
  const mounts = found.Mounts ?? []
  const tmpfs = Object.keys(host.Tmpfs ?? {})
  const ofType = mounts.filter(({ Type: type }) => type === 'tmpfs').map(({ Destination: path }) => path)
  return {
    labels: config.Labels ?? {},
    image: found.Image,
    user: config.User ?? '',
    process: found.State.Pid,
    sharesNetwork: /^(?:host$|container:)/.test(host.NetworkMode),
    mounted: [...new Set([...mounts.map(({ Destination: path }) => path), ...tmpfs].map(clean))],
    memory: [...new Set([...ofType, ...tmpfs].map(clean))],
  }
}
