/** Where the services of a stack listen, as far as the kernel of this machine tells: by that, those without a health check are known to be ready. */
import type { ContainerState } from '../engine/inspect/containers.ts'
import { runsHere, socketTablesHere } from '../engine/inspect/this-machine.ts'
import { listeningPorts } from './measure/listening.ts'

/** TCP ports that others can reach. */
export type Ports = ReadonlySet<number>
/** Those of each service; who is not in it could not be looked at. */
export type ListeningServices = ReadonlyMap<string, Ports>

/** From here on the kernel gives out ports by chance. */
const byChance = 32_768

/** Where a running container listens; undefined where the engine is on another machine, or the container is gone. */
export async function portsOf({ id, process }: Pick<ContainerState, 'id' | 'process'>): Promise<Ports | undefined> {
  if (!(await runsHere(id, process))) return undefined
  const tables = await socketTablesHere(process)
  if (tables === undefined) return undefined
  const open = listeningPorts(tables).filter(({ protocol, reach }) => protocol === 'tcp' && reach === 'anyone')
  return new Set(open.flatMap(({ port }) => (port < byChance ? [port] : [])))
}

/** Where services listened each time. */
export const alwaysListening = (times: readonly ListeningServices[]): ListeningServices =>
  new Map(
    [...(times[0] ?? [])].map(([service, ports]) => [
      service,
      new Set([...ports].filter((port) => times.every((one) => one.get(service)?.has(port) === true))),
    ]),
  )

/** Milliseconds that a service is given to listen where it did before, or where its image says, while nothing else happens to it. */
const [again, asExposed] = [30_000, 20_000]

/**
 * What is still to be waited for, in words behind the service's name; undefined where nothing is. `before` are the ports on which it listened as it
 * was written, if that is known; `held` is for how many milliseconds nothing has changed.
 */
export function stillToListen(
  now: Ports | undefined,
  before: Ports | undefined,
  exposed: readonly number[],
  held: number,
): { readonly fails: boolean; readonly because: string } | undefined {
  if (now === undefined) return undefined
  if (before !== undefined) {
    const missing = [...before].find((port) => !now.has(port))
    if (missing === undefined) return undefined
    return { fails: held > again, because: `does not listen on port ${missing} any more` }
  }
  const isSilent = exposed.length > 0 && !exposed.some((port) => now.has(port))
  return isSilent && held < asExposed ? { fails: false, because: 'listens on no port yet' } : undefined
}
