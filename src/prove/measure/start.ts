/** Starts a container once, waits until it works, looks at it, and stops it. */
import { setTimeout as pause } from 'node:timers/promises'
import { EngineError } from '../../engine/engine.ts'
import { type Answer, answerOf } from '../../engine/inspect/answering.ts'
import { lastLines, stateOf } from '../../engine/inspect/containers.ts'
import { addressOf, startSingle, stopSingle, usageOf } from '../../engine/run/single.ts'
import { socketTablesOf } from '../../engine/run/sockets.ts'
import { isAsGood } from './as-good.ts'
import { type Bench, withoutValues } from './bench.ts'
import { type Listening, listeningPorts } from './listening.ts'

/** What a service does that works: others have to do the same. */
export interface Behaviour {
  /** Undefined where it could not be found out. */
  readonly listening: readonly Listening[] | undefined
  /** By TCP port that others can reach. */
  readonly answers: Readonly<Record<number, Answer>>
  /** Whether it ends when it is asked to, without being killed. */
  readonly stops: boolean
  /** Milliseconds from the start until it behaved like this. */
  readonly after: number
}

export interface Started extends Behaviour {
  /** The highest of all samples, which are only taken where no behaviour is known yet. */
  readonly memory: number
  readonly processCount: number
}

/** `because` says why it does not work, with the last line that the container printed. */
export type Start =
  | { readonly works: true; readonly start: Started }
  | { readonly works: false; readonly because: string }

/** Milliseconds between two looks. */
const rhythm = 120
/** Milliseconds that a port has for its answer. */
const answerTime = 1000
/** Milliseconds for which nothing may change before a first start counts as complete: with ports that listen, and without. */
const [quiet, quietWithoutPorts] = [1500, 3000]
/** Milliseconds after which a first start is not held up any longer by exposed ports that nobody listens on. */
const portTime = 20_000
/** Milliseconds that a trial has, beside several times what the service took as it comes: others run at the same time. */
const leastTime = 4000
/** Milliseconds that a service still has to run once it works; one of which nothing can be seen has to as long as the first time. */
const hold = 400

interface Look extends Pick<Behaviour, 'listening' | 'answers'> {
  /** Why it will not work any more. */
  readonly over?: string
  readonly healthy: boolean
  /** Whether anything can be seen of it, besides that it runs. */
  readonly tells: boolean
}

async function look({ engine, measured }: Bench, id: string): Promise<Look> {
  const state = await stateOf(engine, id)
  const nothing = { listening: undefined, answers: {}, healthy: false, tells: false }
  if (state.status !== 'running') {
    const how = state.outOfMemory ? 'ran out of memory' : `ended with status ${state.exitCode}`
    return { ...nothing, over: `it ${how}` }
  }
  if (state.health?.status === 'unhealthy') return { ...nothing, over: 'its health check fails' }
  const [tables, address] = await Promise.all([
    socketTablesOf(engine, id, state.process),
    addressOf(engine, id, measured.network),
  ])
  const listening = tables && listeningPorts(tables)
  const ports = (listening ?? []).filter(({ protocol, reach }) => protocol === 'tcp' && reach === 'anyone')
  const answers = await Promise.all(
    ports.map(async ({ port }) => [port, address ? await answerOf(address, port, answerTime) : 'none'] as const),
  )
  return {
    listening,
    answers: Object.fromEntries(answers),
    healthy: !state.health || state.health.status === 'healthy',
    tells: state.health !== undefined || (listening ?? []).length > 0,
  }
}

const keyOf = ({ port, protocol, reach }: Listening): string => `${port}/${protocol} ${reach}`

/** What is missing of a behaviour; undefined where nothing is. */
function missing({ healthy, listening, answers }: Look, wanted: Behaviour): string | undefined {
  if (!healthy) return 'its health check does not succeed'
  const there = new Set((listening ?? []).map(keyOf))
  const absent = wanted.listening?.find((one) => !there.has(keyOf(one)))
  if (absent) return `nobody listens on port ${absent.port}`
  const [port, answer] =
    Object.entries(wanted.answers).find(([at, one]) => !isAsGood(answers[Number(at)] ?? 'none', one)) ?? []
  if (port === undefined) return undefined
  const now = answers[Number(port)] ?? 'none'
  return now === 'none' ? `port ${port} does not answer` : `port ${port} answers ${now} instead of ${answer}`
}

