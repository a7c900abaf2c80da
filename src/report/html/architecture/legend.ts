/** What the marks in a picture mean, as far as they are in it. */
import { type Html, html } from '../markup.ts'
import type { Layout } from './layout.ts'

export function legendOf({ lines, zones, cards, crowded }: Layout): Html {
  const has = (kind: string): boolean => lines.some(({ line }) => line.kind === kind)
  const entries: readonly (readonly [string, string, boolean])[] = [
    ['bold', 'a port that the internet reaches', lines.some(({ line }) => line.kind === 'publishes')],
    ['risk', 'deserves a look', lines.some(({ line }) => line.risk !== null && line.kind !== 'talks')],
    ['plain', 'talks to', has('talks')],
    ['warn', 'leaves the stack unencrypted', lines.some(({ line }) => line.risk !== null && line.kind === 'talks')],
    ['faint', 'starts after', has('awaits')],
    ['internal', 'network without a way out', zones.some(({ zone }) => zone.kind === 'internal')],
    ['keys', 'holds so many secrets', cards.some(({ card }) => card.keys.length > 0)],
    ['optional', 'runs only with a profile', cards.some(({ card }) => card.node.profiles.length > 0)],
    ['crowded', 'too many connections to draw: see the table', crowded],
  ]
  return html`<ul class="arch-legend">${entries
    .filter(([, , shown]) => shown)
    .map(([mark, text]) => html`<li class="arch-legend-${mark}">${text}</li>`)}</ul>`
}
