/** The audit in pictures: what the marks mean, the picture of the stack, and the worst findings as before and after. */
import type { Finding, Report } from '../../../core/report.ts'
import { type Severity, severities } from '../../../core/verdict.ts'
import { count, openFindings, openPlaces } from '../../words.ts'
import { placeWhere, severityPill } from '../badges.ts'
import { categoryBars } from '../charts.ts'
import { diff, frame } from '../code.ts'
import { findingId, type ViewContext } from '../context.ts'
import { type Html, html, sentence } from '../markup.ts'
import { sheet } from './sheet.ts'

const mostShown = 8

const meanings: Readonly<Record<Severity, string>> = {
  critical: 'Gives away the host, a credential or data to somebody outside.',
  high: 'Makes a break-in likely, or much worse once somebody is in.',
  medium: 'Helps an intruder, or takes the service down sooner than need be.',
  low: 'Good order that a later fault would miss.',
  info: 'Worth knowing; takes no points.',
}

export const visualGuide = (report: Report, context: ViewContext, picture: Html | null): Html =>
  sheet(
    'Visual guide',
    report,
    html`<h3>How to read it</h3>
<table><tbody>${severities.map((severity) => html`<tr><td>${severityPill(severity)}</td><td>${meanings[severity]}</td></tr>`)}</tbody></table>
${picture && html`<h3>The stack</h3><div class="picture fitted">${picture}</div>`}
<h3>Score by category</h3><div class="dense">${categoryBars(report.score)}</div>
<h3>Red flags, before and after</h3>${flags(report, context)}`,
  )

function flags(report: Report, context: ViewContext): Html {
  const open = openFindings(report.findings).filter(({ kind }) => kind !== 'hygiene')
  if (open.length === 0) return html`<p>None is open.</p>`
  return html`${open.slice(0, mostShown).map((finding) => flag(finding, context))}
${open.length > mostShown && html`<p class="small muted">and ${count(open.length - mostShown, 'further finding')}.</p>`}`
}

function flag(finding: Finding, context: ViewContext): Html {
  const places = openPlaces(finding)
  const place = places.find(({ fix, excerpt }) => fix?.diff && excerpt) ?? places[0]
  if (!place) return html``
  const after = place.fix?.diff ? place.fix.title : (place.remedy ?? finding.remedy)
  return html`<section class="place">
<h4>${severityPill(finding.severity)} <a href="#${findingId(context.prefix, finding)}">${sentence(finding.title)}</a></h4>
<p>${sentence(place.message)} <span class="where">${placeWhere(place)}</span></p>
${place.excerpt && frame(place.excerpt, place.location)}
<p class="small"><strong>After:</strong> ${sentence(after)}</p>${place.fix?.diff && diff(place.fix.diff)}</section>`
}
