/** What records of proofs say: whether the stack is what was started, and what its services were seen to need. */

import type { ProofReport } from '../../../core/proof-report.ts'
import { dayOf, engineText } from '../../../core/proof-words.ts'
import type { Report } from '../../../core/report.ts'
import { capitalised, needsTexts, repairsText, serviceStanding, standingText } from '../../proof-text.ts'
import { isWorkspace, projectName } from '../../words.ts'
import { type Html, html, sentence } from '../markup.ts'

const heading = ({ project, variant, current, createdAt, engine }: ProofReport, report: Report): Html =>
  html`<p><span class="pill ${current ? 'status-pass' : 'status-manual'}">${current ? '✔ current' : '⚠ stale'}</span> ${
    isWorkspace(report) && html`<span class="tag">${projectName(project)}</span> `
  }Variant ${variant}, ${dayOf(createdAt)}, ${sentence(engineText(engine))}.</p>`

/** In a line or two; empty without a record. */
export const proofsInShort = (report: Report): Html =>
  report.proofs.length === 0
    ? html``
    : html`<section class="card"><h3>Started for a proof</h3>${report.proofs.map(
        (proof) => html`${heading(proof, report)}
<p class="small muted">${sentence(capitalised(standingText(proof)))}; ${repairsText(proof)}.</p>`,
      )}</section>`

/** With every service and what it was seen to need. */
export const proofsInFull = (report: Report): Html =>
  report.proofs.length === 0
    ? html``
    : html`<section class="card long"><h3>What was measured</h3>${report.proofs.map(
        (proof) => html`${heading(proof, report)}
<p class="small muted">${repairsText(proof)}${proof.checks.length > 0 && html`; checks that passed: ${sentence(proof.checks.join(', '))}`}.</p>
<div class="scroll"><table class="stacks"><thead><tr><th>Service</th><th>Standing</th><th>What it was seen to need</th></tr></thead>
<tbody>${proof.services.map(
          (
            service,
          ) => html`<tr><td>${service.name}</td><td data-label="Standing">${sentence(serviceStanding(service))}</td>
<td data-label="Needs">${service.needs ? sentence(needsTexts(service.needs).join('; ')) : html`<span class="muted">not measured</span>`}</td></tr>`,
        )}</tbody></table></div>`,
      )}</section>`
