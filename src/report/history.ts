/** Any number of reports as histories: one per target, its audits in order, and what became of each place over time. */
import type { Grade, Report } from '../core/report.ts'
import type { Kind } from '../core/rule.ts'
import { severities } from '../core/verdict.ts'
import { type Comparison, compare, type Tally, tallyOf } from './compare.ts'
import { keyOf } from './compare-facts.ts'
import type { Families } from './compare-pairs.ts'
import type { Change, ChangeKind, ComparedPlace } from './compare-places.ts'

/** One audit of a history. */
export interface Run {
  readonly report: Report
  readonly open: Tally
  /** What changed since the audit before; null for the first. */
  readonly comparison: Comparison | null
}

/** One weakness at one place, from when it was first seen. Numbers are indexes of runs. */
export interface PlaceHistory {
  readonly rule: string
  readonly title: string
  readonly kind: Kind
  readonly project: string
  /** As it was seen last. */
  readonly place: ComparedPlace
  readonly firstSeen: number
  /** When and how it went; null while it is open. */
  readonly closed: { readonly run: number; readonly as: ChangeKind } | null
  /** Runs in which it was open again after a repair. */
  readonly reopened: readonly number[]
}

export interface History {
  readonly path: string
  /** The oldest first; there is at least one. */
  readonly runs: readonly [Run, ...Run[]]
  /** Open ones first, then the worst, then those that were seen first. */
  readonly places: readonly PlaceHistory[]
}

/** The latest audit of a history. */
export const latest = ({ runs }: History): Run => runs.at(-1) ?? runs[0]

/** What a row of a history shows of an audit. */
export const standing = ({ report }: Run): { readonly overall: number; readonly grade: Grade } | null =>
  report.score && { overall: report.score.overall, grade: report.score.grade }

/** Groups reports by what they are of, and orders them in time; equal times stay in the order that they were given. */
export function history(reports: readonly Report[], families: Families = new Map()): readonly History[] {
  const groups: [Report, ...Report[]][] = []
  for (const report of reports.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))) {
    const same = groups.find((group) => isSameTarget(group.at(-1) ?? group[0], report))
    if (same) same.push(report)
    else groups.push([report])
  }
  return groups.map((group) => historyOf(group, families))
}

const pathOf = ({ target }: Report): string => target.path.replace(/^\.\/(?=.)/, '').replace(/(?<=.)\/+$/, '')

/** Audits of two repositories may both be of `.`: half of the services, and of the files, have to be the same. */
function isSameTarget(earlier: Report, later: Report): boolean {
  if (pathOf(earlier) !== pathOf(later)) return false
  if (earlier.target.commit !== null && earlier.target.commit === later.target.commit) return true
  return isAlike(servicesOf(earlier), servicesOf(later)) && isAlike(filesOf(earlier), filesOf(later))
}

/** Whether half of the smaller set is in the other; what is empty tells nothing. */
function isAlike(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const shared = [...some].filter((name) => others.has(name)).length
  return 2 * shared >= Math.min(some.size, others.size)
}

const servicesOf = ({ projects }: Report): ReadonlySet<string> =>
  new Set(
    projects.flatMap(({ graph, variants }) =>
      [graph, ...variants.map((variant) => variant.graph)].flatMap(({ nodes }) =>
        nodes.filter(({ kind }) => kind === 'service').map(({ label }) => label),
      ),
    ),
  )

const filesOf = ({ inventory: { dockerfiles, composeFiles, workflows } }: Report): ReadonlySet<string> =>
  new Set([...dockerfiles, ...composeFiles, ...workflows])

/** A place while its history is being followed. */
interface Followed {
  readonly change: Change
  readonly firstSeen: number
  place: ComparedPlace
  closed: PlaceHistory['closed']
  readonly reopened: number[]
}

const runOf = (report: Report, comparison: Comparison | null): Run => ({ report, open: tallyOf(report), comparison })

function historyOf([first, ...others]: readonly [Report, ...Report[]], families: Families): History {
  const nothing: Report = { ...first, findings: [] }
  const runs: [Run, ...Run[]] = [runOf(first, null)]
  const followed: Followed[] = []
  /** By rule and id, as the latest audit calls it. */
  const known = new Map<string, Followed>()
  follow(compare(nothing, first).changes, 0, followed, known)
  for (const [index, report] of others.entries()) {
    const repaired = followed.filter(({ closed }) => closed?.as === 'fixed').map(({ place }) => place.id)
    const comparison = compare(runs[index]?.report ?? first, report, { families, closedEarlier: new Set(repaired) })
    runs.push(runOf(report, comparison))
    follow(comparison.changes, index + 1, followed, known)
  }
  const places = followed.map(({ change: { rule, title, kind, project }, place, firstSeen, closed, reopened }) => ({
    ...{ rule, title, kind, project, place, firstSeen, closed, reopened },
  }))
  return {
    path: pathOf(first),
    runs,
    places: places.toSorted((a, b) => Number(a.closed !== null) - Number(b.closed !== null) || rankOf(a) - rankOf(b)),
  }
}

const rankOf = ({ place }: PlaceHistory): number => severities.indexOf(place.severity)

/** Takes the changes that one audit brought into the histories of their places. */
function follow(changes: readonly Change[], run: number, all: Followed[], known: Map<string, Followed>): void {
  // Names are handed on from place to place, so that all are looked up before any is given anew.
  const found = changes.map((change) => {
    const name = change.before ?? change.after
    return [change, name ? known.get(keyOf(change.rule, name.id)) : undefined] as const
  })
  for (const [change, same] of found) {
    const { before, after } = change
    const place = after ?? before
    if (!place) continue
    const open = after !== null && change.change !== 'accepted'
    const one = same ?? { change, firstSeen: run, place, closed: null, reopened: [] }
    if (!same) all.push(one)
    if (after) one.place = after
    if (open && one.closed?.as === 'fixed') one.reopened.push(run)
    // What was accepted and stays so is as it was.
    if (open && change.change !== 'unchanged') one.closed = null
    if (!open && one.closed === null) one.closed = { run, as: change.change }
    known.set(keyOf(change.rule, place.id), one)
  }
}
