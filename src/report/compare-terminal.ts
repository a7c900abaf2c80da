/** A comparison for people at a terminal: what is worse first, then what is better, then the scores. */
import type { Severity } from '../core/verdict.ts'
import type { Comparison } from './compare.ts'
import type { ChangeKind } from './compare-places.ts'
import {
  type ChangeGroup,
  changeWords,
  countTexts,
  deltaText,
  groupsOf,
  ledgerText,
  rulesText,
  scoresText,
  toldKinds,
  verdictText,
} from './compare-words.ts'
import { cut, oneLine, pad } from './plain-text.ts'
import { hanging } from './terminal-findings.ts'
import { type Pen, penOf, type Style, severityStyle, type TerminalOptions } from './terminal-style.ts'
import { count, scoreText, severityTitles } from './words.ts'

const [mostGroups, mostPlaces, mostLines] = [12, 3, 4]

const styles: Readonly<Partial<Record<ChangeKind, Style>>> = {
  regressed: 'red',
  new: 'red',
  worse: 'red',
  uncovered: 'yellow',
  claimed: 'yellow',
  unaccepted: 'yellow',
  fixed: 'green',
  lighter: 'green',
}

/** Prints a comparison for people at a terminal. */
export function comparisonTerminal(comparison: Comparison, options: TerminalOptions = {}): string {
  const pen = penOf(options)
  return [
    ...headline(comparison, pen),
    ...toldKinds.flatMap((kind) => changes(comparison, kind, pen)),
    ...listed('Reasons against production that came', comparison.verdict.added, pen),
    ...listed('Reasons against production that are gone', comparison.verdict.removed, pen),
    ...scores(comparison, pen),
    ...listed(
      'Production checklist',
      comparison.checklist.map(({ title, before, after }) => `${title}: ${before ?? 'none'} → ${after ?? 'none'}`),
      pen,
    ),
    ...listed(
      'Scans (critical and high)',
      comparison.scans.map(({ image, scanner, before, after }) => {
        const [was, is] = [before, after].map((counts) => (counts ? `${counts.critical} + ${counts.high}` : 'no scan'))
        return `${image} by ${scanner}: ${was} → ${is}`
      }),
      pen,
    ),
    ...listed('Incomplete: these could not be audited', comparison.incomplete, pen),
    '',
  ].join('\n')
}

function headline(comparison: Comparison, pen: Pen): readonly string[] {
  const { before, after } = comparison
  const side = ({ path, commit, createdAt }: Comparison['before']): string =>
    [path, commit?.slice(0, 12) ?? '', createdAt.slice(0, 10)].filter((part) => part !== '').join(' ')
  const told = countTexts(comparison)
  return [
    pen.paint(cut(oneLine(`${side(before)} → ${side(after)}`), pen.columns), 'dim'),
    '',
    `${pen.paint(scoresText(comparison), 'bold')}, ${verdictText(comparison)}`,
    ...hanging('', told.length === 0 ? 'No place changed.' : told.join(' · '), pen),
    ...comparison.notes.flatMap((note) => hanging(pen.paint('! ', 'yellow'), note.replaceAll('`', ''), pen)),
    '',
  ]
}

const label = (severity: Severity, pen: Pen): string =>
  pen.paint(pad(severityTitles[severity], 8), ...severityStyle[severity])

function changes(comparison: Comparison, kind: ChangeKind, pen: Pen): readonly string[] {
  const groups = groupsOf(comparison, kind)
  if (groups.length === 0) return []
  const style = styles[kind]
  const rest = groups.length - mostGroups
  return [
    pen.paint(`${changeWords[kind][0]} (${comparison.counts[kind]})`, 'bold', ...(style ? [style] : [])),
    ...groups.slice(0, mostGroups).flatMap((group) => groupLines(group, pen)),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    '',
  ]
}

function groupLines(group: ChangeGroup, pen: Pen): readonly string[] {
  const { severity, text, places, because } = group
  const { named, more: others } = rulesText(group)
  const more = places.length > mostPlaces ? ` and ${places.length - mostPlaces} more` : ''
  const rules = `${named.join(', ')}${others > 0 ? ` and ${count(others, 'more rule')}` : ''}`
  const where = `${rules}  ${places.slice(0, mostPlaces).join(', ')}${more}`
  const [first = '', ...lines] = hanging('           ', text, pen)
  return [
    `  ${label(severity, pen)} ${first.trimStart()}`,
    ...lines,
    pen.paint(cut(`           ${oneLine(where)}`, pen.columns), 'dim'),
    ...(because === null ? [] : hanging('           ', because, pen).map((line) => pen.paint(line, 'dim'))),
  ]
}

function listed(title: string, items: readonly string[], pen: Pen): readonly string[] {
  if (items.length === 0) return []
  const rest = items.length - mostGroups
  return [
    pen.paint(`${title} (${items.length})`, 'bold'),
    ...items.slice(0, mostGroups).flatMap((item) => hanging('  · ', item, pen)),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
    '',
  ]
}

function scores({ score: { categories, ledger } }: Comparison, pen: Pen): readonly string[] {
  if (categories.length + ledger.length === 0) return []
  const width = Math.max(...categories.map(({ title }) => title.length), 3)
  const lines = categories.flatMap(({ title, before, after, ledger: lost }) => {
    const [was, is] = [before, after].map((one) => (one ? scoreText(one.score) : 'none'))
    const delta = before && after ? after.score - before.score : 0
    const style: Style = delta > 0 ? 'green' : delta < 0 ? 'red' : 'dim'
    const own = lost.filter((line) => line.own)
    const rest = own.length - mostLines
    return [
      `  ${pad(title, width)}  ${was} → ${is}  ${pen.paint(before && after ? deltaText(delta) : '', style)}`,
      ...own.slice(0, mostLines).flatMap((line) => hanging('      ', ledgerText(line).replaceAll('`', ''), pen)),
      ...(rest > 0 ? [`      … and ${count(rest, 'more rule')}`] : []),
    ]
  })
  const cap = ledger.flatMap((line) => hanging('  ', `${scoreText(line.points)}: ${ledgerText(line)}`, pen))
  return [pen.paint('Score by category', 'bold'), ...lines, ...cap, '']
}
