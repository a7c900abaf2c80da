/** The score of one category: ten, less what each failing rule takes of what is left, with the ledger of the drops. */
import type { LedgerEntry } from '../core/report.ts'
import { type Severity, severities, worse } from '../core/verdict.ts'
import { apportion } from './apportion.ts'
import { highestScore, shares } from './weights.ts'

/** How one rule stands: the severities of its failing places, and how many places were judged. */
export interface RuleTally {
  readonly rule: string
  readonly failing: readonly Severity[]
  /** Failing and passing places; what is unknown counts in neither. */
  readonly of: number
}

/**
 * The share from 0 to 1 that a rule takes of what is left of its category: half for the worst of its failing places,
 * half for the mean over all judged places, where a passing one counts 0. With one severity that is
 * `p × (½ + ½ × failing / judged)`. Repairing any place lowers the share, or leaves it as it is.
 */
export function shareOf({ failing, of }: RuleTally): number {
  if (failing.length === 0) return 0
  const sum = failing.reduce((total, severity) => total + shares[severity], 0)
  return shares[failing.reduce(worse)] / 2 + sum / of / 2
}

const rank = (tally: RuleTally): number => severities.indexOf(tally.failing.reduce(worse, 'info'))

export interface CategoryResult {
  /** From 0 to 10, one decimal. */
  readonly score: number
  readonly ledger: readonly LedgerEntry[]
}

/** Scores the rules of one category. The ledger's points, in hundredths, add up to the score less ten. */
export function scoreCategory(tallies: readonly RuleTally[]): CategoryResult {
  const costly = tallies
    .filter((tally) => shareOf(tally) > 0)
    .sort((a, b) => rank(a) - rank(b) || (a.rule < b.rule ? -1 : 1))
  let left = highestScore
  const drops = costly.map((tally) => {
    const drop = left * shareOf(tally)
    left -= drop
    return drop
  })
  const tenths = Math.round(left * 10)
  const points = apportion(drops, highestScore * 100 - tenths * 10)
  const ledger = costly.map(({ rule, failing, of }, index) => ({
    rule,
    reason: null,
    points: -(points[index] ?? 0) / 100,
    failing: failing.length,
    of,
  }))
  return { score: tenths / 10, ledger }
}
