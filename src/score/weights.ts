/** The weights of the score, and nothing else; `docs/scoring.md` argues for them. */
import type { Severity } from '../core/verdict.ts'

/** The share of its category that a rule takes away when every place fails. */
export const shares: Readonly<Record<Severity, number>> = {
  critical: 0.6,
  high: 0.35,
  medium: 0.15,
  low: 0.05,
  info: 0,
}

export const highestScore = 10

/** The highest overall score with an open critical exposure. */
export const criticalCap = 6.9
