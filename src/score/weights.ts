/** The weights of the score, and nothing else; `docs/scoring.md` argues for them. */
import type { Grade } from '../core/report.ts'
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

/** Grades with the lowest score that earns them, best first. */
export const gradeBounds: readonly (readonly [Grade, number])[] = [
  ['A+', 9.7],
  ['A', 9],
  ['B', 8],
  ['C', 7],
  ['D', 6],
  ['F', 0],
]

/** The grade of a score from 0 to 10. */
export const gradeOf = (score: number): Grade => gradeBounds.find(([, from]) => score >= from)?.[0] ?? 'F'
