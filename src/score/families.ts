/** One place counts once in a family of rules: `latest` hides "floating", which hides "no digest". */
import type { JudgedPlace } from '../core/judged.ts'
import { firstSpanOf } from '../core/origin.ts'
import { type Severity, severities } from '../core/verdict.ts'

const rank = (severity: Severity): number => severities.indexOf(severity)

/** What makes two rules speak of the same thing: the subject, and where it is written; not the exact stretch of text. */
function placeKey({ rule, project, subject, origin }: JudgedPlace): string {
  const written = firstSpanOf(origin)
  return JSON.stringify([rule.family, project, subject.kind, subject.name, written?.file, written?.path])
}

const stronger = (a: JudgedPlace, b: JudgedPlace): boolean =>
  rank(a.severity) - rank(b.severity) < 0 || (a.severity === b.severity && a.rule.id < b.rule.id)

/**
 * Failing places that a stronger rule of their family outdoes. An accepted finding hides weaker ones as an open one
 * does: who accepts `latest` is not then told to add a digest to it.
 */
export function hiddenByFamily(places: readonly JudgedPlace[]): ReadonlySet<JudgedPlace> {
  const strongest = new Map<string, JudgedPlace>()
  const failing = places
    .filter((place) => place.verdict === 'fail' && place.rule.family !== undefined)
    .map((place) => ({ place, key: placeKey(place) }))
  for (const { place, key } of failing) {
    const best = strongest.get(key)
    if (!best || stronger(place, best)) strongest.set(key, place)
  }
  return new Set(failing.flatMap(({ place, key }) => (strongest.get(key)?.rule.id === place.rule.id ? [] : [place])))
}
