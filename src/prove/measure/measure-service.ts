/** Measures one service of a stack that runs: containers like its own are started beside it, with less and less of what it is given. */
import type { MeasuredNeeds } from '../../core/proof.ts'
import type { Engine } from '../../engine/engine.ts'
import { containersWith } from '../../engine/inspect/containers.ts'
import {
  createCounterpart,
  directoryArchive,
  fillVolume,
  type Original,
  originalOf,
} from '../../engine/run/counterpart.ts'
import { proofLabel } from '../harmless-stack.ts'
import { asItComes } from './as-it-comes.ts'
import { nobody, readOnlyOf, startsAsOf } from './attempts.ts'
import { type Bench, type Bounds, type Measured, onBench, type Settings, usualBounds } from './bench.ts'
import { topOf } from './contents.ts'
import { leastCapabilities, usualCapabilities, usualNeeds } from './least-capabilities.ts'
import { type Trial, tryOut } from './trial.ts'

/** What a service can do without; null where it was not tried, or time ran out before there was an answer. */
export type ServiceMeasurement = Pick<MeasuredNeeds, 'capabilities' | 'noNewPrivileges' | 'readOnly' | 'leastUser'> & {
  /** Why there are answers that are null, in words that may hold a line the service printed. */
  readonly because: string | undefined
}

export interface ServiceOptions {
  /** The run of the proof, by whose label everything is removed after a kill. */
  readonly run: string
  /** Milliseconds for the whole measurement; what is found by then counts. */
  readonly within: number
  readonly signal: AbortSignal
  /** Only which capabilities it needs. */
  readonly onlyCapabilities?: boolean
  readonly bounds?: Partial<Bounds>
  /** Told what is tried next. */
  readonly progress?: (what: string) => void
}

/** What is made for one measurement, within its run. */
const trialLabel = `${proofLabel}.trial`

const nothing = { capabilities: null, noNewPrivileges: null, readOnly: null, leastUser: null } as const

/**
 * Measures a service of a compose project that runs and works; `project` is its name. What it is beside stays as it is: the stack keeps its volumes to
 * itself, and nobody can reach the containers that are tried. Nothing that was started for it is left when this ends; it throws only where the
 * signal aborts it.
 */
export async function measureService(
  engine: Engine,
  project: string,
  service: string,
  options: ServiceOptions,
): Promise<ServiceMeasurement> {
  const { run, signal, progress = () => {} } = options
  const bounds = { ...usualBounds, ...options.bounds }
  const found: { -readonly [Key in keyof ServiceMeasurement]: ServiceMeasurement[Key] } = {
    ...nothing,
    because: undefined,
  }
  const time = AbortSignal.timeout(options.within)
  try {
    const original = await runningContainer(engine, project, service)
    const hindrance = original ? unmeasurable(original) : 'none of its containers runs'
    if (!original || hindrance !== undefined) return { ...nothing, because: hindrance }
    const prefix = `${run}-${service}`.toLowerCase()
    const labels = {
      ...{ [proofLabel]: run, [trialLabel]: prefix },
      // An image that Compose built says that it is of the project, and so would its containers.
      ...{ 'com.docker.compose.project': '', 'com.docker.compose.service': '' },
    }
    const like = await containersLike(engine, original, labels)
    if (typeof like === 'string') return { ...nothing, because: like }
    const bench = { prefix, labels, removedBy: `${trialLabel}=${prefix}`, what: service, bounds }
    await onBench(engine, like, { ...bench, signal: AbortSignal.any([signal, time]) }, async (on) => {
      const tried = await measured(on, original, options.onlyCapabilities === true, progress, found)
      if (tried !== undefined) found.because = tried
    })
  } catch (error) {
    signal.throwIfAborted()
    found.because = time.aborted ? 'time ran out' : error instanceof Error ? error.message : String(error)
  }
  return found
}

