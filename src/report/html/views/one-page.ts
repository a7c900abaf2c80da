/** The whole audit on one sheet: score, categories, what blocks, the plan and the checklist in numbers. */
import type { Report } from '../../../core/report.ts'
import { count, effortText, openPlaces, scoreText, tallyText } from '../../words.ts'
import { gradeClass, openFindings, placeWhere, severityPill, verdictMark } from '../badges.ts'
import { bar } from '../charts.ts'
import { findingId, type ViewContext } from '../context.ts'
import { type Html, html, sentence } from '../markup.ts'
import { checklistTally } from './checklist.ts'
import { sheet } from './sheet.ts'

const mostFindings = 12

export function onePage(report: Report, context: ViewContext): Html {
  const { score, plan, checklist } = report
  const open = openFindings(report.findings)
  return sheet(
    'Audit on one page',
    report,
    html`<p class="row"><span class="verdict ${report.verdict.go ? 'go' : 'no-go'}">${verdictMark(report.verdict.go)} ${report.verdict.go ? 'Go' : 'No-go'}</span>${score && html`<strong class="${gradeClass(score.grade)}">${scoreText(score.overall)} of 10, grade ${score.grade}</strong>`}<span class="muted">${tallyText(open) || 'no open findings'}</span></p>
<div class="columns"><div><h3>Categories</h3><table><tbody>${score?.categories.map((category) => html`<tr><td>${category.title}</td><td>${bar(category.score, category.grade)}</td><td class="number ${gradeClass(category.grade)}">${scoreText(category.score)}</td></tr>`)}</tbody></table></div>
<div><h3>Plan</h3><table><tbody>${plan.phases.map(({ phase, title, tasks, effort, projected }) => html`<tr><td>${phase}: ${title}</td><td class="number">${count(tasks.length, 'task')}</td><td class="number">${tasks.length > 0 && effortText(effort)}</td><td class="number">${projected !== null && scoreText(projected)}</td></tr>`)}</tbody></table>
<h3>Production checklist</h3><p>${checklistTally(checklist)}</p></div></div>
<h3>Open findings</h3><table><tbody>${open.slice(0, mostFindings).map((finding) => {
      const places = openPlaces(finding)
      const [place] = places
      return html`<tr><td>${severityPill(finding.severity)}</td><td><a href="#${findingId(context.prefix, finding)}">${sentence(finding.title)}</a></td><td class="where">${place && placeWhere(place)}${places.length > 1 && ` +${places.length - 1}`}</td></tr>`
    })}</tbody></table>${open.length > mostFindings && html`<p class="small muted">and ${count(open.length - mostFindings, 'more finding')} of lower severity.</p>`}`,
    true,
  )
}
