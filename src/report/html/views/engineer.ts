/** For who repairs: what the tool repairs by itself, each change with the command that proves it, and what is left to a person. */
import type { Finding, FixOffer, Place, Report } from '../../../core/report.ts'
import { drydock, word } from '../../../core/verification.ts'
import { certaintyOf } from '../../proof-text.ts'
import { verificationOf } from '../../verification.ts'
import { count, effortText, openFindings, openPlaces } from '../../words.ts'
import { command, placeWhere, severityPill } from '../badges.ts'
import { findingId, type ViewContext } from '../context.ts'
import { type Html, html, sentence } from '../markup.ts'
import { repairsNote } from './plan.ts'
import { proofsInFull } from './proofs.ts'
import { repair } from './repair.ts'

/** Diffs shown of one rule; the others are in the patch and with the finding. */
const mostDiffs = 3

type Offered = Place & { readonly fix: FixOffer }

const withFix = (finding: Finding, wanted: (fix: FixOffer) => boolean): readonly Offered[] =>
  openPlaces(finding).flatMap((place) => (place.fix && wanted(place.fix) ? [{ ...place, fix: place.fix }] : []))

export function engineer(report: Report, context: ViewContext): Html {
  const open = openFindings(report.findings)
  if (open.every((finding) => finding.places.every(({ fix }) => fix === null))) {
    return html`<p class="card">${
      open.length === 0
        ? 'Nothing is open.'
        : html`This report was made without repairs. <code>drydock audit --report DIR</code> and <code>drydock fix</code> show them.`
    }</p>`
  }
  const withAny = (wanted: (fix: FixOffer) => boolean): readonly Finding[] =>
    open.filter((finding) => withFix(finding, wanted).length > 0)
  const left = withAny(({ status }) => status === 'refused')
  return html`${apply(report)}
${group('Safe repairs', 'No correct program can tell.', withAny(isSafe), isSafe, report, context)}
${group('Proved repairs', 'A program may notice them; the stack was started with them, twice, and worked.', withAny(isProved), isProved, report, context)}
${group('Unproven repairs', 'Right for most programs; each says what it may change. Try them before production.', withAny(isUnproven), isUnproven, report, context)}
${proofsInFull(report)}
${
  left.length > 0 &&
  html`<section class="card long"><h3>Left to you</h3>
<div class="scroll"><table class="stacks">
<thead><tr><th></th><th>Finding</th><th>Why it is not repaired</th><th>What it takes</th></tr></thead>
<tbody>${left.map((finding) => leftRows(finding, context))}</tbody></table></div></section>`
}`
}

/** Commands for the directory that the audit was run in; a patch takes its names from the target. */
function apply(report: Report): Html {
  const { path } = report.target
  return html`<section class="card"><h3>Apply</h3>${repairsNote(report)}
<p>What no correct program can tell, from the directory that the audit was run in:</p>
${command(`${drydock('fix', path)} --apply`)}
<p>The same as a patch, without what touches a secret. <code>fixes.patch</code> lies beside this page:</p>
${command(`patch -p1 ${path === '.' ? '' : `-d ${word(path)} `}< fixes.patch`)}
<p>Or all that the tool can repair, the unproven included; each says below what it may change:</p>
${command(`${drydock('fix', path)} --guarded --apply`)}
<p>Then, to see that nothing but what is meant has changed:</p>
${command(`${drydock('audit', path)} --format json --out after.json; drydock diff report.json after.json`)}</section>`
}

const isSafe = (fix: FixOffer): boolean => fix.status !== 'refused' && fix.safety === 'safe'
const isProved = (fix: FixOffer): boolean =>
  fix.status !== 'refused' && fix.safety === 'guarded' && certaintyOf(fix) === 'proved'
const isUnproven = (fix: FixOffer): boolean => fix.status !== 'refused' && certaintyOf(fix) === 'unproven'

const group = (
  title: string,
  note: string,
  findings: readonly Finding[],
  wanted: (fix: FixOffer) => boolean,
  report: Report,
  context: ViewContext,
): Html =>
  findings.length === 0
    ? html``
    : html`<section class="card long"><h3>${title}</h3><p class="muted">${note}</p>${findings.map((finding) => repairsOf(finding, withFix(finding, wanted), report, context))}</section>`

const repairsOf = (finding: Finding, places: readonly Offered[], report: Report, context: ViewContext): Html =>
  html`<details class="fold">
<summary>${severityPill(finding.severity)}<span>${sentence(finding.title)}</span>
<span class="tag">${count(places.length, 'place')}</span><span class="tag">${effortText(finding.effort)}</span></summary>
${places.slice(0, mostDiffs).map((place) => html`<p class="where">${placeWhere(place)}</p>${repair(place.fix)}`)}
${
  places.length > mostDiffs &&
  html`<p class="small"><a href="#${findingId(context.prefix, finding)}">and ${count(places.length - mostDiffs, 'more place')}</a></p>`
}
${proofs(verificationOf(finding, report))}</details>`

/** The command that audits again, and those of the checklist's items that the rule decides, which ask for more. */
const proofs = ([audit = '', ...items]: readonly string[]): Html =>
  html`<p class="small">It is closed when this exits with 0:</p>${command(audit)}
${items.length > 0 && html`<p class="small">What the checklist asks for holds when this does, too:</p>${items.map(command)}`}`

/** One row for each reason, however many places share it. */
function leftRows(finding: Finding, context: ViewContext): readonly Html[] {
  const places = withFix(finding, ({ status }) => status === 'refused')
  return [...Map.groupBy(places, ({ fix }) => `${fix.because}\n${fix.needs}`).values()].map(([first, ...more]) =>
    first === undefined
      ? html``
      : html`<tr><td>${severityPill(finding.severity)}</td>
<td><a href="#${findingId(context.prefix, finding)}">${sentence(finding.title)}</a>
<span class="where">${placeWhere(first)}${more.length > 0 && ` +${more.length}`}</span></td>
<td data-label="Not repaired because">${sentence(first.fix.because ?? '')}</td>
<td data-label="It takes">${sentence(first.fix.needs)}</td></tr>`,
  )
}
