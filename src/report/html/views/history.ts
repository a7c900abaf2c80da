/** Several reports at a glance: a row per repository, or the audits of one over time, with how the score went. */
import { severities } from '../../../core/verdict.ts'
import { changeWords, deltaText } from '../../compare-words.ts'
import { type History, latest, type PlaceHistory, type Run, standing } from '../../history.ts'
import { count, scoreText, severityTitles } from '../../words.ts'
import { gradeClass, severityPill, whereOf } from '../badges.ts'
import { type Html, html, sentence } from '../markup.ts'

/** Places that a history lists; the rest is counted. */
const mostPlaces = 60

export function historyView(histories: readonly History[]): Html {
  const runs = histories.reduce((sum, one) => sum + one.runs.length, 0)
  const ordered = histories.toSorted((a, b) => scoreOf(a) - scoreOf(b))
  const followed = ordered.filter(({ runs: own }) => own.length > 1)
  return html`<header><h2>${histories.length === 1 ? 'Over time' : 'All reports'}</h2><p>${count(histories.length, 'target')}, ${count(runs, 'audit')}.</p></header>
${histories.length > 1 && fleet(ordered)}${followed.map((one) => overTime(one, histories.length > 1))}`
}

const nameOf = ({ path }: History): string => (path === '' || path === '.' ? 'This directory' : path)

/** The lowest score comes first; what has none, last. */
const scoreOf = (one: History): number => standing(latest(one))?.overall ?? 11

function fleet(histories: readonly History[]): Html {
  return html`<section class="card"><h3>Where each stands</h3>
<div class="scroll">
<table class="runs">
<thead><tr><th>Target</th><th>Audited</th><th class="number">Score</th><th>Grade</th><th>Verdict</th>${severities.map((severity) => html`<th class="number">${severityTitles[severity]}</th>`)}<th>Trend</th></tr></thead>
<tbody>${histories.map((one) => html`<tr><td class="mono">${nameOf(one)}</td>${standingCells(latest(one))}<td>${one.runs.length > 1 ? html`${sparkline(one.runs)} ${trendText(one)}` : html`<span class="muted">one audit</span>`}</td></tr>`)}</tbody></table></div></section>`
}

/** When, score, grade, verdict, and open places by severity. */
function standingCells(run: Run): Html {
  const { report, open } = run
  const scored = standing(run)
  return html`<td class="date">${report.createdAt.slice(0, 10)}</td>
<td class="number">${scored ? scoreText(scored.overall) : '–'}</td>
<td class="${scored ? gradeClass(scored.grade) : 'muted'}">${scored?.grade ?? 'nothing to score'}</td>
<td class="verdict-word ${report.verdict.go ? 'go' : 'no-go'}">${report.verdict.go ? 'go' : 'no-go'}${report.incomplete.length > 0 && html` <span class="tag">incomplete</span>`}</td>${severities.map((severity) => html`<td class="number ${open[severity] > 0 && `sev-${severity}`}">${open[severity]}</td>`)}`
}

function trendText(one: History): Html {
  const [first, last] = [standing(one.runs[0]), standing(latest(one))]
  if (!first || !last) return html``
  const delta = deltaText(last.overall - first.overall)
  return html`<span class="${delta.startsWith('+') ? 'up' : delta.startsWith('−') ? 'down' : 'muted'}">${delta}</span>`
}

const scoresOf = (runs: readonly Run[]): readonly number[] => runs.flatMap((run) => standing(run)?.overall ?? [])

/** A line without axes for a cell of a table; of more audits than it has room for, the last ones. */
function sparkline(runs: readonly Run[]): Html {
  const scores = scoresOf(runs).slice(-40)
  if (scores.length < 2) return html``
  const step = 96 / (scores.length - 1)
  const points = scores.map((score, index) => `${(2 + index * step).toFixed(1)},${(26 - score * 2.4).toFixed(1)}`)
  return html`<svg class="sparkline" viewBox="0 0 100 28" role="img" aria-label="Scores: ${scores.map(scoreText).join(', ')}"><polyline points="${points.join(' ')}"/><circle cx="98" cy="${points.at(-1)?.split(',')[1]}" r="2"/></svg>`
}

