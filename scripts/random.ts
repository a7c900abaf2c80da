/** Seeded random choices, and damage to text: what a comparison is repeated with. */

export interface Random {
  /** An integer from 0 up to (not including) `limit`. */
  readonly below: (limit: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(list: readonly T[]) => T
}

/** A seeded source of random numbers (mulberry32). */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (list) => {
      const item = list[below(list.length)]
      if (item === undefined) throw new Error('nothing to pick from')
      return item
    },
  }
}

/** Up to `most` items, one after the other. */
export const many = (r: Random, most: number, item: () => string): string =>
  Array.from({ length: r.below(most + 1) }, item).join('')

const nasty = [
  ...'\\`\'"$<>{}[]#=,;:|&!?*-/~^()\t\v\f\r\n ',
  ...'aZ09_é€😀\u00a0\u0085\u2003\u3000\ufeff\u200bàŠ',
  ...' \\\n·\\\n·`\n·\\ \n·\r\n·\n\n·\n# c\n·<<·<<-·<<EOF·${·$$·\\\\·[]·["a"]·--'.split('·'),
]

/** Inserts, deletes, doubles or replaces single characters. */
export function damaged(text: string, count: number, r: Random, characters: readonly string[] = nasty): string {
  const parts = Array.from(text)
  for (let round = 0; round < count; round++) {
    const at = r.below(parts.length + 1)
    const change = r.below(4)
    if (change === 0) parts.splice(at, 1)
    else if (change === 1) parts.splice(at, 1, r.pick(characters))
    else if (change === 2) parts.splice(at, 0, ...parts.slice(at, at + 1 + r.below(12)))
    else parts.splice(at, 0, r.pick(characters))
  }
  return parts.join('')
}
