/** Where the stack stands, in one look: verdict, score, categories with their ledgers, what to do first. */
import type { CategoryScore, LedgerEntry, Report, Score } from '../../../core/report.ts'
import { severities } from '../../../core/verdict.ts'
import {
  count,
  effortText,
  isWorkspace,
  openFindings,
  openPlaces,
  pointsText,
  projectName,
  scoredText,
  scoreText,
  sectionsOf,
  severityTitles,
} from '../../words.ts'
import { gradeClass, severityPill } from '../badges.ts'
import { bar, dial, projection } from '../charts.ts'
import { findingId, type ViewContext, viewId } from '../context.ts'
import { type Html, html, sentence } from '../markup.ts'
import { images } from './images.ts'
import { proofsInShort } from './proofs.ts'
import { running } from './running.ts'
import { verdict } from './verdict.ts'

/** Findings that the first look names; the plan has all of them. */
const mostFirst = 6

export const overview = (report: Report, context: ViewContext): Html => html`
<div class="card hero">${report.score ? dial(report.score) : html`<p class="muted">Nothing to score.</p>`}
<div>${verdict(report, context)}${facts(report)}</div></div>
<div class="card">${tally(report, context)}</div>
<div class="columns">
<section class="card">${categories(report.score)}</section>
<section class="card"><h3>What to do first</h3>${first(report, context)}</section>
</div>${leads(report)}${projects(report)}${proofsInShort(report)}${running(report)}${images(report)}`

const leads = ({ score, plan }: Report): Html =>
  score === null || plan.phases.every(({ tasks }) => tasks.length === 0)
    ? html``
    : html`<section class="card"><h3>Where that leads</h3>${projection(score, plan)}
<p class="small muted">A projection closes only what can be closed: not what is accepted, and not what nobody can tell.</p></section>`

function facts(report: Report): Html {
  const { inventory, score, stats } = report
  const services = report.projects.flatMap(({ graph }) => graph.nodes).filter(({ kind }) => kind === 'service').length
  const scored = scoredText(report)
  const rows: readonly (readonly [string, string])[] = [
    ...(services > 0 ? [['Services', String(services)] as const] : []),
    ['Dockerfiles', String(inventory.dockerfiles.length)],
    ['Images', String(inventory.images.length)],
    ['Checks', `${stats.judgements.pass} pass, ${stats.judgements.fail} fail, ${stats.judgements.unknown} unknown`],
    ...(scored === '' ? [] : [['Scored', scored] as const]),
    ...(score && score.accepted > score.overall
      ? [['With accepted risks closed', scoreText(score.accepted)] as const]
      : []),
  ]
  return html`<dl class="facts">${rows.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`
}

function tally(report: Report, context: ViewContext): Html {
  const places = report.findings.flatMap(openPlaces)
  return html`<div class="tally">${severities.map(
    (
      severity,
    ) => html`<a class="sev-${severity}" href="#${viewId(context.prefix, 'findings')}" data-severity="${severity}">
<b>${places.filter((place) => place.severity === severity).length}</b><span>${severityTitles[severity]}</span></a>`,
  )}</div>
<p class="small muted tally-note">${tallyNote(report)}</p>`
}

function tallyNote(report: Report): string {
  const { exposures, breakages, hygiene, accepted } = sectionsOf(report)
  const [exposed, broken, untidy] = [exposures, breakages, hygiene].map((some) => some.flatMap(openPlaces).length)
  const places = report.findings.reduce((sum, finding) => sum + finding.places.length, 0)
  const weaker = report.stats.judgements.fail - places
  const told = [
    `Open places: ${count(exposed ?? 0, 'exposure')}`,
    count(broken ?? 0, 'breakage'),
    count(untidy ?? 0, 'matter of hygiene', 'matters of hygiene'),
    ...(accepted.length > 0 ? [`${accepted.length} accepted besides`] : []),
  ].join(', ')
  return weaker > 0
    ? `${told}. ${count(weaker, 'failing check says', 'failing checks say')} less than a finding at the same place.`
    : `${told}.`
}

