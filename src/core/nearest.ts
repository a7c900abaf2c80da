/** "Did you mean": the known word that somebody most likely meant. */

/** Number of single-letter insertions, deletions, replacements and swaps of neighbours between two words. */
function distance(a: string, b: string): number {
  let beforeLast: readonly number[] = []
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const replaced = (last[j - 1] ?? 0) + (same ? 0 : 1)
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (beforeLast[j - 2] ?? 0) + 1 : replaced
      row.push(Math.min(replaced, swapped, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}

/** Words beyond this length are not compared: nobody means them, and comparing costs the product of the lengths. */
const longest = 80

/**
 * The candidate nearest to `word`: at most a third of it wrong, or the only one that begins with it. `undefined` where
 * nothing is near. Case does not count.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > longest) return undefined
  const sought = word.toLowerCase()
  const all = [...candidates]
  let best: { readonly candidate: string; readonly wrong: number } | undefined
  for (const candidate of all) {
    if (Math.abs(candidate.length - word.length) > word.length / 3) continue
    const wrong = distance(sought, candidate.toLowerCase())
    if (wrong <= Math.max(1, Math.floor(word.length / 3)) && wrong < (best?.wrong ?? Infinity))
      best = { candidate, wrong }
  }
  if (best) return best.candidate
  const begun = begunBy(sought, all)
  return begun.length === 1 ? begun[0] : undefined
}

const begunBy = (sought: string, candidates: readonly string[]): readonly string[] =>
  sought.length < 3 ? [] : candidates.filter((candidate) => candidate.toLowerCase().startsWith(sought))

/** The nearest candidate, or the few that begin with the word, as a sentence for an error's hint; `undefined` where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates]
  const found = nearest(word, all)
  if (found !== undefined) return `Did you mean ${found}?`
  const begun = begunBy(word.toLowerCase(), all)
  return begun.length === 0 || begun.length > 3
    ? undefined
    : `Did you mean ${begun.slice(0, -1).join(', ')} or ${begun.at(-1)}?`
}
