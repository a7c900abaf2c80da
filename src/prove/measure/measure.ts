/** Measures one image: as it comes first, then with less and less of what it is given. */
import { memoryLimit, processLimit } from '../../core/proposed-limits.ts'
import type { Engine } from '../../engine/engine.ts'
import { createNetwork, type ImageConfig, imageConfigOf } from '../../engine/run/single.ts'
import { proofLabel } from '../harmless-stack.ts'
import { asItComes } from './as-it-comes.ts'
import { holds, nobody, readOnlyOf, startsAsOf } from './attempts.ts'
import { type Bench, type Bounds, onBench, type Settings, usualBounds } from './bench.ts'
import { imageContainers, type Subject } from './image-containers.ts'
import { leastCapabilities, usualCapabilities, usualNeeds } from './least-capabilities.ts'
import type { Measurement, NotMeasured } from './measurement.ts'
import { type Trial, tryOut } from './trial.ts'

export interface MeasureOptions {
  /** Of everything that is made: its label, and the beginning of its name. Nobody else uses it at the time. */
  readonly run: string
  readonly bounds?: Partial<Bounds>
  readonly signal: AbortSignal
  /** Told what is tried next. */
  readonly progress?: (what: string) => void
}

/**
 * Measures an image that the machine has. Whatever comes of it, also by the signal, nothing that it started is left when this ends. Throws an
 * `EngineError` of status 404 where there is no such image, and an error where more starts are needed than the bounds allow.
 */
export async function measureImage(
  engine: Engine,
  subject: Subject,
  options: MeasureOptions,
): Promise<Measurement | NotMeasured> {
  const { run } = options
  const bounds = { ...usualBounds, ...options.bounds }
  const config = await imageConfigOf(engine, subject.image)
  const labels = { [proofLabel]: run }
  const network = `${run}-net`
  const containers = imageContainers(engine, subject, config, bounds, labels, network)
  const removedBy = `${proofLabel}=${run}`
  const { signal, progress = () => {} } = options
  return onBench(
    engine,
    containers,
    { prefix: run, labels, removedBy, what: subject.image, bounds, signal },
    async (bench) => {
      await createNetwork(engine, network, labels)
      return measured(bench, subject, config, progress)
    },
  )
}

async function measured(
  bench: Bench,
  subject: Subject,
  config: ImageConfig,
  progress: (what: string) => void,
): Promise<Measurement | NotMeasured> {
  const { engine, bounds } = bench
  const begun = performance.now()
  progress('as it comes')
  const usual = await asItComes(bench)
  if (!usual.works) return { works: false, image: subject.image, because: usual.because }
  const { wanted, written, processes } = usual
  const attempt = (settings: Settings): Promise<Trial> => bench.during(tryOut(bench, settings, wanted))
  const [first] = processes
  const lesser = processes.find(({ uid }) => uid !== 0)
  const isRoot = /^(|0|root)(:|$)/.test(config.user)

  progress('without new privileges')
  const noNewPrivileges = holds(await attempt({ noNewPrivileges: true }))
  progress('with fewer capabilities')
  const found = await leastCapabilities(
    async (capabilities) => (await attempt({ capabilities })).works,
    [...(subject.capabilities ?? []), ...usualCapabilities],
    { guess: isRoot ? usualNeeds : [], sideBySide: bounds.sideBySide },
  )
  progress('with a read-only root file system')
  const readOnly = await readOnlyOf(attempt, written)
  progress('as another user')
  const startsAs = isRoot ? await startsAsOf(attempt, lesser ?? nobody, written) : undefined

  // What is written to a tmpfs counts as memory.
  const memory = usual.peak.memory + written.reduce((sum, one) => sum + one.size, 0)
  const peak = { ...usual.peak, memory }
  const limits = { memory: memoryLimit(peak.memory), processes: processLimit(peak.processes) }
  progress('all of it together')
  const together = await attempt({
    ...limits,
    ...(found ? { capabilities: found.least } : {}),
    noNewPrivileges: noNewPrivileges.holds,
    ...(readOnly.holds ? { readOnly: true, tmpfs: readOnly.tmpfs, copies: readOnly.copies } : {}),
  })
  return {
    ...{ works: true, image: subject.image, id: config.id, digests: config.digests, engine: engine.version },
    ...{ exposed: config.exposed, declaredVolumes: config.volumes, user: config.user },
    hasHealthcheck: config.healthcheck !== undefined,
    accounts: usual.accounts,
    firstProcess: { uid: first?.uid ?? 0, gid: first?.gid ?? 0 },
    lesser: lesser && { uid: lesser.uid, gid: lesser.gid },
    listening: wanted[1].listening,
    answers: wanted[1].answers,
    stops: wanted.every(({ stops }) => stops),
    capabilities: { least: found?.least, minimal: found?.minimal ?? false, trials: found?.trials ?? 0 },
    ...{ written, volumes: usual.volumes, noNewPrivileges, readOnly, startsAs, peak, limits },
    together: holds(together),
    starts: bench.starts(),
    took: performance.now() - begun,
  }
}
