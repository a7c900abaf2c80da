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
  claimed: ['Claimed fixed, and still there', 'claimed, not fixed'],
  unaccepted: ['No longer accepted', 'no longer accepted'],
  'new-rule': ['Found by rules that did not run before', 'by new rules'],
  unknown: ['No longer to be told', 'unknown now'],
  fixed: ['Fixed', 'fixed'],
  gone: ['Removed with what they were in', 'removed'],
  'not-looked': ['Not looked at this time', 'not looked at'],
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

/** Changes of one kind, one rule and one reason, with all their places. */
export interface ChangeGroup {
  readonly rule: string
  readonly severity: Severity
  /** What is wrong: the place's own words where there is but one. */
  readonly text: string
  readonly because: string | null
  readonly places: readonly string[]
}

/** The changes of a kind by rule, worst first. */
export function groupsOf({ changes }: Comparison, kind: ChangeKind): readonly ChangeGroup[] {
  const groups = Map.groupBy(
    changes.filter(({ change }) => change === kind),
    ({ rule, because }) => JSON.stringify([rule, because]),
  )
  return [...groups.values()].flatMap(groupOf)
}

function groupOf(changes: readonly Change[]): readonly ChangeGroup[] {
  const [first] = changes
  const shown = changes.flatMap((change) => shownPlace(change) ?? [])
  const [place] = shown
  if (!first || !place) return []
  const { rule, title, because } = first
  return [
    {
      rule,
      severity: severities.find((severity) => shown.some((one) => one.severity === severity)) ?? place.severity,
      text: shown.length === 1 ? place.message : title,
      because,
      places: [...new Set(shown.map(whereOf))],
    },
  ]
}

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
