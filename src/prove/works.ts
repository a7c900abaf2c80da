/** Whether a started stack works: every container healthy, or where nothing says so, running without a restart. */
import { setTimeout as pause } from 'node:timers/promises'
import { isMissing, type Reader } from '../engine/engine.ts'
import { type Answer, publishedAnswer } from '../engine/inspect/answering.ts'
import { type ContainerState, containersWith, lastLines, stateOf } from '../engine/inspect/containers.ts'
import { killedForMemory } from '../engine/inspect/out-of-memory.ts'
import type { ServicePlan } from './harmless-stack.ts'
import { type ListeningServices, type Ports, portsOf, stillToListen } from './listening-services.ts'
import { isAsGood } from './measure/as-good.ts'

/** Why a stack does not work. */
export interface Failure {
  /** What was being done: `build`, `start`, `stop`, `start again`. */
  readonly step: string
  readonly service: string | undefined
  readonly because: string
  /** The last lines that were printed; secrets are still in them. */
  readonly lines: readonly string[]
  /** Whether time had to do with it: on a busy machine that may be chance, and go well the next time. */
  readonly late?: true
}

/** What a service of Compose is called on its containers. */
const serviceLabel = 'com.docker.compose.service'

/** Milliseconds for which a container without a health check has to run without a restart, and to listen on the same ports. */
export const settles = 5000
/** An unhealthy container may become healthy: a database that is slow to start fails its first checks. */
const recovers = 5000
const mostRestarts = 3

/** What published TCP ports answered, by `service:port`; those on which nobody did are not in it. */
export type Answering = ReadonlyMap<string, Answer>

export interface Watched {
  readonly engine: Reader
  readonly project: string
  readonly services: readonly ServicePlan[]
  readonly signal: AbortSignal
}

/** The containers of a compose project, by the service that they belong to. */
export async function containersOf({
  engine,
  project,
}: Pick<Watched, 'engine' | 'project'>): Promise<readonly ContainerState[]> {
  const listed = await containersWith(engine, `com.docker.compose.project=${project}`)
  const found: ContainerState[] = []
  for (const { id } of listed) {
    try {
      found.push(await stateOf(engine, id))
    } catch (error) {
      // It is removed while others are looked at.
      if (!isMissing(error)) throw error
    }
  }
  return found
}

export const serviceOf = ({ labels }: ContainerState): string => labels[serviceLabel] ?? ''

/** Whether it has a health check. */
export const isAsked = ({ health }: ContainerState): boolean => health !== undefined && health.status !== 'none'

/** How a container stands, with for how long it has stood so. */
interface Seen {
  readonly since: number
  readonly as: string
  /** How it ended when it last ended badly; while it runs again, the engine no longer says. */
  readonly badEnd: number | undefined
}

/**
 * Waits until all services work; what keeps them from it where they do not within so many milliseconds. `before` is where they listened as
 * they were written: without a health check, one works when it listens there again.
 */
export async function untilItWorks(
  watched: Watched,
  within: number,
  step: string,
  before: ListeningServices = new Map(),
): Promise<Failure | undefined> {
  const seen = new Map<string, Seen>()
  const deadline = Date.now() + within
  for (;;) {
    watched.signal.throwIfAborted()
    const states = await containersOf(watched)
    const verdicts = await Promise.all(
      states.map(async (state) => {
        const wanted = before.get(serviceOf(state))
        // Health says more than where it listens.
        const ports = isAsked(state) ? undefined : await portsOf(state)
        return { state, verdict: verdictOf(state, watched.services, seen, ports, wanted) }
      }),
    )
    const failed = verdicts.find(({ verdict }) => /^(?:fails|late): /.test(verdict))
    if (failed) {
      const because = failed.verdict.replace(/^\w+: /, '')
      const failure = await failureOf(watched.engine, failed.state, because, step)
      return failed.verdict.startsWith('late') ? { ...failure, late: true } : failure
    }
    const missing = watched.services.find(
      ({ name, replicas }) => states.filter((state) => serviceOf(state) === name).length < replicas,
    )
    const waiting = verdicts.find(({ verdict }) => verdict.startsWith('waits'))
    if (missing === undefined && waiting === undefined) return undefined
    if (Date.now() > deadline) {
      const late = `after ${Math.round(within / 1000)} s it`
      if (waiting === undefined) {
        return { step, service: missing?.name, because: `${late} has no container`, lines: [], late: true }
      }
      const because = waiting.verdict.replace(/^waits: /, `${late} `)
      return { ...(await failureOf(watched.engine, waiting.state, because, step)), late: true }
    }
    await pause(250)
  }
}

