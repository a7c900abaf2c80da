/** For who decides: go or not, the score now and after each phase, effort, the risks in plain words. One sheet of paper. */
import type { Finding, Report } from '../../../core/report.ts'
import {
  checklistWords,
  count,
  effortText,
  isOpen,
  isWorkspace,
  openFindings,
  openPlaces,
  projectName,
  scoreText,
  sectionsOf,
} from '../../words.ts'
import { severityPill, statusTally } from '../badges.ts'
import { dial, projection } from '../charts.ts'
import { findingId, type ViewContext } from '../context.ts'
import { type Html, html, join, sentence } from '../markup.ts'
import { repairsNote } from './plan.ts'
import { sheet } from './sheet.ts'
import { verdict } from './verdict.ts'

const mostRisks = 5
const mostReasons = 3
/** Names of services or files that a risk lists. */
const mostNames = 4

export function executive(report: Report, context: ViewContext): Html {
  const open = openFindings(report.findings).filter(({ kind }) => kind !== 'hygiene')
  const risks = [...Map.groupBy(open, ({ rule }) => rule).values()]
  return sheet(
    'Executive summary',
    report,
    html`<div class="hero">${report.score && dial(report.score)}<div>${verdict(report, context, mostReasons)}</div></div>
${report.score && html`<h3>Where the score goes</h3>${projection(report.score, report.plan)}`}${repairsNote(report)}
${effort(report)}
<h3>The largest risks</h3>${risks.length === 0 && html`<p>None is open.</p>`}
<ol>${risks.slice(0, mostRisks).map((findings) => risk(findings, report, context))}</ol>
${risks.length > mostRisks && html`<p class="muted small">and ${count(risks.length - mostRisks, 'further risk')}.</p>`}
${accepted(report)}
<h3>Production checklist</h3><p>${statusTally(report.checklist, checklistWords)}</p>`,
    true,
  )
}

const effort = ({ plan }: Report): Html =>
  html`<h3>Effort</h3><table>
<thead><tr><th>Phase</th><th class="number">Tasks</th><th class="number">Effort</th><th class="number">Score after</th></tr></thead>
<tbody>${plan.phases.map(
    ({ phase, title, tasks, effort: minutes, projected }) => html`<tr><td>${phase}: ${title}</td>
<td class="number">${tasks.length}</td><td class="number">${tasks.length > 0 && effortText(minutes)}</td>
<td class="number">${projected !== null && scoreText(projected)}</td></tr>`,
  )}</tbody></table>`

/** One rule wherever it fails; its worst finding comes first. */
const risk = (findings: readonly Finding[], report: Report, context: ViewContext): Html => {
  const [worst] = findings
  return worst === undefined
    ? html``
    : html`<li><p>${severityPill(worst.severity)}
<a href="#${findingId(context.prefix, worst)}">${sentence(worst.title)}</a>
<span class="muted">(${names(findings, report)})</span><br>${sentence(worst.why)}</p></li>`
}

function names(findings: readonly Finding[], report: Report): Html {
  const all = [...new Set(findings.flatMap(openPlaces).map(({ subject }) => subject.name))]
  const [project = '', ...others] = new Set(findings.map((finding) => finding.project))
  const rest = all.length - mostNames
  return html`${join(all.slice(0, mostNames), ', ')}${rest > 0 && ` and ${rest} more`}${
    isWorkspace(report) && ` in ${others.length === 0 ? projectName(project) : `${others.length + 1} projects`}`
  }`
}

function accepted(report: Report): Html {
  const { accepted: places } = sectionsOf(report)
  if (places.length === 0) return html``
  const endless = places.filter(({ place }) => !isOpen(place) && place.accepted?.until === null).length
  return html`<h3>Accepted risks</h3><p>${count(places.length, 'place')} ${places.length === 1 ? 'is' : 'are'} accepted${endless > 0 && `, ${endless} of them without an end`}. They still count in the score of ${scoreText(report.score?.overall ?? 0)}; without them it would be ${scoreText(report.score?.accepted ?? 0)}.</p>`
}
