/** What changed since an earlier audit: the scores, what became of each place by rule, verdict, checklist, scans. */
import type { Comparison } from '../../compare.ts'
import type { ChangeKind } from '../../compare-places.ts'
import type { CategoryChange, LedgerChange } from '../../compare-scores.ts'
import {
  type ChangeGroup,
  changeWords,
  deltaText,
  groupsOf,
  ledgerText,
  rulesText,
  scoresText,
  toldKinds,
  verdictText,
} from '../../compare-words.ts'
import { count, pointsText, scoreText } from '../../words.ts'
import { gradeClass, severityPill } from '../badges.ts'
import { type Html, html, type Part, sentence } from '../markup.ts'

/** Places named of a rule, and rules of a change; the rest is counted. */
const [mostPlaces, mostGroups] = [6, 60]

/** Unfolded at first, because somebody has to do something. */
const urgent: ReadonlySet<ChangeKind> = new Set(['regressed', 'new', 'worse', 'uncovered', 'claimed', 'unaccepted'])

export function comparisonView(comparison: Comparison): Html {
  const { before, after, notes, counts } = comparison
  const told = toldKinds.filter((kind) => counts[kind] > 0)
  return html`<div class="card"><p class="delta-line">${scoresText(comparison)} <span class="muted">${verdictText(comparison)}</span></p>
<p class="muted small">${side(before)} → ${side(after)}</p>
${told.length === 0 ? html`<p>No place changed.</p>` : html`<ul class="deltas">${told.map((kind) => html`<li class="change-${kind}"><b>${counts[kind]}</b> ${changeWords[kind][1]}</li>`)}</ul>`}
${notes.length > 0 && html`<ul class="small">${notes.map((note) => html`<li>${sentence(note)}</li>`)}</ul>`}</div>
${told.map((kind) => changes(comparison, kind))}${scores(comparison)}${rest(comparison)}`
}

const side = ({ createdAt, commit, version }: Comparison['before']): Html =>
  html`${createdAt.slice(0, 10)}${commit !== null && html`, commit <code>${commit.slice(0, 12)}</code>`}, Drydock ${version}`

const fold = (title: Part, body: Part, open: boolean): Html =>
  html`<details class="card fold"${open ? html` open` : ''}><summary>${title}</summary>${body}</details>`

function changes(comparison: Comparison, kind: ChangeKind): Html {
  const groups = groupsOf(comparison, kind)
  const hidden = groups.length - mostGroups
  return fold(
    html`<span class="change-${kind}">${changeWords[kind][0]}</span> <span class="muted">${comparison.counts[kind]}</span>`,
    html`<div class="scroll">
<table class="stacks">
<thead><tr><th>Severity</th><th>Finding</th><th>Where</th></tr></thead>
<tbody>${groups.slice(0, mostGroups).map(row)}</tbody></table></div>${hidden > 0 && html`<p class="small muted">and ${hidden} more</p>`}`,
    urgent.has(kind),
  )
}

function row(group: ChangeGroup): Html {
  const { severity, text, because, places } = group
  const { named, more } = rulesText(group)
  const hidden = places.length - mostPlaces
  return html`<tr><td>${severityPill(severity)}</td>
<td>${sentence(text)} ${named.map((rule) => html`<code>${rule}</code> `)}${more > 0 && html`and ${count(more, 'more rule')}`}${because !== null && html`<div class="small muted">${sentence(because)}</div>`}</td>
<td class="where">${places.slice(0, mostPlaces).map((place) => html`<div>${place}</div>`)}${hidden > 0 && html`<div>and ${hidden} more</div>`}</td></tr>`
}

function scores({ score: { categories, ledger } }: Comparison): Html {
  if (categories.length + ledger.length === 0) return html``
  return html`<section class="card"><h3>Score by category</h3>
<div class="scroll">
<table>
<thead><tr><th>Category</th><th class="number">Before</th><th class="number">After</th><th class="number">Change</th><th>From</th></tr></thead>
<tbody>${categories.map(category)}${
    ledger.length > 0 &&
    html`<tr><td>Overall</td>
<td></td>
<td></td>
<td></td>
<td>${ledger.map(line)}</td></tr>`
  }</tbody></table></div></section>`
}

const graded = (one: CategoryChange['before']): Html =>
  one === null
    ? html`<td class="number muted">none</td>`
    : html`<td class="number ${gradeClass(one.grade)}">${scoreText(one.score)}</td>`

function category({ title, before, after, ledger }: CategoryChange): Html {
  const own = ledger.filter((one) => one.own)
  const delta = before && after ? deltaText(after.score - before.score) : ''
  return html`<tr><td>${title}</td>${graded(before)}${graded(after)}<td class="number">${delta}</td>
<td>${(own.length > 0 ? own : ledger).map(line)}</td></tr>`
}

const line = (change: LedgerChange): Html =>
  html`<div class="small">${change.points < 0 ? pointsText(change.points) : `+${change.points.toFixed(2)}`} ${sentence(ledgerText(change))}</div>`

function rest({ verdict, checklist, scans }: Comparison): Html {
  const reasons = verdict.added.length + verdict.removed.length
  const tally = (counts: Comparison['scans'][number]['before']): string =>
    counts ? `${counts.critical} critical, ${counts.high} high` : 'no scan'
  return html`${reasons > 0 && html`<section class="card"><h3>Reasons against production</h3><ul class="verdict-changes">${verdict.added.map((reason) => html`<li class="came">${sentence(reason)}</li>`)}${verdict.removed.map((reason) => html`<li class="went">${sentence(reason)}</li>`)}</ul></section>`}
${
  checklist.length > 0 &&
  html`<section class="card"><h3>Production checklist</h3>
<table>
<thead><tr><th>Item</th><th>Before</th><th>After</th></tr></thead>
<tbody>${checklist.map(
    ({ title, before, after }) => html`<tr><td>${sentence(title)}</td>
<td class="status-${before ?? 'unknown'}">${before ?? 'none'}</td>
<td class="status-${after ?? 'unknown'}">${after ?? 'none'}</td></tr>`,
  )}</tbody></table></section>`
}
${
  scans.length > 0 &&
  html`<section class="card"><h3>Scans</h3>
<table>
<thead><tr><th>Image</th><th>Scanner</th><th>Before</th><th>After</th></tr></thead>
<tbody>${scans.map(
    ({ image, scanner, before, after }) => html`<tr><td class="mono">${image}</td>
<td>${scanner}</td>
<td>${tally(before)}</td>
<td>${tally(after)}</td></tr>`,
  )}</tbody></table></section>`
}`
}
