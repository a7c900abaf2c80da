/** What a report could not see or tell, so that nothing is said of it in the comparison with another. */
import { remembered } from '../core/lazy.ts'
import type { Looked } from '../core/observed.ts'
import type { Report, UnknownJudgement } from '../core/report.ts'
import { type Entry, keyOf, lastingName } from './compare-facts.ts'

/** Whether a path is another one, or lies below it. */
const isWithin = (path: string, top: string): boolean => top === '' || path === top || path.startsWith(`${top}/`)

/** What only an engine shows, by the kind of its subjects. */
const unlooked: ReadonlyMap<string, { readonly asked: Looked; readonly because: string }> = new Map([
  ['container', { asked: 'containers', because: 'nobody looked at what runs' }],
  ['built-image', { asked: 'images', because: 'nobody looked into the images' }],
])

/** Why nothing could be told at a place, where that is so. */
export type Blindness = (entry: Entry) => string | undefined

/** Where a report could not see. What `other` could not see either does not count for what lies beside it. */
export function blindnessOf(report: Report, other: Report): Blindness {
  const [unreadBefore, skippedBefore] = [other.incomplete, other.skipped].map(
    (list) => new Set(list.map(({ what }) => what)),
  )
  const crashed = new Set(report.incomplete.map(({ what }) => what).filter((what) => what.startsWith('rule ')))
  const unread = report.incomplete.filter(({ what }) => !what.startsWith('rule '))
  const files = new Map(
    unread.flatMap((one) => [one.what, one.location?.file ?? one.what].map((file) => [file, one.what])),
  )
  const fresh = unread.filter(({ what }) => !unreadBefore?.has(what))
  const beside = remembered((project: string) => {
    const top = report.projects.find(({ id }) => id === project)?.path
    return fresh.find(({ what, location }) => top !== undefined && isWithin(location?.file ?? what, top))?.what
  })
  const left = report.skipped.filter(({ what }) => what !== '' && !skippedBefore?.has(what))
  const leftOut = remembered((file: string) => left.find(({ what }) => isWithin(file, what)))
  return ({ finding, place }) => {
    const unseen = unlooked.get(place.subject.kind)
    if (unseen && !report.observed?.asked.includes(unseen.asked)) return unseen.because
    if (crashed.has(`rule ${finding.rule} on ${place.subject.kind} ${place.subject.name}`))
      return 'its rule crashed on it'
    const what = files.get(place.location.file) ?? beside(finding.project)
    if (what !== undefined) return `${what} could not be read`
    const skipped = leftOut(place.location.file)
    return skipped && `${skipped.what} was left out (${skipped.reason})`
  }
}

/** Why a place cannot be judged in one report, where it could in the other; each such judgement explains one place. */
export type UnknownSince = (entry: Entry) => string | undefined

/** What became unknown from one report to the other. */
export function unknownSince(before: Report, after: Report): UnknownSince {
  const known = Map.groupBy(before.unknown, exactKey)
  const fresh = after.unknown.filter((one) => known.get(exactKey(one))?.pop() === undefined)
  const used = new Set<UnknownJudgement>()
  const [exact, near] = [Map.groupBy(fresh, exactKey), Map.groupBy(fresh, nearKey)]
  return ({ finding: { rule, project }, place: { subject, location } }) => {
    const asked = { rule, project, subject, location }
    const found =
      next(exact.get(exactKey(asked)), used) ??
      (subject.kind === 'image' ? next(near.get(nearKey(asked)), used) : undefined)
    if (found) used.add(found)
    return found?.because
  }
}

/** Takes the next judgement off a list that explains no other place. */
function next(list: UnknownJudgement[] = [], used: ReadonlySet<UnknownJudgement>): UnknownJudgement | undefined {
  let one = list.pop()
  while (one && used.has(one)) one = list.pop()
  return one
}

type Asked = Pick<UnknownJudgement, 'rule' | 'project' | 'subject' | 'location'>
const exactKey = ({ rule, project, subject }: Asked): string => keyOf(rule, project, subject.kind, lastingName(subject))
/** An image whose tag became a variable is another subject in the same file. */
const nearKey = ({ rule, project, subject, location }: Asked): string =>
  keyOf(rule, project, subject.kind, location?.file ?? '')
