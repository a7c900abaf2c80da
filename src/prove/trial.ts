/** Starts a stack twice, with empty volumes and with those of the first start, and stops it in between. */
import type { Engine } from '../engine/engine.ts'
import { imageOf } from '../engine/inspect/images.ts'
import type { Ran } from '../engine/run/compose.ts'
import { removeLabelled } from '../engine/run/remove.ts'
import { failedCheck } from './checks/run-checks.ts'
import { alwaysListening, type ListeningServices } from './listening-services.ts'
import type { Observing } from './observe/observe.ts'
import type { Prepared, Scene } from './prepare.ts'
import {
  type Answering,
  answeringPorts,
  containersOf,
  culprit,
  type Failure,
  isAsked,
  listeningServices,
  outOfMemory,
  serviceOf,
  untilItWorks,
  type Watched,
  worseAnswer,
} from './works.ts'

/** How a stack did that came up twice. */
export interface CameUp {
  /** Seconds from the first command until everything worked, of both starts. */
  readonly seconds: readonly number[]
  /** Services that had to be killed, because they did not stop within their grace period. */
  readonly killed: ReadonlySet<string>
  /** What ports answered, after each start. */
  readonly answering: readonly Answering[]
  /** Services of which the kernel killed a process for want of memory. */
  readonly starved: ReadonlySet<string>
  /** Where services listened, after each start. */
  readonly listening: readonly ListeningServices[]
  readonly images: readonly ImageUsed[]
}

export interface ImageUsed {
  readonly service: string
  readonly id: string
  readonly digests: readonly string[]
  readonly hasHealthCheck: boolean
}

export type Outcome = { readonly ok: true; readonly cameUp: CameUp } | { readonly ok: false; readonly failure: Failure }

export interface Stage {
  readonly scene: Scene
  readonly engine: Engine
  /** Milliseconds that a start may take. */
  readonly within: number
  progress(line: string): void
}

const minutes = 60_000
/** Building and pulling depend on the network, not on the stack. */
const [buildTime, pullTime, stopTime] = [30 * minutes, 15 * minutes, 10 * minutes]
/** Milliseconds that ports may take to answer once everything works. */
const portTime = 5000

/** What goes along with a trial. */
export interface Along {
  /** How the stack did before it was repaired: what stopped in time and what answered then has to do so now. */
  readonly asWritten?: CameUp
  readonly observing?: Observing
  /** Called when it works for the second time. */
  readonly whileRunning?: () => Promise<void>
}

/** Builds and starts a stack, stops it, starts it again and removes it. */
export async function tryStack(stage: Stage, prepared: Prepared, along: Along = {}): Promise<Outcome> {
  try {
    return await attempt(stage, prepared, along)
  } finally {
    await remove(stage, prepared)
  }
}

const remove = ({ engine }: Stage, { project }: Prepared): Promise<number> =>
  removeLabelled(engine, `com.docker.compose.project=${project}`, 'images')

/** Starts a stack that came up before, once; removes it after what is to be done while it runs. */
export async function whileItRuns(
  stage: Stage,
  prepared: Prepared,
  act: () => Promise<void>,
): Promise<Failure | undefined> {
  try {
    const failure = await broughtUp(stage, prepared, 'start')
    if (failure === undefined) await act()
    return failure
  } finally {
    await remove(stage, prepared)
  }
}

const watchedOf = ({ scene, engine }: Stage, { stack, project }: Prepared): Watched => ({
  ...{ engine, project, services: stack.services, signal: scene.signal },
})

async function composed({ scene }: Stage, prepared: Prepared, words: readonly string[], within: number): Promise<Ran> {
  const { workingDirectory: directory, words: first } = prepared
  const ran = await scene.compose.run([...first, ...words], { directory, within, signal: scene.signal })
  scene.signal.throwIfAborted()
  return ran
}

