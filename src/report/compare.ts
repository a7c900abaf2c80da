/** What changed between two reports: places, scores, verdict, checklist, scans, and whether they can be compared at all. */
import { type VulnerabilitySeverity, vulnerabilitySeverities } from '../core/assurance.ts'
import type { ChecklistItem, Report } from '../core/report.ts'
import { type Severity, severities } from '../core/verdict.ts'
import { factsOf, keyOf } from './compare-facts.ts'
import { type Change, type ChangeKind, type CompareOptions, changeKinds, changesOf } from './compare-places.ts'
import { type ScoreChange, scoreChange } from './compare-scores.ts'
import { count, isOpen } from './words.ts'

/** Open places by severity. */
export type Tally = Readonly<Record<Severity, number>>

/** One of the two reports. */
export interface ComparedReport {
  readonly createdAt: string
  readonly path: string
  readonly commit: string | null
  readonly version: string
  /** How many rules ran; null where the report does not say. */
  readonly rules: number | null
  readonly go: boolean
  readonly open: Tally
}

export interface ScanChange {
  readonly scanner: string
  readonly image: string
  /** Vulnerabilities by severity; null where the report has no such scan. */
  readonly before: Readonly<Record<VulnerabilitySeverity, number>> | null
  readonly after: Readonly<Record<VulnerabilitySeverity, number>> | null
}

export interface ChecklistChange {
  readonly id: string
  readonly title: string
  readonly before: ChecklistItem['status'] | null
  readonly after: ChecklistItem['status'] | null
}

/** Plain data, and what `--format json` prints: version 1. */
export interface Comparison {
  readonly comparison: 1
  readonly before: ComparedReport
  readonly after: ComparedReport
  /** `commit` is null where one of them is of no commit. */
  readonly same: { readonly rules: boolean; readonly configuration: boolean; readonly commit: boolean | null }
  /** Rules that only one of them ran; null where one of them does not say what ran. */
  readonly rules: { readonly added: readonly string[]; readonly removed: readonly string[] } | null
  /** What makes the two hard to compare, in sentences. */
  readonly notes: readonly string[]
  /** Reasons against production that came and went. */
  readonly verdict: { readonly added: readonly string[]; readonly removed: readonly string[] }
  readonly score: ScoreChange
  /** How many places each change was said of. */
  readonly counts: Readonly<Record<ChangeKind, number>>
  /** One for every place of either report, most urgent first. */
  readonly changes: readonly Change[]
  readonly checklist: readonly ChecklistChange[]
  readonly scans: readonly ScanChange[]
  /** What the newer audit could not read. */
  readonly incomplete: readonly string[]
}

/** Compares an older report with a newer one of the same project. */
export function compare(before: Report, after: Report, options: CompareOptions = {}): Comparison {
  const changes = changesOf(factsOf(before), factsOf(after), options)
  const counts = Object.fromEntries(
    changeKinds.map((kind) => [kind, changes.filter(({ change }) => change === kind).length]),
  ) as Record<ChangeKind, number>
  const rules = ruleChange(before, after)
  return {
    comparison: 1,
    before: comparedReport(before),
    after: comparedReport(after),
    same: {
      rules: before.tool.rules.digest === after.tool.rules.digest,
      configuration: before.config.digest === after.config.digest,
      commit:
        before.target.commit === null || after.target.commit === null
          ? null
          : before.target.commit === after.target.commit,
    },
    rules,
    notes: notesOn(before, after, rules, counts['not-looked']),
    verdict: {
      added: missingIn(after.verdict.because, before.verdict.because),
      removed: withoutUnseen(missingIn(before.verdict.because, after.verdict.because), before, changes),
    },
    score: scoreChange(before, after),
    counts,
    changes,
    checklist: checklistChanges(before, after),
    scans: scanChanges(before, after),
    incomplete: after.incomplete.map(({ what, because }) => `${what}: ${because}`),
  }
}

/** Whether anything at all differs that a reader would want to know. */
export const isQuiet = ({ counts, score, checklist, scans, verdict }: Comparison): boolean =>
  changeKinds.every((kind) => kind === 'unchanged' || counts[kind] === 0) &&
  [score.categories, score.ledger, score.projects, checklist, scans, verdict.added, verdict.removed].every(
    (list) => list.length === 0,
  )

/** Open places of a report by severity. */
export function tallyOf({ findings }: Report): Tally {
  const open = findings.flatMap(({ places }) => places.filter(isOpen))
  return Object.fromEntries(
    severities.map((severity) => [severity, open.filter((place) => place.severity === severity).length]),
  ) as Record<Severity, number>
}

