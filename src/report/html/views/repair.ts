/** One repair: what it changes, whether a program may notice, or what a person has to supply. */
import type { FixOffer } from '../../../core/report.ts'
import { capitalised, certaintyOf, certaintyWords, proofText } from '../../proof-text.ts'
import { diff } from '../code.ts'
import { type Html, html, sentence } from '../markup.ts'

/** Safe; or, for what a program may notice, whether the stack was started with it. */
function certaintyPill(fix: FixOffer): Html {
  const certainty = fix.safety === 'guarded' ? certaintyOf(fix) : null
  return certainty === null
    ? html`<span class="pill status-pass">safe</span>`
    : html`<span class="pill ${certainty === 'proved' ? 'status-pass' : 'sev-medium'}">${certaintyWords[certainty]}</span>`
}

/** What a record of a proof says of it. */
const proved = (fix: FixOffer): Html => {
  const text = proofText(fix)
  return text === null ? html`` : html`<p class="small">${sentence(capitalised(text))}.</p>`
}

export function repair(fix: FixOffer): Html {
  switch (fix.status) {
    case 'offered':
      return html`<details class="fix" open><summary>${certaintyPill(fix)}<span>${sentence(fix.title)}</span></summary>
${proved(fix)}${fix.because !== null && html`<p class="small">It may change what runs: ${sentence(fix.because)}.</p>`}${fix.diff !== null && diff(fix.diff)}</details>`
    case 'withheld':
      return html`<div class="fix">${certaintyPill(fix)} ${sentence(fix.title)} <span class="muted">Not shown, because ${sentence(fix.because ?? 'it holds a secret')}: <code>drydock fix ${fix.safety === 'guarded' && '--guarded '}--apply</code> makes it.</span></div>`
    case 'refused':
      return html`<div class="fix">${fix.proof?.status === 'refuted' ? html`<span class="pill status-fail">✘ refuted</span>` : html`<span class="pill status-manual">yours to decide</span>`} <span>${sentence(fix.because ?? '')}. It takes ${sentence(fix.needs)}.</span></div>`
  }
}