/** Waits for a behaviour, or, where none is known yet, for one that stays. */
async function behaving(
  bench: Bench,
  id: string,
  wanted: Behaviour | undefined,
): Promise<{ readonly seen: Look; readonly after: number } | string> {
  const begun = performance.now()
  const within = wanted ? leastTime + 5 * wanted.after : bench.bounds.patience
  const exposed = bench.measured.exposed
    .filter((port) => port.endsWith('/tcp'))
    .map((port) => Number.parseInt(port, 10))
  let [before, since] = ['', 0]
  for (;;) {
    bench.signal.throwIfAborted()
    const seen = await look(bench, id)
    if (seen.over !== undefined) return seen.over
    const now = performance.now() - begun
    const lacks = wanted && missing(seen, wanted)
    if (wanted && lacks === undefined) return { seen, after: now }
    const state = JSON.stringify([seen.listening, seen.answers, seen.healthy])
    if (state !== before) [before, since] = [state, now]
    if (!wanted && seen.healthy) {
      const ports = new Set(seen.listening?.map(({ port }) => port))
      const complete = exposed.every((port) => ports.has(port))
      const enough = complete && ports.size > 0 ? quiet : quietWithoutPorts
      if (now - since >= enough && (complete || now > portTime || !seen.listening)) return { seen, after: since }
    }
    if (now > within) return lacks ?? 'it does not come to rest'
    await pause(rhythm, undefined, { signal: bench.signal })
  }
}

/**
 * Takes samples of what a container uses, as fast as the engine gives them, until it is asked for the highest; there is at least
 * one, unless the container ended before.
 */
function sampled({ engine }: Bench, id: string): () => Promise<{ memory: number; processCount: number }> {
  const peaks = { memory: 0, processCount: 0 }
  let isOver = false
  const sample = async (): Promise<void> => {
    const { memory, processes } = await usageOf(engine, id)
    peaks.memory = Math.max(peaks.memory, memory)
    peaks.processCount = Math.max(peaks.processCount, processes)
  }
  const unlessGone = (): undefined => undefined
  const first = sample().catch(unlessGone)
  const next = async (): Promise<void> => {
    while (!isOver) {
      await sample()
      await pause(rhythm)
    }
  }
  // The engine may take seconds for one answer: the last one is not waited for.
  first.then(next).catch(unlessGone)
  return async () => {
    isOver = true
    await first
    return peaks
  }
}

/**
 * Starts a container that was made for it. With `wanted` it works when it behaves like that; without, when it comes to rest. `whileRunning` is
 * called once it works, before it is stopped.
 */
export async function startOnce(
  bench: Bench,
  id: string,
  wanted: Behaviour | undefined,
  whileRunning: () => Promise<void>,
): Promise<Start> {
  const { engine, bounds, measured } = bench
  bench.count()
  try {
    await startSingle(engine, id)
  } catch (error) {
    // No answer at all is the engine's trouble, everything else the container's.
    if (!(error instanceof EngineError) || error.status === 0) throw error
    return { works: false, because: withoutValues(`it does not start: ${error.message}`, measured.environment) }
  }
  const failed = async (because: string): Promise<Start> => {
    const last = (await lastLines(engine, id, 5)).at(-1)
    return { works: false, because: last ? `${because}: ${withoutValues(last, measured.environment)}` : because }
  }
  const peaks = wanted ? undefined : sampled(bench, id)
  const reached = await behaving(bench, id, wanted)
  if (typeof reached === 'string') {
    await peaks?.()
    return failed(reached)
  }
  await pause(reached.seen.tells ? hold : quietWithoutPorts, undefined, { signal: bench.signal })
  const again = await look(bench, id)
  const lost = again.over ?? (wanted && missing(again, wanted))
  if (lost === undefined) await whileRunning()
  const { memory, processCount } = (await peaks?.()) ?? { memory: 0, processCount: 0 }
  if (lost !== undefined) return failed(lost)
  await stopSingle(engine, id, wanted?.stops === false ? 0 : bounds.grace)
  const stops = (await stateOf(engine, id)).exitCode !== 137
  if (wanted?.stops && !stops) return failed('it does not stop when it is asked to')
  const { listening, answers } = reached.seen
  return { works: true, start: { listening, answers, stops, after: reached.after, memory, processCount } }
}
