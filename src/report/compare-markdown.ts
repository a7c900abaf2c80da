/** A comparison as Markdown for a comment on a pull request: one line says it, the rest is folded. */
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
import { blocks, code, escaped, list, sentence, table } from './markdown-text.ts'
import { count, pointsText, scoreText, severityTitles } from './words.ts'

/** By which a program that comments finds its own comment again. */
const mark = '<!-- drydock diff -->'

/** Rows of a table, places of a row, and characters of a text; a comment has to stay short, and forges cut long ones off. */
const [mostRows, mostPlaces, longestText] = [25, 4, 240]

/** What a reader has to do something about stands open. */
const urgent: ReadonlySet<ChangeKind> = new Set(['regressed', 'new', 'worse', 'uncovered', 'claimed', 'unaccepted'])

/** Prints a comparison as Markdown that no name in it can break out of. */
export const comparisonMarkdown = (comparison: Comparison): string =>
  `${blocks(
    headline(comparison),
    list(comparison.notes.map((note) => sentence(short(note)))),
    ...toldKinds.map((kind) => changesMarkdown(comparison, kind)),
    verdictMarkdown(comparison),
    scoreMarkdown(comparison),
    checklistMarkdown(comparison),
    scansMarkdown(comparison),
    mark,
  )}\n`

function headline(comparison: Comparison): string {
  const counts = countTexts(comparison)
  const told = [verdictText(comparison), ...(counts.length === 0 ? ['no place changed'] : counts)]
  return `**Drydock: ${scoresText(comparison)}** · ${told.join(' · ')}`
}

const short = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text)

/** A folded part; one that is `open` is unfolded at first. */
const details = (title: string, body: string, open = false): string =>
  body === '' ? '' : `<details${open ? ' open' : ''}><summary>${title}</summary>\n\n${body}\n\n</details>`

function rows<T>(items: readonly T[], head: readonly string[], row: (item: T) => readonly string[]): string {
  const rest = items.length - mostRows
  return blocks(table(head, items.slice(0, mostRows).map(row)), rest > 0 ? `… and ${count(rest, 'more row')}` : '')
}

function changesMarkdown(comparison: Comparison, kind: ChangeKind): string {
  const groups = groupsOf(comparison, kind)
  const withReason = groups.some(({ because }) => because !== null)
  const body = rows(groups, ['Severity', 'Finding', 'Where', ...(withReason ? ['Because'] : [])], (group) => [
    severityTitles[group.severity],
    `${sentence(short(group.text), true)} (${rulesMarkdown(group)})`,
    wheres(group),
    ...(withReason ? [sentence(short(group.because ?? ''), true)] : []),
  ])
  return details(`${changeWords[kind][0]} (${comparison.counts[kind]})`, body, urgent.has(kind))
}

function rulesMarkdown(group: ChangeGroup): string {
  const { named, more } = rulesText(group)
  return [...named.map((rule) => code(rule, true)), ...(more > 0 ? [count(more, 'more rule')] : [])].join(', ')
}

function wheres({ places }: ChangeGroup): string {
  const rest = places.length - mostPlaces
  const named = places.slice(0, mostPlaces).map((place) => code(short(place), true))
  return [...named, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('<br>')
}

function verdictMarkdown({ verdict: { added, removed } }: Comparison): string {
  const shown = [
    ...added.map((text) => `❌ ${sentence(short(text))}`),
    ...removed.map((text) => `✅ ${sentence(short(text))}`),
  ]
  const rest = shown.length - mostRows
  const body = list([...shown.slice(0, mostRows), ...(rest > 0 ? [`… and ${count(rest, 'more reason')}`] : [])])
  return details(`Reasons against production: ${removed.length} gone, ${added.length} added`, body)
}

function scoreMarkdown({ score: { categories, ledger } }: Comparison): string {
  const drop = (text: string, points: number): string =>
    `${sentence(short(text), true)} (${points < 0 ? pointsText(points) : `+${points.toFixed(2)}`})`
  const lines = categories.map(({ title, before, after, ledger: lost }) => {
    const own = lost.filter((line) => line.own)
    return [
      escaped(title),
      before ? scoreText(before.score) : 'none',
      after ? scoreText(after.score) : 'none',
      before && after ? deltaText(after.score - before.score) : '',
      (own.length > 0 ? own : lost)
        .slice(0, mostPlaces)
        .map((line) => drop(ledgerText(line), line.points))
        .join('<br>'),
    ]
  })
  const cap = ledger.map((line) => ['Cap', '', '', '', drop(ledgerText(line), line.points)])
  return details('Score by category', table(['Category', 'Before', 'After', 'Change', 'From'], [...lines, ...cap]))
}

function checklistMarkdown({ checklist }: Comparison): string {
  const body = rows(checklist, ['Item', 'Before', 'After'], ({ title, before, after }) => [
    sentence(short(title), true),
    before ?? 'none',
    after ?? 'none',
  ])
  return details(`Production checklist: ${count(checklist.length, 'item')} changed`, body)
}

function scansMarkdown({ scans }: Comparison): string {
  const tally = (counts: Comparison['scans'][number]['before']): string =>
    counts ? `${counts.critical} critical, ${counts.high} high` : 'no scan'
  const body = rows(scans, ['Image', 'Scanner', 'Before', 'After'], ({ image, scanner, before, after }) => [
    code(short(image), true),
    escaped(scanner),
    tally(before),
    tally(after),
  ])
  return details(`Scans: ${scans.length} changed`, body)
}
