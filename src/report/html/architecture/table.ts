/** The picture in words: what is in it, and what leads from where to where. */
import type { Graph, GraphEdgeKind } from '../../../core/architecture.ts'
import { type Html, html, idOf, nothing } from '../markup.ts'
import { nameOfKind } from './glyphs.ts'
import type { Card } from './scene.ts'

/** What an edge says of its two ends, between their names. */
export const edgeWords: Readonly<Record<GraphEdgeKind, string>> = {
  joins: 'is on',
  publishes: 'reaches',
  talks: 'talks to',
  holds: 'holds',
  mounts: 'is given',
  awaits: 'starts after',
}

/** Two tables in one element that is closed at first. Every node of the picture has a row, whose id begins with `prefix`. */
export function tableOf({ nodes, edges }: Graph, cards: ReadonlyMap<string, Card>, prefix: string): Html {
  const names = new Map(nodes.map(({ id, label }) => [id, label]))
  const name = (id: string): string => names.get(id) ?? id
  return html`<details class="arch-table"><summary>As a table</summary>
<table><thead><tr><th scope="col">Node</th><th scope="col">Kind</th><th scope="col">Runs</th><th scope="col">Networks</th><th scope="col">Remarks</th><th scope="col">Open</th></tr></thead>
<tbody>${nodes.map((node) => {
    const { id, label, runs, networks, profiles, notes, internal, implicit } = node
    const remarks = [
      ...(profiles.length > 0 ? [`only with profile ${profiles.join(' or ')}`] : []),
      ...notes,
      ...(internal ? ['no way out'] : []),
      ...(implicit ? ['made by the platform'] : []),
    ]
    const standing = cards.get(id)?.standing
    return html`<tr id="${idOf(prefix, 'node', id)}"><th scope="row">${label}</th><td>${nameOfKind(node)}</td><td>${runs}</td><td>${networks.join(', ')}</td><td>${remarks.join(', ')}</td><td>${standing?.worst === undefined ? null : `${standing.places.length}, worst ${standing.worst}`}</td></tr>`
  })}</tbody></table>
${
  edges.length === 0
    ? nothing
    : html`<table><thead><tr><th scope="col">From</th><th scope="col">Kind</th><th scope="col">To</th><th scope="col">By</th><th scope="col">Risk</th></tr></thead>
<tbody>${edges.map(
        ({ from, to, kind, label, risk }) =>
          html`<tr><td>${name(from)}</td><td>${edgeWords[kind]}</td><td>${name(to)}</td><td>${label}</td><td>${risk}</td></tr>`,
      )}</tbody></table>`
}</details>`
}
