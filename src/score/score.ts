/** From judgements to a project's score: its worst production-like variant, category by category, with ledgers. */
import type { JudgedPlace, ScoredVariant } from '../core/judged.ts'
import type { LedgerEntry, Score } from '../core/report.ts'
import { type Category, categories } from '../core/rule.ts'
import { type CategoryResult, scoreCategory, talliesOf } from './category.ts'
import { hiddenByFamily } from './families.ts'
import { phasesOf } from './phases.ts'
import { type Locate, strengthsOf } from './strengths.ts'
import { placesIn, scoredVariants } from './variants.ts'
import { criticalCap, gradeOf } from './weights.ts'

export interface ProjectScore {
  readonly score: Score
  /** The variant whose score this is; null where the project has none (a lone Dockerfile). */
  readonly variant: string | null
}

interface VariantScore {
  readonly variant: string | null
  readonly places: readonly JudgedPlace[]
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
  const worst = worstVariant(judged, variants, false)
  if (!worst) return undefined
  const phases = phasesOf(judged)
  // Each place is closed in one phase and stays so: its repaired copy is made once.
  let repaired = judged.filter(isExposure)
  const projected = ([1, 2, 3] as const).map((phase) => {
    repaired = repaired.map((place) => (phases.get(place) === phase ? { ...place, verdict: 'pass' } : place))
    return { phase, overall: worstVariant(repaired, variants, false)?.overall ?? worst.overall }
  })
  const strengths = strengthsOf(worst.places, locate)
  const strongRules = new Map(worst.places.map(({ rule }) => [rule.id, rule.category]))
  const score: Score = {
    overall: worst.overall,
    accepted: worstVariant(judged, variants, true)?.overall ?? worst.overall,
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
    projected,
  }
  return { score, variant: worst.variant }
}

const isExposure = (place: JudgedPlace): boolean => place.rule.kind === 'exposure'

/** The variant with the lowest score; the first of equals. */
function worstVariant(
  judged: readonly JudgedPlace[],
  variants: readonly ScoredVariant[],
  forgiveAccepted: boolean,
): VariantScore | undefined {
  const names = scoredVariants(variants).map((variant) => variant.name)
  const scores = (names.length === 0 ? [null] : names).flatMap((variant) => {
    const places = variant === null ? judged : placesIn(judged, variant)
    const score = scoreVariant(variant, places, forgiveAccepted)
    return score ? [score] : []
  })
  return scores.toSorted((a, b) => a.overall - b.overall)[0]
}

function scoreVariant(
  variant: string | null,
  places: readonly JudgedPlace[],
  forgiveAccepted: boolean,
): VariantScore | undefined {
  const exposures = places.filter(isExposure)
  const hidden = hiddenByFamily(exposures)
  const fails = (place: JudgedPlace): boolean => !hidden.has(place) && !(forgiveAccepted && place.accepted)
  const scored = (Object.keys(categories) as Category[]).flatMap((id) => {
    const tallies = talliesOf(
      exposures.filter((place) => place.rule.category === id),
      fails,
    )
    return tallies.length > 0 ? [{ id, ...scoreCategory(tallies) }] : []
  })
  if (scored.length === 0) return undefined
  const mean = Math.round(scored.reduce((sum, { score }) => sum + Math.round(score * 10), 0) / scored.length) / 10
  const criticals = exposures.filter(
    (place) => place.verdict === 'fail' && place.severity === 'critical' && !place.accepted && !hidden.has(place),
  )
  const capped = criticals.length > 0 && mean > criticalCap
  return {
    variant,
    places,
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
