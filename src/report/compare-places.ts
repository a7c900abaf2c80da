/** Says of every place of two reports what became of it; a place that was not looked at is never called fixed. */

import type { Location } from '../core/report.ts'
import type { Kind } from '../core/rule.ts'
import { atLeast, type Severity, type SubjectRef } from '../core/verdict.ts'
import type { Claims } from './claims.ts'
import { type Entry, keyOf, type ReportFacts } from './compare-facts.ts'
import { type Families, ownLines, type Pair, pairingOf } from './compare-pairs.ts'
import { type Blindness, blindnessOf, type UnknownSince, unknownSince } from './compare-sight.ts'

/** What can become of a place, the most urgent first. */
export const changeKinds = [
  /** Its rule held everywhere before, or the place had been closed before. */
  'regressed',
  'new',
  /** Still there, and more severe than before. */
  'worse',
  /** There now; before, nothing could be seen there. */
  'uncovered',
  /** Said to be done; it is still there. */
  'claimed',
  /** It was accepted, and is no longer. */
  'unaccepted',
  /** Its rule did not run before: nobody knows how long it has been there. */
  'new-rule',
  /** It failed; now nobody can tell. */
  'unknown',
  'fixed',
  /** What it was about is no longer there. */
  'gone',
  /** Nobody looked: its rule did not run, or its file was not read. */
  'not-looked',
  /** Its lines were changed, and it is still there. */
  'touched',
  /** Still there, and less severe than before. */
  'lighter',
  'moved',
  'accepted',
  'unchanged',
] as const
export type ChangeKind = (typeof changeKinds)[number]

export interface ComparedPlace {
  readonly id: string
  readonly subject: SubjectRef
  readonly severity: Severity
  readonly message: string
  readonly location: Location
}

export interface Change {
  readonly change: ChangeKind
  readonly rule: string
  readonly title: string
  readonly kind: Kind
  readonly project: string
  /** Why it is taken for this, where that does not go without saying. */
  readonly because: string | null
  readonly before: ComparedPlace | null
  readonly after: ComparedPlace | null
}

/** What is known of changes besides two reports. */
export interface CompareOptions {
  readonly claims?: Claims
  readonly families?: Families
  /** Ids of places that were open in a report before the older one, and closed since. */
  readonly closedEarlier?: ReadonlySet<string>
}

type Said = Pick<Change, 'change' | 'because'>
const said = (change: ChangeKind, because: string | null = null): Said => ({ change, because })

/** One change for every place of either report; a place of both is one change. In the order of `changeKinds`, worst first. */
export function changesOf(before: ReportFacts, after: ReportFacts, options: CompareOptions): readonly Change[] {
  const { pairs, closed, opened } = pairingOf(before, after, options.families ?? new Map())
  const unknownNow = unknownSince(before.report, after.report)
  const unknownBefore = unknownSince(after.report, before.report)
  const [blindBefore, blindNow] = [blindnessOf(before.report, after.report), blindnessOf(after.report, before.report)]
  const changes = [
    ...pairs.map((pair) =>
      changeOf(pair.before, pair.after, pairSaid(pair, before.ran(pair.after.finding.rule, after.report), options)),
    ),
    ...closed.map((entry) =>
      changeOf(entry, undefined, closedSaid(entry, { before, after, blind: blindNow, unknown: unknownNow })),
    ),
    ...opened.map((entry) =>
      changeOf(
        undefined,
        entry,
        openedSaid(entry, { before, after, blind: blindBefore, unknown: unknownBefore }, options),
      ),
    ),
  ]
  return withoutBystanders(changes).toSorted(byUrgency)
}

/** Lines that were changed to repair one weakness say nothing of the others that are written there. */
function withoutBystanders(changes: readonly Change[]): readonly Change[] {
  const lineOf = ({ before }: Change): string => keyOf(before?.location.file ?? '', before?.location.startLine ?? 0)
  const repaired = new Set(changes.filter(({ change }) => change === 'fixed' || change === 'lighter').map(lineOf))
  return changes.map((one) =>
    one.change === 'touched' && repaired.has(lineOf(one)) ? { ...one, change: 'unchanged' } : one,
  )
}

const placeOf = (entry: Entry | undefined): ComparedPlace | null => {
  if (!entry) return null
  const { id, subject, severity, message, location } = entry.place
  return { id, subject, severity, message, location }
}

function changeOf(before: Entry | undefined, after: Entry | undefined, { change, because }: Said): Change {
  const finding = (after ?? before)?.finding
  const { rule = '', title = '', kind = 'exposure', project = '' } = finding ?? {}
  return { change, rule, title, kind, project, because, before: placeOf(before), after: placeOf(after) }
}

