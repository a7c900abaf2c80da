/** What the audit does not say: what it could not read, could not tell, and left out. */
import type { Report, UnknownJudgement } from '../../../core/report.ts'
import { count } from '../../words.ts'
import { whereOf } from '../badges.ts'
import { type Html, html, sentence } from '../markup.ts'

/** Places named for one reason; the JSON report has all of them. */
const placesNamed = 4

export const limits = ({ incomplete, unknown, skipped }: Report): Html => html`
<section class="card long"><h3>Incomplete</h3>
${
  incomplete.length === 0
    ? html`<p>Every file that takes part could be read.</p>`
    : html`<ul>${incomplete.map(
        ({ what, because, location }) =>
          html`<li><span class="where">${location ? whereOf(location, what) : what}</span> ${sentence(because)}</li>`,
      )}</ul>`
}</section>
<section class="card long"><h3>Cannot be told from the files</h3>
${
  unknown.length === 0
    ? html`<p>Nothing: every rule that applies could tell.</p>`
    : html`<p class="muted">${count(unknown.length, 'place counts', 'places count')} neither for nor against the score.</p>
<div class="scroll"><table class="stacks">
<thead><tr><th>Rule</th><th>Because</th><th>Where</th></tr></thead>
<tbody>${[...Map.groupBy(unknown, ({ rule, because }) => `${rule}\n${because}`).values()].map(reason)}</tbody></table></div>`
}</section>
<section class="card long"><h3>Left out</h3>
${
  skipped.length === 0
    ? html`<p>Nothing.</p>`
    : html`<table class="stacks"><tbody>${skipped.map(
        ({ what, reason: why }) => html`<tr><td class="mono">${what}</td><td>${sentence(why)}</td></tr>`,
      )}</tbody></table>`
}</section>`

/** One row for everything that one rule cannot tell for the same reason. */
function reason(group: readonly UnknownJudgement[]): Html {
  const [first] = group
  if (!first) return html``
  const where = group.map(({ location, subject }) => {
    const otherwise = `${subject.kind} ${subject.name}`
    return location ? whereOf(location, otherwise) : otherwise
  })
  const named = [...new Set(where)]
  return html`<tr><td><code>${first.rule}</code></td><td>${sentence(first.because)}</td>
<td class="where">${named.slice(0, placesNamed).map((one) => html`<div>${one}</div>`)}${
    named.length > placesNamed && html`<div>and ${named.length - placesNamed} more</div>`
  }</td></tr>`
}