export const categories = (score: Score | null): Html =>
  html`<h3>Score by category</h3>${score === null ? html`<p class="muted">No rule that scores applies.</p>` : score.categories.map(category)}
${score?.ledger.map((entry) => html`<p class="small">The mean of the categories, less ${pointsText(entry.points).slice(1)}: ${reasonOf(entry)}.</p>`)}`

const reasonOf = ({ rule, reason }: LedgerEntry): Html =>
  rule === null ? sentence(reason ?? '') : html`<code>${rule}</code>`

const category = ({ title, score, grade, ledger, strengths }: CategoryScore): Html =>
  html`<details class="category"><summary><span>${title}</span>${bar(score, grade)}<span class="points ${gradeClass(grade)}">${scoreText(score)} <small>${grade}</small></span></summary>
<div class="category-body">${
    ledger.length > 0 &&
    html`<table><thead><tr><th class="number">Points</th><th>Rule</th><th>Failing</th></tr></thead><tbody>
<tr><td class="number">10.00</td><td class="muted">to begin with</td><td></td></tr>
${ledger.map((entry) => html`<tr><td class="number">${pointsText(entry.points)}</td><td>${reasonOf(entry)}</td><td>${entry.failing} of ${entry.of}</td></tr>`)}
<tr><td class="number"><strong>${scoreText(score)}</strong></td><td></td><td></td></tr></tbody></table>`
  }
${strengths.length > 0 && html`<h4>What is good</h4><ul class="strengths">${strengths.map(({ text, evidence }) => html`<li>${sentence(text)} <span class="where">${evidence.join(', ')}</span></li>`)}</ul>`}</div></details>`

/** The worst findings of the first phase that has any. */
function first(report: Report, context: ViewContext): Html {
  const open = openFindings(report.findings)
  const phase = Math.min(...open.map((finding) => finding.phase))
  const urgent = open.filter((finding) => finding.phase === phase)
  if (urgent.length === 0) return html`<p>Nothing is open.</p>`
  const { title = '' } = report.plan.phases.find((one) => one.phase === phase) ?? {}
  return html`<p class="muted">Phase ${phase}, ${title.toLowerCase()}: ${count(urgent.length, 'finding')}, about ${effortText(urgent.reduce((sum, { effort }) => sum + effort, 0))}.</p>
<table><tbody>${urgent.slice(0, mostFirst).map((finding) => html`<tr><td>${severityPill(finding.severity)}</td><td><a href="#${findingId(context.prefix, finding)}">${sentence(finding.message)}</a>${isWorkspace(report) && html` <span class="tag">${projectName(finding.project)}</span>`}</td></tr>`)}</tbody></table>
${urgent.length > mostFirst && html`<p class="small"><a href="#${viewId(context.prefix, 'plan')}">and ${urgent.length - mostFirst} more</a></p>`}`
}

function projects(report: Report): Html {
  if (report.projects.length < 2) return html``
  const open = (project: string): number =>
    report.findings.filter((finding) => finding.project === project).flatMap(openPlaces).length
  const ordered = report.projects.toSorted((a, b) => (a.score?.overall ?? 11) - (b.score?.overall ?? 11))
  return html`<section class="card long"><h3>Projects</h3><p class="muted small">The lowest that is run is the headline.</p>
<div class="scroll"><table>
<thead><tr><th>Project</th><th>Variant</th><th class="number">Open places</th><th class="number">Score</th><th>Grade</th></tr></thead>
<tbody>${ordered.map(
    ({ id, score, scoredVariant }) => html`<tr>
<td class="mono">${projectName(id)}${id === report.headline && html` <span class="tag">headline</span>`}</td><td>${scoredVariant}</td>
<td class="number">${open(id)}</td><td class="number">${score ? scoreText(score.overall) : '–'}</td>
<td class="${score ? gradeClass(score.grade) : 'muted'}">${score?.grade ?? 'nothing to score'}</td></tr>`,
  )}</tbody></table></div></section>`
}
