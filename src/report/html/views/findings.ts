/** Every finding with its places, code, explanation and repair, to filter and to read. */
import type { Acceptance, Finding, Place, Report } from '../../../core/report.ts'
import type { Kind } from '../../../core/rule.ts'
import { severities } from '../../../core/verdict.ts'
import { effortText, isOpen, isWorkspace, projectName, severityTitles } from '../../words.ts'
import { placeWhere, severityPill, whereOf } from '../badges.ts'
import { frame } from '../code.ts'
import { findingId, type ViewContext } from '../context.ts'
import { type Html, html, join, link, sentence } from '../markup.ts'
import { repair } from './repair.ts'

/** Code frames of one finding; further places are listed without. */
const mostFrames = 12

const kinds: Readonly<Record<Kind, string>> = { exposure: 'Exposure', breakage: 'Breakage', hygiene: 'Hygiene' }

export const findings = (report: Report, context: ViewContext): Html =>
  report.findings.length === 0
    ? html`<p class="card">Nothing was found.</p>`
    : html`${filters(report)}<p class="small muted" role="status" data-shown></p>
<div data-findings>${report.findings.map((finding) => card(finding, report, context))}</div><p class="none" data-none hidden>No finding matches. <button type="button" class="button" data-clear>Show all</button></p>`

const option = (value: string, text: string): Html => html`<option value="${value}">${text}</option>`

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].filter((text) => text !== '').sort()

/** Controls that the page's script reads; without a script all findings are shown, and they are not. */
function filters(report: Report): Html {
  const places = report.findings.flatMap((finding) => finding.places)
  const select = (name: string, label: string, options: readonly Html[]): Html =>
    options.length < 2
      ? html``
      : html`<label><span class="visually-hidden">${label}</span><select data-filter="${name}">${option('', label)}${options}</select></label>`
  const present = severities.filter((severity) => places.some((place) => place.severity === severity))
  return html`<form class="filters" data-filters hidden><input type="search" data-filter="text" placeholder="Search (press /)" aria-label="Search findings">
${present.map((severity) => html`<label class="chip sev-${severity}"><input type="checkbox" data-filter="severity" value="${severity}" checked> ${severityTitles[severity]}</label>`)}
${select(
  'service',
  'Any service',
  sorted(places.filter(({ subject }) => subject.kind === 'service').map(({ subject }) => subject.name)).map((name) =>
    option(name, name),
  ),
)}
${select(
  'file',
  'Any file',
  sorted(places.map(({ location }) => location.file)).map((name) => option(name, name)),
)}
${select(
  'phase',
  'Any phase',
  report.plan.phases.map(({ phase, title }) => option(String(phase), `Phase ${phase}: ${title}`)),
)}
${select(
  'kind',
  'Any kind',
  (['exposure', 'breakage', 'hygiene'] as const).map((kind) => option(kind, kinds[kind])),
)}
${select('state', 'Open and accepted', [option('open', 'Open'), option('accepted', 'Accepted'), option('fix', 'With a repair')])}
<button type="button" class="button" data-clear>Clear</button></form>`
}

export function card(finding: Finding, report: Report, context: ViewContext): Html {
  const open = finding.places.filter(isOpen)
  const state = open.length === 0 ? 'accepted' : 'open'
  return html`<details class="finding sev-${finding.severity}" id="${findingId(context.prefix, finding)}"
data-finding data-kind="${finding.kind}" data-phase="${finding.phase}" data-rule="${finding.rule}">
<summary>${severityPill(finding.severity)}<span class="title">${sentence(finding.message)}</span>
${isWorkspace(report) && html`<span class="tag">${projectName(finding.project)}</span>`}<span class="tag">${kinds[finding.kind]}</span>
<span class="tag">Phase ${finding.phase}</span><span class="tag">${state === 'accepted' ? 'accepted' : effortText(finding.effort)}</span></summary>
<div class="finding-body"><p><strong>Why it matters.</strong> ${sentence(finding.why)}</p>
<p><strong>What to do.</strong> ${sentence(finding.remedy)}</p>
${finding.places.map((place, index) => placeOf(place, finding, index))}
<p class="small muted">Rule <code>${finding.rule}</code>, confidence ${finding.confidence}. <code>drydock explain ${finding.rule}</code>${
    finding.references.length > 0 &&
    html` · ${join(
      finding.references.map((reference) => link(reference)),
      ' · ',
    )}`
  }</p></div></details>`
}

function placeOf(place: Place, finding: Finding, index: number): Html {
  const said = place.message === finding.message ? '' : place.message
  const { subject, location, excerpt, related, accepted, variants, fix } = place
  return html`<div class="place" data-place="${place.id}" data-severity="${place.severity}" data-file="${location.file}"
data-service="${subject.kind === 'service' ? subject.name : ''}" data-state="${accepted ? 'accepted' : 'open'}" data-fix="${fix?.status ?? ''}">
<p>${place.severity !== finding.severity && severityPill(place.severity)} <span class="where">${placeWhere(place)}</span>
${said !== '' && html` <span>${sentence(said)}</span>`}${variants.map((variant) => html` <span class="tag">${variant}</span>`)}</p>
${excerpt && index < mostFrames && frame(excerpt, location)}
${place.remedy !== null && place.remedy !== finding.remedy && html`<p><strong>Here:</strong> ${sentence(place.remedy)}</p>`}
${related.length > 0 && html`<ul class="related">${related.map(({ location: at, message }) => html`<li><span class="where">${whereOf(at)}</span> ${sentence(message)}</li>`)}</ul>`}
${accepted && html`<p class="accepted-note"><strong>Accepted${by(accepted)}.</strong> ${accepted.reason || 'No reason is given.'}</p>`}
${fix && repair(fix)}</div>`
}

/** ` by somebody until a day`, as far as the acceptance says. */
const by = ({ owner, until }: Acceptance): string =>
  `${owner === null ? '' : ` by ${owner}`}${until === null ? '' : ` until ${until}`}`
