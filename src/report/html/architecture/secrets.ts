/** Who shares which secret, in a list beneath the picture: lines for them would cover everything else. */
import type { Graph } from '../../../core/architecture.ts'
import { type Html, html, nothing } from '../markup.ts'
import { keyGlyph } from './glyphs.ts'

/** Secrets that more than one service holds; empty where there are none. */
export function sharedSecrets({ nodes, edges }: Graph): Html {
  const names = new Map(nodes.map(({ id, label }) => [id, label]))
  const holders = Map.groupBy(
    edges.filter(({ kind }) => kind === 'holds'),
    ({ to }) => to,
  )
  const shared = [...holders].flatMap(([secret, held]) => {
    const services = [...new Set(held.map(({ from }) => from))]
    return services.length > 1 ? [{ secret, services }] : []
  })
  if (shared.length === 0) return nothing
  return html`<dl class="arch-secrets"><dt>Secrets that services share</dt>${shared.map(
    ({ secret, services }) =>
      html`<dd><svg class="arch-glyph" viewBox="0 0 20 20" width="14" height="14" aria-hidden="true">${keyGlyph}</svg><b>${names.get(secret) ?? secret}</b> ${services.map(
        (id, at) => html`${at === 0 ? '' : ', '}${names.get(id) ?? id}`,
      )}</dd>`,
  )}</dl>`
}
