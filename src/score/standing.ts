/** How a project stands in one variant before anything is weighed: its exposure rules, and the places that fail. */
import type { JudgedPlace, ScoredVariant } from '../core/judged.ts'
import type { Category, RuleMetadata } from '../core/rule.ts'
import { placesIn, scoredVariants } from './variants.ts'

/** What every score of a variant starts from: with all places, with some repaired, with accepted ones forgiven. */
export interface Standing {
  /** Null where the project has no variant (a lone Dockerfile). */
  readonly variant: string | null
  /** Every place that is true in the variant. */
  readonly places: readonly JudgedPlace[]
  /** The exposure rules that passed or failed somewhere, by category, each with how many places that were. */
  readonly rules: ReadonlyMap<Category, readonly { readonly rule: RuleMetadata; readonly of: number }[]>
  /** The failing places of those rules. */
  readonly failing: readonly JudgedPlace[]
}

/** One standing for each variant that is scored; one for all places where the project has no variant. */
export function standingsOf(judged: readonly JudgedPlace[], variants: readonly ScoredVariant[]): readonly Standing[] {
  const names = scoredVariants(variants).map((variant) => variant.name)
  return names.length === 0 ? [standingOf(null, judged)] : names.map((name) => standingOf(name, placesIn(judged, name)))
}

function standingOf(variant: string | null, places: readonly JudgedPlace[]): Standing {
  const rules = new Map<string, { readonly rule: RuleMetadata; of: number }>()
  const failing: JudgedPlace[] = []
  for (const place of places) {
    const { rule, verdict } = place
    if (rule.kind !== 'exposure' || verdict === 'unknown') continue
    const counted = rules.get(rule.id)
    if (counted) counted.of++
    else rules.set(rule.id, { rule, of: 1 })
    if (verdict === 'fail') failing.push(place)
  }
  return { variant, places, rules: Map.groupBy(rules.values(), ({ rule }) => rule.category), failing }
}
