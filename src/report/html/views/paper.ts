/** The production checklist and the tasks for a pen: boxes, places, room to sign. */
import type { ChecklistStatus, Report } from '../../../core/report.ts'
import { checklistWords, count, effortText, openFindings, openPlaces } from '../../words.ts'
import { placeWhere } from '../badges.ts'
import { type Html, html, sentence } from '../markup.ts'
import { sheet } from './sheet.ts'

const placesNamed = 6

/** What the files decide well needs no pen. */
const box = (status: ChecklistStatus): Html =>
  status === 'pass'
    ? html`<span class="status-pass" aria-hidden="true">✓</span>`
    : html`<span class="box" aria-hidden="true"></span>`

export const paper = (report: Report): Html =>
  sheet(
    'Production checklist',
    report,
    html`${[...Map.groupBy(report.checklist, ({ group }) => group)].map(([group, items]) => html`<h3>${group}</h3><ul class="paper">${items.filter(({ status }) => status !== 'not-applicable').map(({ title, status, evidence }) => html`<li>${box(status)}<span>${sentence(title)} <span class="muted small">${checklistWords[status]}${status === 'fail' && evidence.length > 0 && `: ${evidence.slice(0, 3).join(', ')}`}</span></span></li>`)}</ul>`)}
<h3>Tasks</h3><ul class="paper">${openFindings(report.findings)
      .toSorted((a, b) => a.phase - b.phase)
      .map((finding) => {
        const places = openPlaces(finding)
        return html`<li><span class="box" aria-hidden="true"></span><span><strong>Phase ${finding.phase}.</strong> ${sentence(finding.title)} <span class="muted small">${effortText(finding.effort)}; ${places.slice(0, placesNamed).map(placeWhere).join(', ')}${places.length > placesNamed && ` and ${count(places.length - placesNamed, 'more place')}`}</span></span></li>`
      })}</ul>
<div class="signature"><div>Name</div><div>Date</div><div>Signature</div></div>`,
  )
