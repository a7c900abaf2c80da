/** Makes the record of a proof, and its text. */
import type { ProofRecord, RecordedStart } from '../core/proof.ts'
import type { Engine } from '../engine/engine.ts'
import type { CameUp } from './trial.ts'

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
