/** What the marks in a picture mean, as far as they are in it. */
import { type Html, html, nothing } from '../markup.ts'
import { keyGlyph, lockGlyph } from './glyphs.ts'
import type { Layout } from './layout.ts'

const stroke = (style: string): Html =>
  html`<svg class="arch-line arch-line-${style}" viewBox="0 0 30 12" width="30" height="12" aria-hidden="true"><path d="M1 6h22"/><path class="arch-head" d="m22 2 7 4-7 4z"/></svg>`

const glyph = (shapes: Html, more = ''): Html =>
  html`<svg class="arch-glyph${more}" viewBox="0 0 20 20" width="15" height="15" aria-hidden="true">${shapes}</svg>`

const card = html`<svg class="arch-optional" viewBox="0 0 30 14" width="30" height="14" aria-hidden="true"><rect class="arch-card" x="1" y="1" width="28" height="12" rx="3"/></svg>`

const badge = html`<svg class="sev-info" viewBox="0 0 22 16" width="22" height="16" aria-hidden="true"><g class="arch-badge"><rect x="1" y="1" width="20" height="14" rx="7"/><text x="11" y="11.5">n</text></g></svg>`

export function legendOf({ lines, zones, cards, crowded }: Layout): Html {
  const drawn = (test: (line: Layout['lines'][number]['line']) => boolean): boolean =>
    lines.some(({ line }) => test(line))
  const isOpen = (from: string): boolean => from.startsWith('internet:')
  const entries: readonly (readonly [Html, string, boolean])[] = [
    [
      stroke('bold'),
      'port that the internet reaches',
      drawn(({ kind, from, risk }) => kind === 'publishes' && isOpen(from) && risk === null),
    ],
    [stroke('risk'), 'risky port or part of the host', drawn(({ kind, risk }) => kind !== 'talks' && risk !== null)],
    [stroke('plain'), 'talks to', drawn(({ kind, risk }) => kind === 'talks' && risk === null)],
    [stroke('warn'), 'leaves the stack unencrypted', drawn(({ kind, risk }) => kind === 'talks' && risk !== null)],
    [stroke('faint'), 'starts after', drawn(({ kind }) => kind === 'awaits')],
    [glyph(lockGlyph, ' arch-lock'), 'network without a way out', zones.some(({ zone }) => zone.kind === 'internal')],
    [glyph(keyGlyph), 'secrets it holds', cards.some((one) => one.card.keys.length > 0)],
    [badge, 'open places, in the colour of the worst', cards.some((one) => one.card.standing.places.length > 0)],
    [card, 'runs only with a profile', cards.some((one) => one.card.node.profiles.length > 0)],
    [nothing, 'There are too many connections to draw: the table has them.', crowded],
  ]
  return html`<ul class="arch-legend">${entries
    .filter(([, , shown]) => shown)
    .map(([mark, text]) => html`<li>${mark}${text}</li>`)}</ul>`
}
