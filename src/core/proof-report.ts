/** What a report says of records of proofs. */
import type { MeasuredNeeds, ProofRecord, RecordedStart } from './proof.ts'

/** A service of a proof, and whether it still is what was started. */
export interface ProvedService {
  readonly name: string
  readonly standing: 'as-written' | 'repaired' | 'stale'
  /** Why it is stale; null where it is not. */
  readonly because: string | null
  readonly healthCheck: boolean
  /** What it was seen to need; null where nobody measured, or it is new since. */
  readonly needs: MeasuredNeeds | null
}

/** A record of a proof, and how it stands to the stack as it is audited. */
export interface ProofReport {
  readonly project: string
  readonly variant: string
  /** ISO 8601. */
  readonly createdAt: string
  readonly engine: ProofRecord['engine']
  /** Names of the team's own checks that passed. */
  readonly checks: readonly string[]
  /** Whether every service is what was started. */
  readonly current: boolean
  readonly repairs: { readonly proved: number; readonly refuted: number; readonly unproven: number }
  readonly asWritten: RecordedStart
  readonly repaired: RecordedStart | null
  readonly services: readonly ProvedService[]
}