async function runningContainer(engine: Engine, project: string, service: string): Promise<Original | undefined> {
  const all = await containersWith(engine, `com.docker.compose.project=${project}`)
  const own = all.find(({ status, labels }) => status === 'running' && labels['com.docker.compose.service'] === service)
  return own && originalOf(engine, own.id)
}

/** Why containers like this one would disturb it, or tell nothing. */
function unmeasurable({ privileged, shares, user }: Original): string | undefined {
  if (shares !== undefined)
    return `it shares ${shares === 'host' ? 'what the machine has' : 'what another container has'}`
  if (privileged) return `it is privileged${user === '' ? '' : `, as ${user}`}`
  return undefined
}

/**
 * The service as a bench measures it. A volume or directory that it may write is another one in each trial: empty where it is a volume of the stack,
 * with what is in it where it is a directory of the project. What it only reads, and single files, it has as they are. In words, why not.
 */
async function containersLike(
  engine: Engine,
  original: Original,
  labels: Readonly<Record<string, string>>,
): Promise<Measured | string> {
  const { mounts, exposed, environment, networks } = original
  const written = mounts.filter(({ kind, writable }) => kind !== 'memory' && writable)
  const archives = new Map<string, Uint8Array>()
  for (const { path } of written.filter(({ kind }) => kind === 'bind')) {
    if ((await topOf(engine, original.id, path))?.entry.kind !== 'directory') continue
    const archive = await directoryArchive(engine, original.id, path)
    if (archive === undefined) return `${path} holds too much to be copied`
    archives.set(path, archive)
  }
  const volumes = written.flatMap(({ path, kind }) => (kind === 'volume' || archives.has(path) ? [path] : []))
  return {
    ...{ environment, exposed, volumes, mounted: mounts.map(({ path }) => path), network: networks[0] ?? '' },
    create: (settings, mounted) => createCounterpart(engine, original, { ...settings, labels, volumes: mounted }),
    fill: async (path, name) => {
      const archive = archives.get(path)
      if (archive) await fillVolume(engine, { name, labels }, original.image, { path, archive })
    },
  }
}

/** Fills in what it finds, one after the other; in words, why there is nothing to find. */
async function measured(
  bench: Bench,
  original: Original,
  onlyCapabilities: boolean,
  progress: (what: string) => void,
  found: { -readonly [Key in keyof ServiceMeasurement]: ServiceMeasurement[Key] },
): Promise<string | undefined> {
  progress('as it is')
  const usual = await asItComes(bench)
  if (!usual.works) return `a container like it does not work beside it: ${usual.because}`
  const attempt = (settings: Settings): Promise<Trial> => bench.during(tryOut(bench, settings, usual.wanted))
  const isRoot = /^(|0|root)(:|$)/.test(original.user)
  progress('with fewer capabilities')
  const least = await leastCapabilities(
    async (capabilities) => (await attempt({ capabilities })).works,
    candidatesOf(original),
    { guess: isRoot ? usualNeeds : [], sideBySide: bench.bounds.sideBySide },
  )
  found.capabilities = least?.least ?? null
  if (onlyCapabilities) return undefined
  progress('without new privileges')
  found.noNewPrivileges = original.noNewPrivileges || (await attempt({ noNewPrivileges: true })).works
  progress('with a read-only root file system')
  const readOnly = original.readOnly ? { holds: true, copies: [] } : await readOnlyOf(attempt, usual.written)
  found.readOnly = readOnly.holds && readOnly.copies.length === 0
  if (!isRoot) return undefined
  progress('as another user')
  const { holds, uid, gid } = await startsAsOf(
    attempt,
    usual.processes.find((one) => one.uid !== 0) ?? nobody,
    usual.written,
  )
  if (holds) found.leastUser = { uid, gid }
  return undefined
}

/** The capabilities that it has as it is. */
function candidatesOf({ capabilitiesAdded: added, capabilitiesDropped: dropped }: Original): readonly string[] {
  const usual = dropped.includes('ALL') ? [] : usualCapabilities
  return [...added, ...usual].filter((name) => name !== 'ALL' && !dropped.includes(name))
}