/** `works`, `waits: …`, `fails: …`, or `late: …`, which is a failure that time had to do with. */
function verdictOf(
  state: ContainerState,
  services: readonly ServicePlan[],
  seen: Map<string, Seen>,
  ports: Ports | undefined,
  wanted: Ports | undefined,
): string {
  const { status, health, restarts, startedAt } = state
  const as = `${status} ${health?.status} ${restarts} ${startedAt} ${[...(ports ?? [])].sort()}`
  const before = seen.get(state.id)
  const since = before?.as === as ? before.since : Date.now()
  const badEnd = status === 'running' || state.exitCode === 0 ? before?.badEnd : state.exitCode
  seen.set(state.id, { since, as, badEnd })
  const held = Date.now() - since
  const service = services.find(({ name }) => name === serviceOf(state))
  if (restarts >= mostRestarts)
    return `fails: ${endOf({ ...state, exitCode: badEnd ?? state.exitCode })}, again and again`
  if (status === 'exited' || status === 'dead') {
    if (state.exitCode === 0 && service?.endless !== true) return 'works'
    return held > 1500 ? `fails: ${endOf(state)}` : 'waits: has ended'
  }
  if (status !== 'running') return `waits: is ${status}`
  if (!isAsked(state)) {
    const missing = stillToListen(ports, wanted, state.exposed, held)
    if (missing) return missing.fails ? `late: it ${missing.because}` : `waits: ${missing.because}`
    return held >= settles ? 'works' : 'waits: has not settled'
  }
  if (health?.status === 'healthy') return 'works'
  if (health?.status === 'unhealthy' && held > recovers) return 'late: it is unhealthy'
  return `waits: is ${health?.status}`
}

function endOf({ exitCode, outOfMemory, error, restarts }: ContainerState): string {
  if (outOfMemory) return 'it ran out of memory'
  // Nobody looked while it was down.
  if (restarts > 0 && exitCode === 0 && error === '') return 'it ended'
  return error === '' ? `it ended with exit code ${exitCode}` : error
}

/** How many of its last lines a failure shows. */
const shownLines = 12

export async function failureOf(
  engine: Reader,
  state: ContainerState,
  because: string,
  step: string,
): Promise<Failure> {
  const lines = await lastLines(engine, state.id, shownLines)
  const check = state.health?.status === 'unhealthy' ? state.health.lastOutput.trim() : ''
  return {
    step,
    service: serviceOf(state),
    because: state.outOfMemory ? 'it ran out of memory' : because,
    lines: [...lines, ...(check === '' ? [] : [`health check: ${check}`])],
  }
}

/** The service that keeps the others from starting: one that ended badly or is unhealthy. */
export async function culprit(watched: Watched, step: string): Promise<Failure | undefined> {
  const states = await containersOf(watched)
  const bad =
    states.find(({ health }) => health?.status === 'unhealthy') ??
    states.find(({ status, exitCode }) => status === 'exited' && exitCode !== 0) ??
    states.find(({ status, error, restarts }) => error !== '' || status === 'restarting' || restarts > 0)
  if (bad === undefined) return undefined
  const because = bad.health?.status === 'unhealthy' ? 'it is unhealthy' : endOf(bad)
  return failureOf(watched.engine, bad, because, step)
}

/** Where the services of a stack listen that runs. */
export async function listeningServices(watched: Watched): Promise<ListeningServices> {
  const found = new Map<string, Ports>()
  for (const state of await containersOf(watched)) {
    const ports = await portsOf(state)
    if (ports) found.set(serviceOf(state), new Set([...ports, ...(found.get(serviceOf(state)) ?? [])]))
  }
  return found
}

/** The services of which the kernel killed a process for want of memory, since so many milliseconds of the epoch. */
export async function outOfMemory({ engine, project }: Watched, since: number): Promise<ReadonlySet<string>> {
  const killed = await killedForMemory(engine, `com.docker.compose.project=${project}`, since)
  return new Set(killed.flatMap((labels) => labels[serviceLabel] ?? []))
}

/** What is asked of a port has this long to be answered, in milliseconds. */
const answerTime = 2000

/**
 * What the published TCP ports answer, tried until all do or the milliseconds are over; with `before`, until all answer as well as
 * they did then.
 */
export async function answeringPorts(
  watched: Watched,
  within: number,
  before: Answering = new Map(),
): Promise<Answering> {
  const deadline = Date.now() + within
  const answering = new Map<string, Answer>()
  const isDone = (name: string): boolean => isAsGood(answering.get(name) ?? 'none', before.get(name) ?? 'silent')
  for (;;) {
    watched.signal.throwIfAborted()
    const ports = (await containersOf(watched)).flatMap((state) =>
      state.published
        .filter(({ protocol }) => protocol === 'tcp')
        .map(({ target, port }) => ({ name: `${serviceOf(state)}:${target}`, port })),
    )
    await Promise.all(
      ports
        .filter(({ name }) => !isDone(name))
        .map(async ({ name, port }) => {
          const answer = await publishedAnswer(port, answerTime)
          if (answer !== 'none') answering.set(name, answer)
        }),
    )
    if (ports.every(({ name }) => isDone(name)) || Date.now() > deadline) return answering
    await pause(250)
  }
}

/** The port that does not answer as well as before, of those that are still published, and what is wrong with it. */
export function worseAnswer(
  now: Answering,
  before: Answering,
  published: ReadonlySet<string>,
): { readonly service: string; readonly because: string } | undefined {
  for (const [name, answer] of before) {
    if (!published.has(name) || isAsGood(now.get(name) ?? 'none', answer)) continue
    const [service = '', port = ''] = name.split(':')
    const because = now.has(name)
      ? `port ${port} answers ${now.get(name)} instead of ${answer}`
      : `nobody answers on port ${port} any more`
    return { service, because: because.replace('answers silent', 'stays silent') }
  }
  return undefined
}
