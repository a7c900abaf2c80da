/** Go or no-go with its reasons, as every view says it. */
import type { Report } from '../../../core/report.ts'
import { count, isWithoutSubject } from '../../words.ts'
import { verdictMark } from '../badges.ts'
import { type ViewContext, viewId } from '../context.ts'
import { type Html, html, sentence } from '../markup.ts'

/** Reasons that the first look names; the findings' view has all of them. */
const mostReasons = 5

/** Two or three words with a mark. What had nothing to judge is no go. */
export function verdictLine(report: Report): Html {
  if (isWithoutSubject(report)) return html`<p class="verdict muted">Nothing to judge</p>`
  const { go } = report.verdict
  return html`<p class="verdict ${go ? 'go' : 'no-go'}">${verdictMark(go)} ${go ? 'Go' : 'No-go'} for production</p>`
}

export function verdict(report: Report, context: ViewContext, most = mostReasons): Html {
  const { go, because } = report.verdict
  const rest = because.length - most
  return html`${verdictLine(report)}${
    isWithoutSubject(report)
      ? html`<p>No file was found that a rule is about: no Dockerfile, no compose file, no manifest, no workflow.</p>`
      : go
        ? html`<p>No open finding blocks production, and the audit is complete.</p>`
        : html`<ul class="reasons">${because.slice(0, most).map((reason) => html`<li>${sentence(reason)}</li>`)}</ul>
${rest > 0 && html`<p class="small"><a href="#${viewId(context.prefix, 'findings')}">and ${count(rest, 'more reason')}</a></p>`}`
  }${
    report.incomplete.length > 0 &&
    html`<p class="small"><a href="#${viewId(context.prefix, 'limits')}">The audit is incomplete: ${count(report.incomplete.length, 'part')} could not be audited</a></p>`
  }`
}
