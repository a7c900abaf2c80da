/** What all the starts of one measurement share: the engine, the image, how it is started, and the bounds that hold for each. */
import type { Engine } from '../../engine/engine.ts'
import type { ImageConfig } from '../../engine/run/single.ts'
import { proofLabel } from '../harmless-stack.ts'

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

/** How a container is started, beyond what the image says. */
export interface Subject {
  readonly image: string
  /** `NAME=value`; the values are not repeated anywhere. */
  readonly environment: readonly string[]
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  /** Paths that are volumes, besides those the image declares. */
  readonly volumes?: readonly string[]
  /** In Docker's form; instead of the image's own. */
  readonly healthcheck?: readonly string[]
  /** Capabilities that it is given besides Docker's usual ones. */
  readonly capabilities?: readonly string[]
}

export interface Bench {
  readonly engine: Engine
  readonly subject: Subject
  readonly config: ImageConfig
  readonly network: string
  /** The run that everything belongs to: the label, and the beginning of names. */
  readonly run: string
  readonly bounds: Bounds
  readonly signal: AbortSignal
  /** Counts a start, and throws where the bound is met. */
  readonly count: () => void
  /** A number that nobody else has in this run. */
  readonly serial: () => number
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

export const labelsOf = (run: string): Readonly<Record<string, string>> => ({ [proofLabel]: run })

/** The paths that are volumes in every trial. */
export const volumesOf = ({ subject, config }: Bench): readonly string[] =>
  [...new Set([...config.volumes, ...(subject.volumes ?? [])])].map((path) => path.replace(/(?<=.)\/+$/, '')).sort()

/** A line that a container printed, without the values it was given. */
export function withoutValues(line: string, environment: readonly string[]): string {
  const values = environment.map((one) => one.slice(one.indexOf('=') + 1)).filter((value) => value.length >= 4)
  return values.reduce((text, value) => text.replaceAll(value, '***'), line)
}
