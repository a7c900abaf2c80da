/** A judgement once it has been run, placed and named: what scoring, planning and reporting work on. */
import type { Repair } from './fix.ts'
import type { Origin } from './origin.ts'
import type { Acceptance } from './report.ts'
import type { RuleMetadata } from './rule.ts'
import type { Confidence, Related, Severity, SubjectRef } from './verdict.ts'

export interface JudgedPlace {
  readonly rule: RuleMetadata
  readonly project: string
  readonly verdict: 'pass' | 'fail' | 'unknown'
  /** The place's own severity; for passes and unknowns the rule's usual one. */
  readonly severity: Severity
  readonly confidence: Confidence
  /** For `fail`: what is wrong here. For `pass`: what is right. For `unknown`: which fact is missing. */
  readonly message: string
  readonly remedy: string | undefined
  readonly origin: Origin
  readonly subject: SubjectRef
  /** Names of the variants in which it is true; empty = in all of them. */
  readonly inVariants: readonly string[]
  readonly related: readonly Related[]
  readonly cause: string
  /** Which peers' checks report this place; by default all of its rule's. */
  readonly peers: readonly string[]
  /** Stable across edits elsewhere in the file (see `Place.id`); only what fails has one, else it is empty. */
  readonly id: string
  readonly accepted: Acceptance | undefined
  /** How it is repaired, where somebody asked and its rule knows. */
  readonly repair?: Repair
}

/** A variant as far as scoring and reporting need it. */
export interface ScoredVariant {
  readonly name: string
  readonly productionLike: boolean
}