function overTime(one: History, named: boolean): Html {
  const { runs, places } = one
  const regressed = places.filter(({ reopened }) => reopened.length > 0)
  return html`<section class="card"><h3>${named ? html`<span class="mono">${nameOf(one)}</span> over time` : 'Score over time'}</h3>${scoreChart(runs)}

<div class="scroll">
<table class="runs">
<thead><tr><th>Audited</th><th class="number">Score</th><th>Grade</th><th>Verdict</th>${severities.map((severity) => html`<th class="number">${severityTitles[severity]}</th>`)}<th>Commit</th><th>Since the one before</th></tr></thead>
<tbody>${runs.toReversed().map(
    (run) => html`<tr>${standingCells(run)}<td class="mono">${run.report.target.commit?.slice(0, 12)}</td>
<td class="small">${since(run)}</td></tr>`,
  )}</tbody></table></div></section>
${regressed.length > 0 && placeTable(`Came back after a repair (${regressed.length})`, regressed, runs, true)}
${placeTable(`Places over time (${places.length})`, places, runs, false)}`
}

/** What happened since the audit before, the urgent first. */
const since = ({ comparison }: Run): string => {
  if (comparison === null) return 'the first audit'
  const { counts } = comparison
  const told = (['regressed', 'new', 'worse', 'new-rule', 'unknown', 'fixed', 'gone', 'not-looked'] as const)
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${counts[kind]} ${changeWords[kind][1]}`)
  return told.length === 0 ? 'nothing changed' : told.join(', ')
}

const stateOf = ({ closed }: PlaceHistory): string => (closed === null ? 'open' : changeWords[closed.as][1])

function placeTable(title: string, places: readonly PlaceHistory[], runs: readonly Run[], open: boolean): Html {
  const dateOf = (index: number | undefined): string =>
    index === undefined ? '' : (runs[index]?.report.createdAt.slice(0, 10) ?? '')
  const hidden = places.length - mostPlaces
  return html`<details class="card fold"${open ? html` open` : ''}><summary>${title}</summary>
<div class="scroll">
<table class="runs">
<thead><tr><th>Severity</th><th>Finding</th><th>Where</th><th>First seen</th><th>Closed</th><th>State</th></tr></thead>
<tbody>${places.slice(0, mostPlaces).map(
    (one) => html`<tr><td>${severityPill(one.place.severity)}</td>
<td>${sentence(one.place.message)} <code>${one.rule}</code></td>
<td class="where">${whereOf(one.place.location, `${one.place.subject.kind} ${one.place.subject.name}`)}</td>
<td class="date">${dateOf(one.firstSeen)}</td>
<td class="date">${dateOf(one.closed?.run)}</td>
<td class="${one.closed === null ? 'still-open' : `change-${one.closed.as}`}">${stateOf(one)}${one.reopened.length > 0 && html` <span class="tag">came back ${dateOf(one.reopened.at(-1))}</span>`}</td></tr>`,
  )}</tbody></table></div>${hidden > 0 && html`<p class="small muted">and ${count(hidden, 'more place')}</p>`}</details>`
}

/** Audits that a chart has room for; of more, the last ones are drawn. */
const mostDrawn = 60
const [left, right, top, floor] = [34, 612, 14, 174]

/** The score of every audit as a line over an axis from 0 to 10. Audits are drawn at equal distances: dates are below. */
function scoreChart(all: readonly Run[]): Html {
  const runs = all.filter((run) => standing(run) !== null).slice(-mostDrawn)
  if (runs.length < 2) return html``
  const step = (right - left - 20) / (runs.length - 1)
  const y = (score: number): number => floor - (score / 10) * (floor - top)
  const dots = runs.map((run, index) => {
    const { overall, grade } = standing(run) ?? { overall: 0, grade: 'F' as const }
    return { x: left + 10 + index * step, y: y(overall), overall, grade, date: run.report.createdAt.slice(0, 10) }
  })
  // Labels have room for about seven dates.
  const every = Math.ceil(dots.length / 7)
  const told = dots.map(({ date, overall }) => `${date} ${scoreText(overall)}`).join(', ')
  return html`<svg class="chart history-chart" viewBox="0 0 650 206" role="img" aria-label="Score over time: ${told}">
${[0, 2, 4, 6, 8, 10].map((mark) => html`<line class="axis" x1="${left}" x2="${right}" y1="${y(mark).toFixed(1)}" y2="${y(mark).toFixed(1)}"/><text x="${left - 8}" y="${(y(mark) + 4).toFixed(1)}" text-anchor="end">${mark}</text>`)}
<polyline class="history-line" points="${dots.map((dot) => `${dot.x.toFixed(1)},${dot.y.toFixed(1)}`).join(' ')}"/>
${dots.map((dot, index) => html`<circle class="${gradeClass(dot.grade)}" cx="${dot.x.toFixed(1)}" cy="${dot.y.toFixed(1)}" r="4"><title>${dot.date}: ${scoreText(dot.overall)} ${dot.grade}</title></circle>${(index % every === 0 || index === dots.length - 1) && html`<text class="label" x="${dot.x.toFixed(1)}" y="${floor + 20}">${dot.date}</text>`}`)}</svg>`
}
