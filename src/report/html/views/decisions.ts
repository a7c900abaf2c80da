/** Questions that a team has to settle before production, answered as far as the model can; and how images would be tagged. */
import type { Decision } from '../../../core/assurance.ts'
import type { Report } from '../../../core/report.ts'
import { type Html, html, sentence } from '../markup.ts'

export const decisions = ({ decisions: questions, tagging }: Report): Html =>
  html`${questions.length === 0 && html`<p class="card">The model raises no question.</p>`}${questions.map(decision)}${tagging && tags(tagging)}`

const decision = ({ question, answer, because, evidence, next }: Decision): Html =>
  html`<section class="card"><h3>${sentence(question)}</h3><p><strong>${sentence(answer)}</strong></p>
${because.length > 0 && html`<ul>${because.map((reason) => html`<li>${sentence(reason)}</li>`)}</ul>`}${next.length > 0 && html`<h4>Left to do</h4><ul>${next.map((step) => html`<li>${sentence(step)}</li>`)}</ul>`}${evidence.length > 0 && html`<p class="where">${evidence.join(', ')}</p>`}</section>`

const tags = ({ tags: list, compose, workflow }: NonNullable<Report['tagging']>): Html =>
  html`<section class="card long"><h3>How would images be tagged?</h3>
<table>
<thead><tr><th>Tag</th><th>For</th></tr></thead>
<tbody>${list.map(
    ({ tag, purpose }) => html`<tr><td><code>${tag}</code></td>
<td>${sentence(purpose)}</td></tr>`,
  )}</tbody></table>
${compose !== '' && html`<h4>In compose</h4><pre class="frame" tabindex="0"><code>${compose}</code></pre>`}${workflow !== '' && html`<h4>In the pipeline</h4><pre class="frame" tabindex="0"><code>${workflow}</code></pre>`}</section>`
