/** One repair: what it changes, whether a program may notice, or what a person has to supply. */
import type { FixOffer } from '../../../core/report.ts'
import { diff } from '../code.ts'
import { type Html, html, sentence } from '../markup.ts'

export const safetyPill = (safety: FixOffer['safety']): Html =>
  safety === 'guarded'
    ? html`<span class="pill sev-medium">⚠ unproven</span>`
    : html`<span class="pill status-pass">safe</span>`

export function repair(fix: FixOffer): Html {
  switch (fix.status) {
    case 'offered':
      return html`<details class="fix" open><summary>${safetyPill(fix.safety)}<span>${sentence(fix.title)}</span></summary>
${fix.because !== null && html`<p class="small">It may change what runs: ${sentence(fix.because)}.</p>`}${fix.diff !== null && diff(fix.diff)}</details>`
    case 'withheld':
      return html`<div class="fix">${safetyPill(fix.safety)} ${sentence(fix.title)} <span class="muted">Not shown, because ${sentence(fix.because ?? 'it holds a secret')}: <code>drydock fix ${fix.safety === 'guarded' && '--guarded '}--apply</code> makes it.</span></div>`
    case 'refused':
      return html`<div class="fix"><span class="pill status-manual">yours to decide</span> <span>${sentence(fix.because ?? '')}. It takes ${sentence(fix.needs)}.</span></div>`
  }
}
