/** The production checklist with evidence: what the files decide, and a command for what they cannot tell. */
import type { ChecklistItem, Report } from '../../../core/report.ts'
import { checklistWords, isDecided, isPlaceText } from '../../words.ts'
import { command, statusTally } from '../badges.ts'
import { type Html, html, join, sentence } from '../markup.ts'

export const checklist = ({ checklist: items }: Report): Html =>
  html`<div class="card row"><span>${statusTally(items, checklistWords)}</span><span class="progress" data-progress hidden><progress max="1" value="0"></progress><span class="small muted"></span></span><button type="button" class="button" data-save hidden>Save the ticked list</button></div>
<p class="muted small">Ticks are kept in this browser. What the files decide is decided again by every audit; a command exits with 0 only where its item holds.</p>
${[...Map.groupBy(items, (item) => item.group)].map(([group, members]) => html`<section class="card long"><h3>${group}</h3><ul class="ticks">${members.map(itemOf)}</ul></section>`)}`

const itemOf = ({ id, title, status, evidence, command: line }: ChecklistItem): Html =>
  html`<li><input type="checkbox" data-tick="check:${id}" data-title="${title}" aria-label="Done: ${title}" disabled${isDecided(status) && html` checked data-decided`}><div><span data-tick-label>${sentence(title)}</span> <span class="pill status-${status}">${checklistWords[status]}</span>
${
  evidence.length > 0 &&
  html`<div class="small muted">${join(
    evidence.map((text) => (isPlaceText(text) ? html`<span class="where">${text}</span>` : sentence(text))),
    ', ',
  )}</div>`
}${line !== null && command(line)}</div></li>`