/** The place as it is, or as it was. */
export const shownPlace = ({ before, after }: Pick<Change, 'before' | 'after'>): ComparedPlace | null => after ?? before

function byUrgency(a: Change, b: Change): number {
  const [left, right] = [shownPlace(a), shownPlace(b)]
  if (a.change !== b.change) return changeKinds.indexOf(a.change) - changeKinds.indexOf(b.change)
  if (!left || !right || left.severity === right.severity) return 0
  return atLeast(left.severity, right.severity) ? -1 : 1
}

function pairSaid({ before, after, how }: Pair, ran: ReturnType<ReportFacts['ran']>, { claims }: CompareOptions): Said {
  const [old, now] = [before.place, after.place]
  if (now.accepted !== null) return old.accepted === null ? said('accepted', now.accepted.reason) : said('unchanged')
  if (old.accepted !== null) {
    const { until } = old.accepted
    return said('unaccepted', until === null ? null : `it was accepted until ${until}`)
  }
  const restated = how === 'restated' ? `it was ${before.finding.rule}` : null
  if (restated !== null && ran === 'no') return said('new-rule', restated)
  const ticked = claims?.places.has(now.id) || claims?.places.has(old.id) || claims?.rules.has(after.finding.rule)
  const claim = ticked ? 'it was ticked as done' : null
  if (old.severity !== now.severity && atLeast(now.severity, old.severity)) {
    return said('worse', restated ?? claim ?? `it was ${old.severity}`)
  }
  if (claim !== null) return said('claimed', claim)
  if (old.severity !== now.severity) return said('lighter', restated ?? `it was ${old.severity}`)
  if (restated !== null) return said('unchanged', restated)
  if (how === 'moved') return said('moved', `it was at ${old.location.file}:${old.location.startLine}`)
  const lines = [ownLines(old), ownLines(now)]
  const touched = lines[0] !== lines[1] && lines.every((text) => text !== '')
  return said(touched ? 'touched' : 'unchanged')
}

/** Both reports, and what the one of them that lacks a place could not see. */
interface Sight {
  readonly before: ReportFacts
  readonly after: ReportFacts
  readonly blind: Blindness
  readonly unknown: UnknownSince
}

function closedSaid(entry: Entry, { before, after, blind, unknown }: Sight): Said {
  const { finding, place } = entry
  const ran = after.ran(finding.rule, before.report)
  if (ran === 'no') return said('not-looked', 'its rule did not run')
  if (ran === 'perhaps') return said('not-looked', 'its rule may not have run: the newer report does not say which did')
  const unseen = blind(entry)
  if (unseen !== undefined) return said('not-looked', unseen)
  const project = after.project(finding.project)
  if (!project) return said('gone', `project ${finding.project} is no longer there, or was not audited`)
  const { file } = place.location
  if (before.listed.has(file) && !after.listed.has(file)) return said('gone', `${file} is no longer there`)
  const because = unknown(entry)
  if (because !== undefined) return said('unknown', because)
  const service = before.serviceOf(entry)
  if (
    service !== undefined &&
    before.services(finding.project).has(service) &&
    !after.services(finding.project).has(service)
  ) {
    return said('gone', `service ${service} is no longer there`)
  }
  const variants = new Set(project.variants.map(({ name }) => name))
  if (place.variants.length > 0 && !place.variants.some((name) => variants.has(name))) {
    const names = `variant ${place.variants.join(', ')}`
    return after.variants > 1
      ? said('gone', `${names} is no longer there`)
      : said('not-looked', `${names} is no longer there, or was not audited`)
  }
  return said('fixed', place.accepted === null ? null : 'it had been accepted')
}

function openedSaid(entry: Entry, { before, after, blind, unknown }: Sight, { closedEarlier }: CompareOptions): Said {
  const { finding, place } = entry
  if (place.accepted !== null) return said('accepted', place.accepted.reason)
  const ran = before.ran(finding.rule, after.report)
  if (ran === 'no') return said('new-rule', 'its rule did not run before')
  if (ran === 'perhaps')
    return said('new-rule', 'its rule may not have run before: the older report does not say which did')
  if (closedEarlier?.has(place.id)) return said('regressed', 'it had been closed before')
  const unseen = blind(entry)
  if (unseen !== undefined) return said('uncovered', `before, ${unseen}`)
  const because = unknown(entry)
  if (because !== undefined) return said('uncovered', `before, nobody could tell: ${because}`)
  const strength = before.strength(finding.rule, finding.project)
  return strength === undefined ? said('new') : said('regressed', `before: ${strength}`)
}
