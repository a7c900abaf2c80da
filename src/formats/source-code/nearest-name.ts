/** "Did you mean": the name that a mis-spelt one was probably meant to be. */

const longest = 80
const mostCandidates = 2_000

/** The candidate that resembles `name` most; `undefined` where none resembles it enough to be worth saying. */
export function nearestName<T extends { readonly name: string }>(
  name: string,
  candidates: readonly T[],
): T | undefined {
  if (name.length > longest) return undefined
  let best: T | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates.slice(0, mostCandidates)) {
    const distance = distanceOf(name, candidate.name)
    if (distance < least) {
      best = candidate
      least = distance
    }
  }
  return best
}

/** Infinite where the two names have too little in common. */
function distanceOf(name: string, candidate: string): number {
  const none = Number.POSITIVE_INFINITY
  if (candidate === name || candidate.length < 3 || candidate.length > longest) return none
  const [one, other] = [plain(name), plain(candidate)]
  if (one === other) return 0
  const most = Math.min(2, Math.floor(Math.min(one.length, other.length) / 4))
  // Names of too different lengths are further apart than that, which spares most of them the table.
  const close = Math.abs(one.length - other.length) <= most ? editDistance(one, other) : none
  if (close <= most) return close
  const [ours, theirs] = [segments(name), segments(candidate)]
  // `JwtSettings__SecretKey` and `Jwt__SecretKey`: the same leaf below another section.
  const sameLeaf = ours.length > 1 && theirs.length > 1 && plain(ours.at(-1) ?? '') === plain(theirs.at(-1) ?? '')
  if (sameLeaf) return 3 + editDistance(one, other) / longest
  // `DB_PASS` and `DB_PASSWORD`, `DATABASE_URI` and `DATABASE_URL`.
  if (one.length > 4 && (other.startsWith(one) || one.startsWith(other))) return 4 + editDistance(one, other) / longest
  // `JwtSettings__SecretKey` and `JWT_SECRET_KEY`: the same words, with one too many.
  const shared = sharedWords(name, candidate)
  return shared >= 2 / 3 ? 5 + (1 - shared) : none
}

/** Share of the words of both names that both have; nothing where they share only one. */
function sharedWords(one: string, other: string): number {
  const [ours, theirs] = [words(one), words(other)]
  const both = [...ours].filter((word) => theirs.has(word)).length
  return both < 2 ? 0 : both / new Set([...ours, ...theirs]).size
}

const words = (name: string): ReadonlySet<string> =>
  new Set(
    name
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== ''),
  )

const plain = (name: string): string => name.replaceAll('_', '').toLowerCase()
const segments = (name: string): readonly string[] => name.split('__')

/** Levenshtein's distance. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= other.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
