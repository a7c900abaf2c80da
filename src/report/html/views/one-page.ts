/** The whole audit on one sheet: score, categories, what blocks, the plan and the checklist in numbers. */
import type { Finding, Report } from '../../../core/report.ts'
import { checklistWords, count, effortText, openFindings, openPlaces, scoreText, tallyText } from '../../words.ts'
import { gradeClass, placeWhere, severityPill, statusTally } from '../badges.ts'
import { categoryBars } from '../charts.ts'
import { findingId, type ViewContext } from '../context.ts'
import { type Html, html, sentence } from '../markup.ts'
import { sheet } from './sheet.ts'
import { verdictLine } from './verdict.ts'

/** As many as a sheet of paper holds where every title takes two lines. */
const mostFindings = 14

export function onePage(report: Report, context: ViewContext): Html {
  const { score, checklist } = report
  const open = openFindings(report.findings)
  const rest = open.length - mostFindings
  return sheet(
    'Audit on one page',
    report,
    html`<div class="row">${verdictLine(report)}
${score && html`<strong class="${gradeClass(score.grade)}">${scoreText(score.overall)} of 10, grade ${score.grade}</strong>`}
<span class="muted">${tallyText(open) || 'no open findings'}</span></div>
<div class="columns"><div><h3>Score by category</h3>${categoryBars(score)}</div>
<div><h3>Plan</h3>${phases(report)}<h3>Production checklist</h3><p>${statusTally(checklist, checklistWords)}</p></div></div>
<h3>Open findings</h3>${open.length === 0 ? html`<p>None.</p>` : html`<table><tbody>${open.slice(0, mostFindings).map((finding) => row(finding, context))}</tbody></table>`}
${rest > 0 && html`<p class="small muted">and ${count(rest, 'more finding')}.</p>`}`,
    true,
  )
}

const phases = ({ plan }: Report): Html =>
  html`<table><tbody>${plan.phases.map(
    ({ phase, title, tasks, effort, projected }) => html`<tr><td>${phase}: ${title}</td>
<td class="number">${count(tasks.length, 'task')}</td><td class="number">${tasks.length > 0 && effortText(effort)}</td>
<td class="number">${projected !== null && scoreText(projected)}</td></tr>`,
  )}</tbody></table>`

function row(finding: Finding, context: ViewContext): Html {
  const [place, ...more] = openPlaces(finding)
  return html`<tr><td>${severityPill(finding.severity)}</td>
<td><a href="#${findingId(context.prefix, finding)}">${sentence(finding.title)}</a></td>
<td class="where">${place && placeWhere(place)}${more.length > 0 && ` +${more.length}`}</td></tr>`
}
