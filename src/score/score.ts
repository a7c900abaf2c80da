/** From judgements to a project's score: its worst production-like variant, category by category, with ledgers. */
import { gradeOf } from '../core/grade.ts'
import type { JudgedPlace, ScoredVariant } from '../core/judged.ts'
import type { LedgerEntry, Score } from '../core/report.ts'
import { type Category, categories } from '../core/rule.ts'
import type { Severity } from '../core/verdict.ts'
import { type CategoryResult, scoreCategory } from './category.ts'
import { hiddenByFamily } from './families.ts'
import { phasesOf } from './phases.ts'
import { type Standing, standingsOf } from './standing.ts'
import { type Locate, strengthsOf } from './strengths.ts'
import { criticalCap } from './weights.ts'

export interface ProjectScore {
  readonly score: Score
  /** The variant whose score this is; null where the project has none (a lone Dockerfile). */
  readonly variant: string | null
}

interface VariantScore {
  readonly standing: Standing
  readonly overall: number
  readonly categories: readonly (CategoryResult & { readonly id: Category })[]
  readonly ledger: readonly LedgerEntry[]
}

/**
 * Scores one project from all its judgements; `undefined` where nothing was scored (no exposure rule passed or failed).
 * Only exposure rules count. `locate` turns the places of strengths into lines.
 */
export function scoreProject(
  judged: readonly JudgedPlace[],
  variants: readonly ScoredVariant[],
  locate?: Locate,
): ProjectScore | undefined {
  const standings = standingsOf(judged, variants)
  const worst = worstOf(standings)
  if (!worst) return undefined
  const phases = phasesOf(judged)
  const overallOf = (unless: Unless): number => worstOf(standings, unless)?.overall ?? worst.overall
  const { variant, places } = worst.standing
  const strengths = strengthsOf(places, locate)
  const strongRules = new Map(places.map(({ rule }) => [rule.id, rule.category]))
  const score: Score = {
    overall: worst.overall,
    accepted: judged.some(isAccepted) ? overallOf({ forgiven: isAccepted }) : worst.overall,
    grade: gradeOf(worst.overall),
    categories: worst.categories.map(({ id, score, ledger }) => ({
      id,
      title: categories[id],
      score,
      grade: gradeOf(score),
      ledger,
      strengths: strengths.filter(({ rule }) => strongRules.get(rule) === id),
    })),
    ledger: worst.ledger,
    projected: ([1, 2, 3] as const).map((last) => ({
      phase: last,
      overall: overallOf({ repaired: (place) => (phases.get(place) ?? Number.POSITIVE_INFINITY) <= last }),
    })),
  }
  return { score, variant }
}

/** The variant with the lowest score; the first of equals. */
const worstOf = (standings: readonly Standing[], unless: Unless = {}): VariantScore | undefined =>
  standings.flatMap((standing) => scoreVariant(standing, unless) ?? []).toSorted((a, b) => a.overall - b.overall)[0]

/** Failing places that are to count as passing. */
interface Unless {
  /** As if they were closed: they hide nothing of their family either. */
  readonly repaired?: (place: JudgedPlace) => boolean
  /** As if nobody minded them. */
  readonly forgiven?: (place: JudgedPlace) => boolean
}

const none = (): boolean => false
const isAccepted = (place: JudgedPlace): boolean => place.accepted !== undefined

function scoreVariant(standing: Standing, { repaired = none, forgiven = none }: Unless): VariantScore | undefined {
  if (standing.rules.size === 0) return undefined
  const failing = standing.failing.filter((place) => !repaired(place))
  const hidden = hiddenByFamily(failing)
  const counted = failing.filter((place) => !hidden.has(place))
  const severities = new Map<string, Severity[]>()
  for (const place of counted) {
    if (forgiven(place)) continue
    const list = severities.get(place.rule.id)
    if (list) list.push(place.severity)
    else severities.set(place.rule.id, [place.severity])
  }
  const scored = (Object.keys(categories) as Category[]).flatMap((id) => {
    const rules = standing.rules.get(id) ?? []
    const tallies = rules.map(({ rule, of }) => ({ rule: rule.id, failing: severities.get(rule.id) ?? [], of }))
    return tallies.length > 0 ? [{ id, ...scoreCategory(tallies) }] : []
  })
  const mean = Math.round(scored.reduce((sum, { score }) => sum + Math.round(score * 10), 0) / scored.length) / 10
  const criticals = counted.filter((place) => place.severity === 'critical' && !place.accepted)
  const capped = criticals.length > 0 && mean > criticalCap
  return {
    standing,
    overall: capped ? criticalCap : mean,
    categories: scored,
    ledger: capped ? [capEntry(mean, criticals.length)] : [],
  }
}

const capEntry = (mean: number, open: number): LedgerEntry => ({
  rule: null,
  reason: `an open critical exposure caps the overall score at ${criticalCap}`,
  points: Math.round((criticalCap - mean) * 10) / 10,
  failing: open,
  of: open,
})
