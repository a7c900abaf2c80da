/** Rounding that keeps a sum: the printed parts add up to the printed whole. */

/**
 * Splits a whole number of units over parts in proportion to their weights, by largest remainder: every part is the
 * exact share rounded down or up, and the parts add up to `units`. Equal remainders go to earlier parts. Weights are
 * not negative; where they are all zero, so is every part.
 */
export function apportion(weights: readonly number[], units: number): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (sum <= 0) return weights.map(() => 0)
  const exact = weights.map((weight) => (weight / sum) * units)
  const parts = exact.map(Math.floor)
  const missing = units - parts.reduce((total, part) => total + part, 0)
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  const raised = new Set(byRemainder.slice(0, missing).map(({ index }) => index))
  return parts.map((part, index) => (raised.has(index) ? part + 1 : part))
}
