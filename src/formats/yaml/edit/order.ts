/** Where among the entries of a collection a new one goes: to its place in the order that they keep, else to the end. */
import type { PathSegment } from '../../../core/origin.ts'
import { keyText, type Pair, type YAMLMap } from './layout.ts'

/** Below zero where `a` comes first. */
type Compare = (a: string, b: string) => number

/** How the entries of what is at a path compare, `entry` among them; `undefined` where they have no order. */
export type OrderAt = (path: readonly PathSegment[], entry: string) => Compare | undefined

/**
 * How many of the names a new one goes behind. Of names that are in order only towards the end, only these count, and what
 * belongs before them goes to the end.
 */
export function placeAmong(names: readonly (string | undefined)[], name: string, compare: Compare): number {
  let from = names.length
  while (from > 0) {
    const [one, next] = [names[from - 1], names[from]]
    if (one === undefined || (next !== undefined && compare(one, next) > 0)) break
    from--
  }
  let at = names.length
  while (at > from && compare(names[at - 1] ?? '', name) > 0) at--
  return at === from && from > 0 ? names.length : at
}

/** The entry behind which a new one goes: the first of the keys `after` that is there, else what the order says. */
export function behindWhich(
  map: YAMLMap,
  key: string,
  after: readonly string[] = [],
  compare: Compare | undefined,
): Pair | 'front' {
  const pairs = map.items as readonly Pair[]
  const wanted = after.map((name) => pairs.find((pair) => keyText(pair) === name)).find(Boolean)
  const last = pairs.at(-1) ?? 'front'
  if (wanted || compare === undefined) return wanted ?? last
  const own = pairs.filter((pair) => keyText(pair) !== '<<')
  const place = placeAmong(own.map(keyText), key, compare)
  if (place === own.length) return last
  // A merge key stays before what is the map's own.
  return own[place - 1] ?? pairs.slice(0, pairs.indexOf(own[0] as Pair)).at(-1) ?? 'front'
}
