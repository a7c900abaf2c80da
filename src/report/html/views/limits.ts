/** What the audit does not say: what it could not read, could not tell, and left out. */
import type { Report } from '../../../core/report.ts'
import { count } from '../../words.ts'
import { whereOf } from '../badges.ts'
import { type Html, html, sentence } from '../markup.ts'

export function limits({ incomplete, unknown, skipped }: Report): Html {
  const byReason = [...Map.groupBy(unknown, ({ rule, because }) => `${rule}\n${because}`).values()]
  return html`<section class="card long"><h3>Incomplete</h3>${incomplete.length === 0 ? html`<p>Every file that takes part could be read.</p>` : html`<ul>${incomplete.map(({ what, because, location }) => html`<li><span class="where">${location ? whereOf(location, what) : what}</span> ${sentence(because)}</li>`)}</ul>`}</section>
<section class="card long"><h3>Cannot be told from the files</h3>${unknown.length === 0 ? html`<p>Nothing: every rule that applies could tell.</p>` : html`<p class="muted">${count(unknown.length, 'place')} that count neither for nor against the score.</p><div class="scroll"><table><thead><tr><th>Rule</th><th>Because</th><th>Where</th></tr></thead><tbody>${byReason.map((group) => html`<tr><td><code>${group[0]?.rule}</code></td><td>${sentence(group[0]?.because ?? '')}</td><td class="where">${group.slice(0, 4).map(({ location, subject }) => html`<div>${location ? whereOf(location, subject.name) : `${subject.kind} ${subject.name}`}</div>`)}${group.length > 4 && html`<div>and ${group.length - 4} more</div>`}</td></tr>`)}</tbody></table></div>`}</section>
<section class="card long"><h3>Left out</h3>${skipped.length === 0 ? html`<p>Nothing.</p>` : html`<table><tbody>${skipped.map(({ what, reason }) => html`<tr><td class="mono">${what}</td><td>${sentence(reason)}</td></tr>`)}</tbody></table>`}</section>`
}
