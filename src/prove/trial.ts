/** Starts a stack twice, with empty volumes and with those of the first start, and stops it in between. */
import type { Engine } from '../engine/engine.ts'
import { imageOf } from '../engine/inspect/images.ts'
import type { Ran } from '../engine/run/compose.ts'
import { removeLabelled } from '../engine/run/remove.ts'
import type { Prepared, Scene } from './prepare.ts'
import {
  type Answering,
  answeringPorts,
  containersOf,
  culprit,
  type Failure,
  serviceOf,
  untilItWorks,
  type Watched,
} from './works.ts'

/** How a stack did that came up twice. */
export interface CameUp {
  /** Seconds from the first command until everything worked, of both starts. */
  readonly seconds: readonly number[]
  /** Services that had to be killed, because they did not stop within their grace period. */
  readonly killed: ReadonlySet<string>
  /** Ports that answered, after each start. */
  readonly answering: Answering
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

/**
 * Builds and starts a stack, stops it, starts it again and removes it. `asWritten` is how it did before it was repaired: what
 * stopped in time and what answered then has to do so now.
 */
export async function tryStack(stage: Stage, prepared: Prepared, asWritten?: CameUp): Promise<Outcome> {
  const { engine } = stage
  try {
    return await attempt(stage, prepared, asWritten)
  } finally {
    await removeLabelled(engine, `com.docker.compose.project=${prepared.project}`, 'images')
  }
}

async function attempt(
  { scene, engine, within, progress }: Stage,
  prepared: Prepared,
  asWritten: CameUp | undefined,
): Promise<Outcome> {
  const { stack, project, words } = prepared
  const watched: Watched = { engine, project, services: stack.services, signal: scene.signal }
  const compose = async (more: readonly string[], time: number): Promise<Ran> => {
    const ran = await scene.compose.run([...words, ...more], {
      directory: prepared.workingDirectory,
      within: time,
      signal: scene.signal,
    })
    scene.signal.throwIfAborted()
    return ran
  }
  if (stack.services.some(({ built }) => built)) {
    progress('building')
    const built = await compose(['build'], buildTime)
    if (built.exitCode !== 0) return failed('build', built)
  }
  const seconds: number[] = []
  let killed: ReadonlySet<string> = new Set()
  let answering: Answering = new Set()
  for (const step of ['start', 'start again']) {
    progress(step === 'start' ? 'starting with empty volumes' : 'starting again with the volumes of the first start')
    const began = Date.now()
    const again = step === 'start' ? [] : ['--force-recreate']
    const up = await compose(
      ['up', '--detach', '--no-build', '--quiet-pull', ...again],
      within + (again.length > 0 ? 0 : pullTime),
    )
    if (up.exitCode !== 0) {
      const guilty = await culprit(watched, step)
      return guilty ? { ok: false, failure: guilty } : failed(step, up)
    }
    const failure = await untilItWorks(watched, within, step)
    if (failure) return { ok: false, failure }
    seconds.push((Date.now() - began) / 1000)
    answering = await answeringPorts(watched, portTime)
    const published = new Set(
      (await containersOf(watched)).flatMap((state) =>
        state.published.map(({ target }) => `${serviceOf(state)}:${target}`),
      ),
    )
    const silent = [...(asWritten?.answering ?? [])].find((port) => published.has(port) && !answering.has(port))
    if (silent !== undefined) {
      const [service = '', port = ''] = silent.split(':')
      return { ok: false, failure: { step, service, because: `nobody answers on port ${port} any more`, lines: [] } }
    }
    if (step === 'start') {
      progress('stopping')
      const stopped = await compose(['stop'], stopTime)
      if (stopped.exitCode !== 0) return failed('stop', stopped)
      killed = new Set(
        (await containersOf(watched))
          .filter(({ exitCode, outOfMemory }) => exitCode === 137 && !outOfMemory)
          .map(serviceOf),
      )
      const slow = [...killed].find((service) => asWritten !== undefined && !asWritten.killed.has(service))
      if (slow !== undefined) {
        const because = 'it no longer stops within its grace period'
        return { ok: false, failure: { step: 'stop', service: slow, because, lines: [] } }
      }
    }
  }
  return { ok: true, cameUp: { seconds, killed, answering, images: await imagesOf(watched) } }
}

/** What a failure of Docker Compose itself shows. */
const failed = (step: string, { exitCode, errors, output }: Ran): Outcome => {
  const lines = `${output}\n${errors}`.split('\n').filter((line) => line.trim() !== '')
  const because = exitCode === -1 ? 'it did not end in time' : `docker compose ended with exit code ${exitCode}`
  return { ok: false, failure: { step, service: undefined, because, lines: lines.slice(-12) } }
}

async function imagesOf(watched: Watched): Promise<readonly ImageUsed[]> {
  const { engine } = watched
  const states = await containersOf(watched)
  const first = new Map(states.toReversed().map((state) => [serviceOf(state), state]))
  return Promise.all(
    [...first]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(async ([service, { image, health }]) => {
        const { id, digests } = await imageOf(engine, image)
        return { service, id, digests, hasHealthCheck: health !== undefined && health.status !== 'none' }
      }),
  )
}
