/** How the formats word a comparison: what became of places, by rule, and what the scores did. */
import { type Severity, severities } from '../core/verdict.ts'
import type { Comparison } from './compare.ts'
import { type Change, type ChangeKind, type ComparedPlace, changeKinds, shownPlace } from './compare-places.ts'
import type { LedgerChange } from './compare-scores.ts'
import { scoreText } from './words.ts'

/** A heading, and a word for a count: `3 newly seen`. */
export const changeWords: Readonly<Record<ChangeKind, readonly [title: string, counted: string]>> = {
  regressed: ['Regressed', 'regressed'],
  new: ['New', 'new'],
  worse: ['More severe than before', 'worse'],
  uncovered: ['Seen for the first time', 'newly seen'],
  claimed: ['Ticked as done, and still there', 'ticked, not fixed'],
  unaccepted: ['No longer accepted', 'no longer accepted'],
  'new-rule': ['Found by rules that did not run before', 'by new rules'],
  unknown: ['No longer to be told', 'unknown now'],
  fixed: ['Fixed', 'fixed'],
  gone: ['Removed with what they were in', 'removed'],
  'not-looked': ['Not looked at this time', 'not looked at'],
  touched: ['Changed, and still there', 'changed in vain'],
  lighter: ['Less severe than before', 'less severe'],
  moved: ['Moved', 'moved'],
  accepted: ['Accepted', 'accepted'],
  unchanged: ['Unchanged', 'unchanged'],
}

/** What a comparison with this one is for, unless nobody asks: the rest is no change. */
export const toldKinds = changeKinds.filter((kind) => kind !== 'unchanged')

/** `12 fixed`, `1 new` …: what happened, in the order of `changeKinds`. */
export const countTexts = ({ counts }: Comparison): readonly string[] =>
  toldKinds.flatMap((kind) => (counts[kind] > 0 ? [`${counts[kind]} ${changeWords[kind][1]}`] : []))

/** `+1.5`, `−0.3`, `±0.0`. */
export const deltaText = (delta: number): string => {
  const tenths = Math.round(delta * 10) / 10
  return tenths === 0 ? '±0.0' : `${tenths > 0 ? '+' : '−'}${scoreText(Math.abs(tenths))}`
}

const graded = (score: { readonly overall: number; readonly grade: string } | null): string =>
  score ? `${scoreText(score.overall)} ${score.grade}` : 'nothing to score'

/** `6.0 D → 7.5 C (+1.5)`. */
export function scoresText({ score: { before, after } }: Comparison): string {
  if (!before && !after) return 'nothing to score'
  const delta = before && after ? ` (${deltaText(after.overall - before.overall)})` : ''
  return `${graded(before)} → ${graded(after)}${delta}`
}

const goText = (go: boolean): string => (go ? 'go' : 'no-go')

/** `no-go → go`, `still no-go`. */
export const verdictText = ({ before, after }: Comparison): string =>
  before.go === after.go ? `still ${goText(after.go)}` : `${goText(before.go)} → ${goText(after.go)}`

/** Changes of one kind that are told together: those of one rule, or those with one reason where that says more. */
export interface ChangeGroup {
  readonly rules: readonly string[]
  /** The worst of them. */
  readonly severity: Severity
  /** What is wrong: the place's own words where there is but one. */
  readonly text: string
  readonly because: string | null
  readonly places: readonly string[]
}

/** What left with a service, or was not looked at with a file, is told once for all of its rules. */
const toldByReason: ReadonlySet<ChangeKind> = new Set(['gone', 'not-looked'])

/** The changes of a kind in groups, worst first. */
export function groupsOf({ changes }: Comparison, kind: ChangeKind): readonly ChangeGroup[] {
  const byReason = toldByReason.has(kind)
  const own = changes.filter(({ change }) => change === kind)
  const groups = Map.groupBy(own, ({ rule, because }) =>
    JSON.stringify(byReason ? because : kind === 'moved' ? rule : [rule, because]),
  )
  return [...groups.values()].flatMap((group) => groupOf(group, byReason))
}

function groupOf(changes: readonly Change[], byReason: boolean): readonly ChangeGroup[] {
  const [first] = changes
  const shown = changes.flatMap((change) => shownPlace(change) ?? [])
  const [place] = shown
  if (!first || !place) return []
  const { title, because } = first
  const rules = [...new Set(changes.map(({ rule }) => rule))]
  const shared = changes.every((change) => change.because === because) ? because : null
  const reason = (because ?? '').replace(/^(?=(?:its|service|project|variant) )./, (letter) => letter.toUpperCase())
  return [
    {
      rules,
      severity: severities.find((severity) => shown.some((one) => one.severity === severity)) ?? place.severity,
      text: byReason && rules.length > 1 ? reason : shown.length === 1 ? place.message : title,
      because: byReason && rules.length > 1 ? null : shared,
      places: [...new Set(shown.map(whereOf))],
    },
  ]
}

/** `rule-a`, `rule-b` and how many more there are. */
export const rulesText = ({ rules }: ChangeGroup): { readonly named: readonly string[]; readonly more: number } => ({
  named: rules.slice(0, 3),
  more: Math.max(0, rules.length - 3),
})

/** `file:line`, or what it is about where it is written nowhere. */
const whereOf = ({ location: { file, startLine }, subject }: ComparedPlace): string =>
  file === '' ? `${subject.kind} ${subject.name}` : `${file}:${startLine}`

/** `no-new-privileges-missing: 6 of 6 → 0 of 6`. */
export function ledgerText({ rule, reason, before, after }: LedgerChange): string {
  const share = (drop: LedgerChange['before']): string => (drop ? `${drop.failing} of ${drop.of}` : 'none')
  const name = rule === null ? (reason ?? '') : `\`${rule}\``
  const [was, is] = [share(before), share(after)]
  return was === is ? `${name}: ${is} as before, which weighs otherwise now` : `${name}: ${was} → ${is}`
}
