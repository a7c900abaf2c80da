/** What was seen inside images: a row for each, and its layers to unfold. */
import { sizeText } from '../../../core/byte-size.ts'
import type { ImageSummary } from '../../../core/observed.ts'
import type { Report } from '../../../core/report.ts'
import { aboutText, resultText, shortId } from '../../image-text.ts'
import { type Html, html } from '../markup.ts'

/** Empty where nobody looked. */
export function images({ observed }: Report): Html {
  if (!observed?.asked.includes('images')) return html``
  const all = observed.images
  return html`<section class="card long"><h3>Images</h3>${
    all.length === 0
      ? html`<p class="muted small">No image of what is audited was there to be looked into.</p>`
      : html`<div class="scroll"><table class="stacks">
<thead><tr><th>Image</th><th>Id</th><th>What it is</th><th>Found</th></tr></thead>
<tbody>${all.map(
          (one) => html`<tr><td class="mono">${one.reference}</td><td class="mono" data-label="Id">${shortId(one)}</td>
<td data-label="What it is">${aboutText(one)}</td><td data-label="Found">${resultText(one)}</td></tr>`,
        )}</tbody></table></div>${all.filter(({ layers }) => layers.some(({ place }) => place !== null)).map(layersOf)}`
  }</section>`
}

const layersOf = ({
  reference,
  layers,
}: ImageSummary): Html => html`<details><summary>Layers of <span class="mono">${reference}</span></summary>
<div class="scroll"><table class="stacks">
<thead><tr><th>Layer</th><th>Size</th><th>Hidden later</th><th>Made by</th><th>At</th></tr></thead>
<tbody>${layers.map(
  ({ size, hidden, instruction, place }, at) => html`<tr><td>${at + 1}</td><td data-label="Size">${sizeText(size)}</td>
<td data-label="Hidden later">${hidden === 0 ? '' : sizeText(hidden)}</td><td class="mono" data-label="Made by">${instruction === '' ? 'not said' : instruction}</td>
<td class="mono" data-label="At">${place ?? 'base image'}</td></tr>`,
)}</tbody></table></div></details>`
