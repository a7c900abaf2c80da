/** Where a port of a started stack can be reached from this machine. */
import type { CheckedPort, StackCheck } from '../../core/stack-check.ts'
import { addressesOf } from '../../engine/inspect/addresses.ts'
import type { ContainerState } from '../../engine/inspect/containers.ts'
import type { ServicePlan } from '../harmless-stack.ts'
import { containersOf, serviceOf, type Watched } from '../works.ts'

export interface Reach {
  readonly host: string
  readonly port: number
}

/** The ports that checks name by their service, so that somebody publishes them. */
export function portsToReach(checks: readonly StackCheck[]): ReadonlyMap<string, readonly number[]> {
  const named = checks.flatMap(({ asks }): readonly { readonly service: string; readonly port: number }[] => {
    if (asks.kind === 'script') return asks.ports
    return asks.kind !== 'command' && 'service' in asks.at ? [asks.at] : []
  })
  const ports = new Map<string, Set<number>>()
  for (const { service, port } of named) ports.set(service, (ports.get(service) ?? new Set()).add(port))
  return new Map([...ports].map(([service, set]) => [service, [...set]]))
}

/** The service and the port in its container; undefined where nobody publishes that number. */
export function containerPort(
  at: CheckedPort,
  services: readonly ServicePlan[],
): { readonly service: string; readonly port: number } | undefined {
  if ('service' in at) return at
  for (const { name, published } of services) {
    const found = published.find((one) => one.as === at.published)
    if (found) return { service: name, port: found.target }
  }
  return undefined
}

/** The running containers of a service, the first one first. */
export async function runningOf(watched: Watched, service: string): Promise<readonly ContainerState[]> {
  const states = await containersOf(watched)
  return states
    .filter((state) => serviceOf(state) === service && state.status === 'running')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * Where a port of a service answers: at the random port that stands for it, otherwise (a network without a way out publishes nothing)
 * at its own address, which this machine knows where the engine runs on it. Undefined where it has neither.
 */
export async function reachOf(watched: Watched, service: string, port: number): Promise<Reach | undefined> {
  const plan = watched.services.find(({ name }) => name === service)
  if (plan?.network === 'host') return { host: '127.0.0.1', port }
  const holder = watched.services.some(({ name }) => name === plan?.network) ? (plan?.network ?? service) : service
  const [first] = await runningOf(watched, holder)
  if (!first) return undefined
  const published = first.published.find((one) => one.target === port && one.protocol === 'tcp')
  if (published) return { host: '127.0.0.1', port: published.port }
  const [address] = await addressesOf(watched.engine, first.id)
  return address === undefined ? undefined : { host: address, port }
}
