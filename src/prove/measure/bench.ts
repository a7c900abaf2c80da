/** What all the starts of one measurement share: the engine, how a container is made, and the bounds that hold for each. */
import type { Engine } from '../../engine/engine.ts'
import { removeLabelled } from '../../engine/run/remove.ts'
import type { Trial } from './trial.ts'

export interface Bounds {
  /** Bytes of memory, and processes, that a container may have when no limit is tried. */
  readonly memory: number
  readonly processes: number
  /** Milliseconds that a service may take until it works as it comes. */
  readonly patience: number
  /** Seconds that it may take to stop. */
  readonly grace: number
  /** Starts at most, of all trials together. */
  readonly starts: number
  /** Trials that run at once. */
  readonly sideBySide: number
}

export const usualBounds: Bounds = {
  memory: 1024 ** 3,
  processes: 1024,
  patience: 60_000,
  grace: 10,
  starts: 150,
  sideBySide: 3,
}

/** What is measured, as its containers are made. */
export interface Measured {
  /** `NAME=value` of its variables; the values are hidden in what it prints. */
  readonly environment: readonly string[]
  /** `80/tcp`, those that it says it listens on. */
  readonly exposed: readonly string[]
  /** The paths that are volumes in every trial, and those at which anything is mounted, these included. */
  readonly volumes: readonly string[]
  readonly mounted: readonly string[]
  /** Name of the network at which its ports are asked. */
  readonly network: string
  /** Makes a container with these settings and volumes (path → name), and does not start it; resolves to its id. */
  create(settings: Settings, volumes: Readonly<Record<string, string>>): Promise<string>
  /** Puts into a new volume of that path what has to be in it before the first start; nothing where it is absent. */
  fill?(path: string, name: string): Promise<void>
}

export interface Bench {
  readonly engine: Engine
  /** What everything that is made carries. */
  readonly labels: Readonly<Record<string, string>>
  readonly bounds: Bounds
  readonly signal: AbortSignal
  readonly measured: Measured
  /** Counts a start, and throws where the bound is met. */
  readonly count: () => void
  readonly starts: () => number
  /** A name that nobody else has. */
  readonly name: () => string
  /** Keeps in mind that a trial goes on, so that it ends before what it made is removed. */
  readonly during: (trial: Promise<Trial>) => Promise<Trial>
}

export interface BenchOptions {
  /** The beginning of the names of all that is made. */
  readonly prefix: string
  readonly labels: Readonly<Record<string, string>>
  /** The one of the labels, as `name=value`, by which all of it is removed. */
  readonly removedBy: string
  /** What is measured, in words. */
  readonly what: string
  readonly bounds: Bounds
  readonly signal: AbortSignal
}

/** Measures on a bench. Whatever comes of it, also by the signal, nothing that was started for it is left when this ends. */
export async function onBench<Result>(
  engine: Engine,
  measured: Measured,
  { prefix, labels, removedBy, what, bounds, signal }: BenchOptions,
  work: (bench: Bench) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController()
  const open = new Set<Promise<Trial>>()
  let [starts, serial] = [0, 0]
  try {
    return await work({
      ...{ engine, labels, bounds, measured },
      signal: AbortSignal.any([signal, over.signal]),
      count: () => {
        starts += 1
        if (starts > bounds.starts) throw new Error(`${what} takes more starts than ${bounds.starts}`)
      },
      starts: () => starts,
      name: () => {
        serial += 1
        return `${prefix}-${serial}`
      },
      during: (trial) => {
        open.add(trial)
        return trial.finally(() => open.delete(trial))
      },
    })
  } finally {
    // What still runs beside a trial that failed ends first, so that it makes nothing after the removal.
    over.abort()
    await Promise.allSettled(open)
    await removeLabelled(engine, removedBy)
  }
}

/** What is tried of a container; what is absent is as Docker has it. */
export interface Settings {
  readonly capabilities?: readonly string[]
  readonly user?: string
  readonly noNewPrivileges?: boolean
  readonly readOnly?: boolean
  /** Path → options of the mount. */
  readonly tmpfs?: Readonly<Record<string, string>>
  /** Paths that become volumes, which begin with what the image has there. */
  readonly copies?: readonly string[]
  readonly memory?: number
  readonly processes?: number
}

/** A line that a container printed, without the values it was given. */
export function withoutValues(line: string, environment: readonly string[]): string {
  const values = environment.map((one) => one.slice(one.indexOf('=') + 1)).filter((value) => value.length >= 4)
  return values.reduce((text, value) => text.replaceAll(value, '***'), line)
}
