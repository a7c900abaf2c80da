/** The picture in words: every node with what is known of it, and every edge. */
import type { Graph } from '../../../core/architecture.ts'
import { type Html, html, idOf } from '../markup.ts'
import type { Scene } from './scene.ts'

export function tableOf({ nodes, edges }: Graph, _scene: Scene, prefix: string): Html {
  const names = new Map(nodes.map(({ id, label }) => [id, label]))
  const name = (id: string): string => names.get(id) ?? id
  return html`<details class="arch-table"><summary>As a table</summary>
<table><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Kind</th><th scope="col">By</th></tr></thead>
<tbody>${edges.map(({ from, to, kind, label, risk }) => html`<tr><td>${name(from)}</td><td>${name(to)}</td><td>${kind}</td><td>${label}${risk === null ? null : html` (${risk})`}</td></tr>`)}</tbody></table>
<ul>${nodes.map(({ id, label, kind }) => html`<li id="${idOf(prefix, 'node', id)}">${label}: ${kind}</li>`)}</ul></details>`
}
