/** For who attests: controls with verdict and evidence, accepted risks, scans, and what a second run needs to be the same. */
import type { Control, ControlStatus, ImageScan } from '../../../core/assurance.ts'
import type { Report } from '../../../core/report.ts'
import { count, scannerTitles, sectionsOf, severityTitles } from '../../words.ts'
import { placeWhere, severityPill, statusTally } from '../badges.ts'
import { type Html, html, join, sentence } from '../markup.ts'
import { sheet } from './sheet.ts'

const words: Readonly<Record<ControlStatus, string>> = {
  pass: 'met',
  fail: 'not met',
  unknown: 'cannot be told',
  'not-assessed': 'not assessed',
}

export const auditor = (report: Report): Html =>
  sheet(
    'Control matrix',
    report,
    html`${provenance(report)}${accepted(report)}${scans(report.scans)}
${[...Map.groupBy(report.controls, ({ framework }) => framework)].map(([framework, controls]) => matrix(framework, controls))}`,
  )

function provenance({ tool, config, target, createdAt, stats, incomplete }: Report): Html {
  const rows: readonly (readonly [string, string])[] = [
    ['Target', target.path || 'this directory'],
    ['Commit', target.commit ?? 'none (not a git repository)'],
    ['Made', createdAt],
    ['Tool', `Drydock ${tool.version}`],
    ['Rules', `${tool.rules.ids.length} rules, digest ${tool.rules.digest}`],
    ['Configuration', `digest ${config.digest}`],
    ['Read', count(stats.files, 'file')],
    ['Judgements', `${stats.judgements.pass} pass, ${stats.judgements.fail} fail, ${stats.judgements.unknown} unknown`],
    ['Complete', incomplete.length === 0 ? 'yes' : `no: ${count(incomplete.length, 'part')} could not be audited`],
  ]
  return html`<h3>What this is the result of</h3><p class="muted small">A second audit of the same commit by the same version, with the same two digests, comes to the same result.</p><table><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td class="mono">${value}</td></tr>`)}</tbody></table>`
}

function accepted(report: Report): Html {
  const { accepted: places } = sectionsOf(report)
  if (places.length === 0) return html`<h3>Accepted risks</h3><p>None.</p>`
  return html`<h3>Accepted risks</h3><div class="scroll"><table class="stacks">
<thead><tr><th></th><th>Risk</th><th>Where</th><th>Reason</th><th>Owner</th><th>Until</th></tr></thead>
<tbody>${places.map(
    ({ finding, place }) => html`<tr><td>${severityPill(place.severity)}</td>
<td>${sentence(finding.title)} <code>${finding.rule}</code></td><td class="where">${placeWhere(place)}</td>
<td data-label="Reason">${place.accepted?.reason || 'none given'}</td>
<td data-label="Owner">${place.accepted?.owner ?? 'nobody named'}</td>
<td data-label="Until">${place.accepted?.until ?? 'no end'}</td></tr>`,
  )}</tbody></table></div>`
}

/** Severities of scans that have a column. */
const counted = ['critical', 'high', 'medium', 'low'] as const

const scans = (handedIn: readonly ImageScan[]): Html =>
  handedIn.length === 0
    ? html`<h3>Vulnerability scans</h3><p>None was handed in, and none was run.</p>`
    : html`<h3>Vulnerability scans</h3><div class="scroll"><table>
<thead><tr><th>Image</th><th>Used by</th><th>Scanner</th><th>Made</th>${counted.map((severity) => html`<th class="number">${severityTitles[severity]}</th>`)}<th class="number">With an update</th></tr></thead>
<tbody>${handedIn.map(
        (scan) => html`<tr><td class="mono">${scan.image}</td>
<td>${scan.reference === null ? 'no image of this project' : join(scan.usedBy, ', ')}</td>
<td>${scannerTitles[scan.scanner]}</td><td>${scan.scannedAt?.slice(0, 10) ?? 'not said'}</td>
${counted.map((severity) => html`<td class="number">${scan.counts[severity]}</td>`)}<td class="number">${scan.fixable}</td></tr>`,
      )}</tbody></table></div>`

function matrix(framework: string, controls: readonly Control[]): Html {
  const assessed = controls.filter(({ status }) => status !== 'not-assessed')
  const others = controls.filter(({ status }) => status === 'not-assessed')
  return html`<h3>${framework}</h3><p>${statusTally(controls, words)}</p>
${
  assessed.length > 0 &&
  html`<div class="scroll"><table class="stacks">
<thead><tr><th>Control</th><th>Asks for</th><th>Verdict</th><th>Rules</th><th>Evidence</th></tr></thead>
<tbody>${assessed.map(control)}</tbody></table></div>`
}
${
  others.length > 0 &&
  html`<details class="fold"><summary>${count(others.length, 'control')} not assessed, and why</summary><div class="scroll"><table class="stacks">
<thead><tr><th>Controls</th><th>Because</th></tr></thead><tbody>${[...Map.groupBy(others, ({ because }) => because ?? '')].map(unassessed)}</tbody></table></div></details>`
}`
}

const unassessed = ([because, controls]: readonly [string, readonly Control[]]): Html =>
  html`<tr><td>${controls.map(({ id, title }) => html`<div><span class="mono">${id}</span> ${title}</div>`)}</td><td data-label="Because">${sentence(because)}</td></tr>`

/** Lines of evidence of one control; the JSON report has all. */
const mostEvidence = 4

const control = ({ id, title, status, rules, evidence }: Control): Html =>
  html`<tr><th scope="row" class="mono">${id}</th><td>${title}</td><td><span class="pill status-${status}">${words[status]}</span></td>
<td class="small">${rules.map(({ rule, failing, passing, unknown }) => html`<div><code>${rule}</code> <span class="muted">${tallied(passing, failing, unknown)}</span></div>`)}</td>
<td class="small">${evidence.slice(0, mostEvidence).map((text) => html`<div class="where">${text}</div>`)}${evidence.length > mostEvidence && html`<div class="muted">and ${evidence.length - mostEvidence} more</div>`}</td></tr>`

const tallied = (passing: number, failing: number, unknown: number): string =>
  [passing > 0 && `${passing} pass`, failing > 0 && `${failing} fail`, unknown > 0 && `${unknown} unknown`]
    .filter(Boolean)
    .join(', ')
