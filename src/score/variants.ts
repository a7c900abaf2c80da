/** Which places count where: in a variant, and in what is taken to production. */
import type { JudgedPlace, ScoredVariant } from '../core/judged.ts'

/** The places that are true in a variant. */
export const placesIn = (judged: readonly JudgedPlace[], variant: string): readonly JudgedPlace[] =>
  judged.filter((place) => place.inVariants.length === 0 || place.inVariants.includes(variant))

/** The variants that are scored: those like production, or all where none is. */
export function scoredVariants(variants: readonly ScoredVariant[]): readonly ScoredVariant[] {
  const productionLike = variants.filter((variant) => variant.productionLike)
  return productionLike.length > 0 ? productionLike : variants
}

/** The places of a project that are true in some scored variant; all of them where the project has no variant. */
export function productionPlaces(
  judged: readonly JudgedPlace[],
  variants: readonly ScoredVariant[],
): readonly JudgedPlace[] {
  const names = new Set(scoredVariants(variants).map((variant) => variant.name))
  return names.size === 0
    ? judged
    : judged.filter((place) => place.inVariants.length === 0 || place.inVariants.some((name) => names.has(name)))
}
