/** Measures one image: as it comes first, then with less and less of what it is given. */

import { memoryLimit, processLimit } from '../../core/proposed-limits.ts'
import type { Engine } from '../../engine/engine.ts'
import { removeLabelled } from '../../engine/run/remove.ts'
import { createNetwork, imageConfigOf } from '../../engine/run/single.ts'
import { proofLabel } from '../harmless-stack.ts'
import { asItComes } from './as-it-comes.ts'
import { holds, readOnlyOf, startsAsOf } from './attempts.ts'
import { type Bench, type Bounds, labelsOf, type Settings, type Subject, usualBounds } from './bench.ts'
import { leastCapabilities } from './least-capabilities.ts'
import type { Measurement, NotMeasured } from './measurement.ts'
import { type Trial, tryOut } from './trial.ts'

/** Docker's usual capabilities, what is worth most to an attacker first: of two that do the same, that one is given up. */
const CANDIDATES: readonly string[] = [
  ...['MKNOD', 'NET_RAW', 'SETPCAP', 'SETFCAP', 'SYS_CHROOT', 'AUDIT_WRITE', 'FSETID', 'NET_BIND_SERVICE', 'KILL'],
  ...['DAC_OVERRIDE', 'FOWNER', 'CHOWN', 'SETUID', 'SETGID'],
]
/** What a start script of root needs that makes directories ready and steps down. */
const USUAL_NEEDS: readonly string[] = ['DAC_OVERRIDE', 'FOWNER', 'CHOWN', 'SETUID', 'SETGID']
/** Tried of a service that has no account of its own: `nobody`, wherever it has a name. */
const NOBODY = { uid: 65_534, gid: 65_534 }

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
  const over = new AbortController()
  const counts = { starts: 0, serial: 0 }
  const bench: Bench = {
    ...{ engine, subject, config, bounds, run },
    network: `${run}-net`,
    signal: AbortSignal.any([options.signal, over.signal]),
    count: () => {
      counts.starts += 1
      if (counts.starts > bounds.starts) throw new Error(`${subject.image} takes more starts than ${bounds.starts}`)
    },
    serial: () => {
      counts.serial += 1
      return counts.serial
    },
  }
  const open = new Set<Promise<Trial>>()
  try {
    await createNetwork(engine, bench.network, labelsOf(run))
    return await measured(bench, options.progress ?? (() => {}), open, () => counts.starts)
  } finally {
    // What still runs beside a trial that failed ends first, so that it makes nothing after the removal.
    over.abort()
    await Promise.allSettled(open)
    await removeLabelled(engine, `${proofLabel}=${run}`)
  }
}

async function measured(
  bench: Bench,
  progress: (what: string) => void,
  open: Set<Promise<Trial>>,
  starts: () => number,
): Promise<Measurement | NotMeasured> {
  const { engine, subject, config, bounds } = bench
  const begun = performance.now()
  progress('as it comes')
  const usual = await asItComes(bench)
  if (!usual.works) return { works: false, image: subject.image, because: usual.because }
  const { wanted, written, processes } = usual
  const attempt = async (settings: Settings): Promise<Trial> => {
    const trial = tryOut(bench, settings, wanted)
    open.add(trial)
    return trial.finally(() => open.delete(trial))
  }
  const [first] = processes
  const lesser = processes.find(({ uid }) => uid !== 0)
  const isRoot = /^(|0|root)(:|$)/.test(config.user)

  progress('without new privileges')
  const noNewPrivileges = holds(await attempt({ noNewPrivileges: true }))
  progress('with fewer capabilities')
  const found = await leastCapabilities(
    async (capabilities) => (await attempt({ capabilities })).works,
    [...(subject.capabilities ?? []), ...CANDIDATES],
    { guess: isRoot ? USUAL_NEEDS : [], sideBySide: bounds.sideBySide },
  )
  progress('with a read-only root file system')
  const readOnly = await readOnlyOf(attempt, written)
  progress('as another user')
  const startsAs = isRoot ? await startsAsOf(attempt, lesser ?? NOBODY, written) : undefined

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
    starts: starts(),
    took: performance.now() - begun,
  }
}
