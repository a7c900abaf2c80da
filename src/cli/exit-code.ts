/** Turns an audit into an exit code: findings (1) come before an incomplete audit (3), which comes before success (0). */
import type { Report } from '../core/report.ts'
import type { Severity } from '../core/verdict.ts'
import { atLeast } from '../core/verdict.ts'

/** Where neither a flag nor the configuration says. */
export const defaultFailOn: Severity = 'high'

export interface Threshold {
  /** From this severity on a finding fails the audit. */
  readonly failOn: Severity | 'never'
  /** Below this overall score, accepted risks taken as closed, the audit fails. */
  readonly minScore: number | undefined
}

/** The exit code of a finished audit; accepted places never fail it. Wrong usage (2) is thrown long before. */
export function exitCodeOf(report: Report, { failOn, minScore }: Threshold): 0 | 1 | 3 {
  const open = report.findings.flatMap((finding) => finding.places.filter((place) => place.accepted === null))
  if (failOn !== 'never' && open.some((place) => atLeast(place.severity, failOn))) return 1
  if (minScore !== undefined && report.score !== null && report.score.accepted < minScore) return 1
  return report.incomplete.length > 0 ? 3 : 0
}
