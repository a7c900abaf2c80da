/** What was seen to run on an engine, container by container. */
import type { Report } from '../../../core/report.ts'
import { byService, comparedWith } from '../../running-text.ts'
import { type Html, html, sentence } from '../markup.ts'

/** Empty where nobody looked. */
export function running({ observed }: Report): Html {
  if (!observed?.asked.includes('containers')) return html``
  const containers = byService(observed)
  return html`<section class="card long"><h3>What runs</h3><p class="muted small">Seen on Docker Engine ${observed.engine.version}${containers.length === 0 && ': no container of what is audited'}.</p>
${
  containers.length > 0 &&
  html`<div class="scroll"><table class="stacks">
<thead><tr><th>Service</th><th>Container</th><th>Image</th><th>State</th><th>Compared with</th></tr></thead>
<tbody>${containers.map(
    (one) => html`<tr><td>${one.service ?? 'none'}</td><td class="mono" data-label="Container">${one.name}</td>
<td class="mono" data-label="Image">${one.image}</td><td data-label="State">${sentence(one.state)}</td>
<td data-label="Compared with">${comparedWith(one)}</td></tr>`,
  )}</tbody></table></div>`
}</section>`
}
