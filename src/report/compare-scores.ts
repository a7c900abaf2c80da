/** How the scores of two reports differ, and which lines of their ledgers the difference comes from. */
import type { CategoryScore, Grade, LedgerEntry, Report, Score } from '../core/report.ts'
import { type Category, categories } from '../core/rule.ts'

/** What a line of a ledger took away; null where the report has no such line. */
type Drop = Pick<LedgerEntry, 'points' | 'failing' | 'of'> | null

export interface LedgerChange {
  readonly rule: string | null
  readonly reason: string | null
  readonly before: Drop
  readonly after: Drop
  /** Points won (positive) or lost. Those of a category add up to what its score changed by, but for rounding. */
  readonly points: number
  /** Whether its own places changed; where not, it weighs otherwise because of the lines above it. */
  readonly own: boolean
}

export interface CategoryChange {
  readonly id: Category
  readonly title: string
  /** Null where the report has no score for it. */
  readonly before: { readonly score: number; readonly grade: Grade } | null
  readonly after: { readonly score: number; readonly grade: Grade } | null
  readonly ledger: readonly LedgerChange[]
}

type ScoreSummary = Pick<Score, 'overall' | 'accepted' | 'grade'> | null

export interface ProjectChange {
  readonly id: string
  readonly path: string
  readonly before: ScoreSummary
  readonly after: ScoreSummary
}

export interface ScoreChange {
  readonly before: ScoreSummary
  readonly after: ScoreSummary
  /** Of the overall score, beyond its categories: the cap. */
  readonly ledger: readonly LedgerChange[]
  /** Categories that changed. */
  readonly categories: readonly CategoryChange[]
  /** Projects whose score changed, that came or went. */
  readonly projects: readonly ProjectChange[]
}

const summary = (score: Score | null): ScoreSummary =>
  score && { overall: score.overall, accepted: score.accepted, grade: score.grade }

export const scoreChange = (before: Report, after: Report): ScoreChange => ({
  before: summary(before.score),
  after: summary(after.score),
  ledger: ledgerChanges(before.score?.ledger ?? [], after.score?.ledger ?? []),
  categories: (Object.keys(categories) as Category[]).flatMap((id) => categoryChange(id, before.score, after.score)),
  projects: projectChanges(before, after),
})

function categoryChange(id: Category, before: Score | null, after: Score | null): readonly CategoryChange[] {
  const [old, now] = [before, after].map((score) => score?.categories.find((one) => one.id === id))
  const ledger = ledgerChanges(old?.ledger ?? [], now?.ledger ?? [])
  if (old?.score === now?.score && ledger.length === 0) return []
  const graded = (one: CategoryScore | undefined) => (one ? { score: one.score, grade: one.grade } : null)
  return [{ id, title: categories[id], before: graded(old), after: graded(now), ledger }]
}

const nameOf = ({ rule, reason }: LedgerEntry): string => JSON.stringify([rule, rule === null ? reason : null])
const dropOf = (entry: LedgerEntry | undefined): Drop =>
  entry ? { points: entry.points, failing: entry.failing, of: entry.of } : null

/** Lines that differ, in the order of the older ledger, then those that are new. */
function ledgerChanges(before: readonly LedgerEntry[], after: readonly LedgerEntry[]): readonly LedgerChange[] {
  const [old, now] = [before, after].map((entries) => new Map(entries.map((entry) => [nameOf(entry), entry])))
  return [...new Set([...before, ...after].map(nameOf))].flatMap((name) => {
    const [was, is] = [old?.get(name), now?.get(name)]
    const points = Math.round(((is?.points ?? 0) - (was?.points ?? 0)) * 1000) / 1000
    const own = was?.failing !== is?.failing || was?.of !== is?.of
    if (points === 0 && !own) return []
    const { rule = null, reason = null } = is ?? was ?? {}
    return [{ rule, reason, before: dropOf(was), after: dropOf(is), points, own }]
  })
}

function projectChanges(before: Report, after: Report): readonly ProjectChange[] {
  const [old, now] = [before, after].map(({ projects }) => new Map(projects.map((project) => [project.id, project])))
  return [...new Set([...before.projects, ...after.projects].map(({ id }) => id))].flatMap((id) => {
    const [was, is] = [old?.get(id), now?.get(id)]
    if (was && is && was.score?.overall === is.score?.overall && was.score?.grade === is.score?.grade) return []
    const path = (is ?? was)?.path ?? ''
    return [{ id, path, before: summary(was?.score ?? null), after: summary(is?.score ?? null) }]
  })
}