const comparedReport = (report: Report): ComparedReport => ({
  createdAt: report.createdAt,
  path: report.target.path,
  commit: report.target.commit,
  version: report.tool.version,
  rules: report.tool.rules.ids.length === 0 ? null : report.tool.rules.ids.length,
  go: report.verdict.go,
  open: tallyOf(report),
})

const missingIn = (these: readonly string[], those: readonly string[]): readonly string[] => {
  const others = new Set(those.map(uncounted))
  return these.filter((one) => !others.has(uncounted(one)))
}

/** A reason of a verdict is the same one with fewer places. */
const uncounted = (reason: string): string => reason.replace(/ \(\d+ places?\)$/, '')

function ruleChange(before: Report, after: Report): Comparison['rules'] {
  const [old, now] = [before.tool.rules.ids, after.tool.rules.ids]
  if (old.length === 0 || now.length === 0) return null
  return { added: missingIn(now, old), removed: missingIn(old, now) }
}

/** Reasons of the older report, without those of findings that nobody looked at again. */
function withoutUnseen(
  reasons: readonly string[],
  { findings }: Report,
  changes: readonly Change[],
): readonly string[] {
  const unseen = new Set(
    changes.filter(({ change }) => change === 'not-looked').map(({ rule, before }) => keyOf(rule, before?.id ?? '')),
  )
  const hidden = findings.filter(({ rule, places }) => places.some(({ id }) => unseen.has(keyOf(rule, id))))
  return reasons.filter((reason) => !hidden.some(({ message }) => reason.endsWith(`: ${message}`)))
}

/** A name of the audited tree in a sentence: it cannot end the code that it is shown as. */
const named = (name = ''): string => `\`${name.replaceAll('`', "'")}\``

function notesOn(before: Report, after: Report, rules: Comparison['rules'], unseen: number): readonly string[] {
  const paths = [before.target.path, after.target.path]
  const configured = before.config.digest === after.config.digest
  const added = rules?.added.length ?? 0
  const removed = rules?.removed.length ?? 0
  const ran = [
    added > 0 ? `${count(added, 'rule')} that did not run before` : '',
    removed > 0 ? `${removed} fewer of the rules that ran before` : '',
  ].filter((text) => text !== '')
  return [
    paths[0] === paths[1] ? '' : `They are of different directories: ${named(paths[0])} and ${named(paths[1])}.`,
    before.createdAt > after.createdAt ? 'The second report is older than the first: are they swapped?' : '',
    ran.length > 0 ? `The second audit ran ${ran.join(', and ')}: part of the difference in score is theirs.` : '',
    rules === null && before.tool.rules.digest !== after.tool.rules.digest
      ? 'They are of different rules, and one of them does not say which: part of the difference in score is theirs.'
      : '',
    unseen > 0
      ? `${count(unseen, 'place')} of the first report ${unseen === 1 ? 'was' : 'were'} not looked at: neither the score nor go or no-go speaks of that.`
      : '',
    configured ? '' : 'The configuration changed between them.',
    before.headline !== null && after.headline !== null && before.headline !== after.headline
      ? `The score is that of another project: ${named(after.headline)} instead of ${named(before.headline)}.`
      : '',
    after.incomplete.length > 0
      ? `The second audit is incomplete: ${count(after.incomplete.length, 'thing')} could not be read.`
      : '',
  ].filter((note) => note !== '')
}

function checklistChanges(before: Report, after: Report): readonly ChecklistChange[] {
  const [old, now] = [before, after].map(({ checklist }) => new Map(checklist.map((item) => [item.id, item])))
  return [...new Set([...after.checklist, ...before.checklist].map(({ id }) => id))].flatMap((id) => {
    const [was, is] = [old?.get(id), now?.get(id)]
    if (was?.status === is?.status) return []
    return [{ id, title: (is ?? was)?.title ?? id, before: was?.status ?? null, after: is?.status ?? null }]
  })
}

function scanChanges(before: Report, after: Report): readonly ScanChange[] {
  const [old, now] = [before, after].map(
    ({ scans }) => new Map(scans.map((scan) => [keyOf(scan.scanner, scan.reference ?? scan.image), scan])),
  )
  return [...new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])].flatMap((key) => {
    const [was, is] = [old?.get(key), now?.get(key)]
    const scan = is ?? was
    if (!scan || vulnerabilitySeverities.every((severity) => was?.counts[severity] === is?.counts[severity])) return []
    return [
      {
        scanner: scan.scanner,
        image: scan.reference ?? scan.image,
        before: was?.counts ?? null,
        after: is?.counts ?? null,
      },
    ]
  })
}
