/** Numbers that look random and are the same every time. */

export interface Random {
  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number
  /** Whether something that happens `share` of the time (0 to 1) happens now. */
  chance(share: number): boolean
  pick<T>(from: readonly T[]): T
}

/** A xorshift generator; the same seed gives the same numbers on every machine. */
export function random(seed: number): Random {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 2 ** 32
  }
  for (let warm = 0; warm < 8; warm++) next()
  const below = (limit: number): number => Math.floor(next() * limit)
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[below(from.length)]
    if (picked === undefined) throw new Error('there is nothing to pick from')
    return picked
  }
  return { below, chance: (share) => next() < share, pick }
}
