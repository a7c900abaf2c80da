/** The record of a proof: what ran, where, and what it says of which repair; no secret and no path of the machine is in it. */
import type { Engine } from '../engine/engine.ts'
import type { CameUp } from './trial.ts'

export interface ProofRecord {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'drydock'; readonly version: string }
  readonly createdAt: string
  readonly engine: { readonly version: string; readonly apiVersion: string; readonly compose: string }
  readonly project: string
  readonly variant: string
  readonly asWritten: RecordedStart
  /** Null where no set of repairs came up. */
  readonly repaired: RecordedStart | null
  readonly services: readonly RecordedService[]
  readonly proved: readonly RecordedRepair[]
  /** Repairs with which the stack does not work. */
  readonly refuted: readonly (RecordedRepair & { readonly service: string | null; readonly because: string })[]
  /** Nobody knows: not tried, or of files that no start reads. */
  readonly unproven: readonly RecordedRepair[]
}

export interface RecordedStart {
  /** Of the first start and of the second, with the volumes of the first. */
  readonly seconds: readonly number[]
  readonly killedOnStop: readonly string[]
  /** `service:port`. */
  readonly answering: readonly string[]
}

export interface RecordedService {
  readonly name: string
  /** Digest of the image's configuration. */
  readonly image: string
  readonly digests: readonly string[]
  readonly healthCheck: boolean
  /** Of the service's settings as they are repaired, without its variables' values, its commands and its build. */
  readonly settings: string
}

export interface RecordedRepair {
  readonly rule: string
  /** The id that reports give the place. */
  readonly place: string
  readonly title: string
  readonly safety: 'safe' | 'guarded'
}

export const recordedStart = ({ seconds, killed, answering }: CameUp): RecordedStart => ({
  seconds: seconds.map((value) => Math.round(value * 10) / 10),
  killedOnStop: [...killed].sort(),
  answering: [...answering].sort(),
})

export const recordedEngine = (engine: Engine, compose: string): ProofRecord['engine'] => ({
  version: engine.version,
  apiVersion: engine.apiVersion,
  compose,
})

/** The record's text, with the final line break that a file has. */
export const recordText = (record: ProofRecord): string => `${JSON.stringify(record, undefined, 2)}\n`