/** Starts it, and waits until it works; what keeps it from that where it does not. */
async function broughtUp(
  stage: Stage,
  prepared: Prepared,
  step: 'start' | 'start again',
  asWritten?: CameUp,
): Promise<Failure | undefined> {
  const watched = watchedOf(stage, prepared)
  const isFirst = step === 'start'
  stage.progress(isFirst ? 'starting with empty volumes' : 'starting again with the volumes of the first start')
  const words = ['up', '--detach', '--no-build', '--quiet-pull', ...(isFirst ? [] : ['--force-recreate'])]
  const up = await composed(stage, prepared, words, stage.within + (isFirst ? pullTime : 0))
  if (up.exitCode !== 0) return (await culprit(watched, step)) ?? failed(step, up)
  return untilItWorks(watched, stage.within, step, alwaysListening(asWritten?.listening ?? []))
}

async function attempt(
  stage: Stage,
  prepared: Prepared,
  { asWritten, observing, whileRunning }: Along,
): Promise<Outcome> {
  const watched = watchedOf(stage, prepared)
  const fails = (failure: Failure): Outcome => ({ ok: false, failure })
  if (prepared.stack.services.some(({ built }) => built)) {
    stage.progress('building')
    const built = await composed(stage, prepared, ['build'], buildTime)
    if (built.exitCode !== 0) return fails(failed('build', built))
  }
  const seconds: number[] = []
  const starved = new Set<string>()
  let killed: ReadonlySet<string> = new Set()
  const answering: Answering[] = []
  const listening: ListeningServices[] = []
  for (const step of ['start', 'start again'] as const) {
    const began = Date.now()
    const failure = await broughtUp(stage, prepared, step, asWritten)
    if (failure) return fails(failure)
    listening.push(await listeningServices(watched))
    seconds.push((Date.now() - began) / 1000)
    const before = asWritten?.answering[answering.length] ?? new Map()
    const answers = await answeringPorts(watched, portTime, before)
    answering.push(answers)
    const worse = worseAnswer(answers, before, await publishedPorts(watched))
    if (worse) return fails({ step, ...worse, lines: [], late: true })
    const unmet = await failedCheck({ ...stage, prepared, watched }, step)
    if (unmet) return fails(unmet)
    for (const service of await outOfMemory(watched, began)) starved.add(service)
    const newlyStarved = [...starved].find((service) => asWritten !== undefined && !asWritten.starved.has(service))
    if (newlyStarved !== undefined) {
      return fails({ step, service: newlyStarved, because: 'a process of it ran out of memory', lines: [] })
    }
    await observing?.look()
    if (step === 'start') {
      stage.progress('stopping')
      const stopped = await composed(stage, prepared, ['stop'], stopTime)
      if (stopped.exitCode !== 0) return fails(failed('stop', stopped))
      killed = await killedOf(watched)
      const slow = [...killed].find((service) => asWritten !== undefined && !asWritten.killed.has(service))
      if (slow !== undefined) {
        const because = 'it no longer stops within its grace period'
        return fails({ step: 'stop', service: slow, because, lines: [], late: true })
      }
    }
  }
  const images = await imagesOf(watched)
  await whileRunning?.()
  return { ok: true, cameUp: { seconds, killed, answering, listening, starved, images } }
}

/** As `service:port`. */
async function publishedPorts(watched: Watched): Promise<ReadonlySet<string>> {
  const states = await containersOf(watched)
  return new Set(states.flatMap((state) => state.published.map(({ target }) => `${serviceOf(state)}:${target}`)))
}

/** The services that had to be killed. */
async function killedOf(watched: Watched): Promise<ReadonlySet<string>> {
  const states = await containersOf(watched)
  return new Set(states.filter(({ exitCode, outOfMemory }) => exitCode === 137 && !outOfMemory).map(serviceOf))
}

/** What a failure of Docker Compose itself shows. */
const failed = (step: string, { exitCode, errors, output }: Ran): Failure => {
  const lines = `${output}\n${errors}`.split('\n').filter((line) => line.trim() !== '')
  const because = exitCode === -1 ? 'it did not end in time' : `docker compose ended with exit code ${exitCode}`
  return { step, service: undefined, because, lines: lines.slice(-12) }
}

async function imagesOf(watched: Watched): Promise<readonly ImageUsed[]> {
  const { engine } = watched
  const states = await containersOf(watched)
  const first = new Map(states.toReversed().map((state) => [serviceOf(state), state]))
  return Promise.all(
    [...first]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([service, state]) => {
        const { id, digests } = await imageOf(engine, state.image)
        return { service, id, digests, hasHealthCheck: isAsked(state) }
      }),
  )
}
