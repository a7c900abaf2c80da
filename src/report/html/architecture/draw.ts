/** Draws the picture of a variant: one SVG with everything in it, and the same as a table. */
import type { Graph } from '../../../core/architecture.ts'
import type { ProjectReport, Report } from '../../../core/report.ts'
import { count } from '../../words.ts'
import { type Html, html, idOf } from '../markup.ts'
import { glyphOf, isRole, keyGlyph, lockGlyph, nameOfKind } from './glyphs.ts'
import { type Layout, layoutOf, type PlacedCard, type PlacedLine, type PlacedZone } from './layout.ts'
import { legendOf } from './legend.ts'
import { pathOf } from './line-path.ts'
import { isDense } from './lines.ts'
import { openPlacesOf, worstOf } from './node-places.ts'
import { badgeWidth, sceneOf, sizes } from './scene.ts'
import { sharedSecrets } from './secrets.ts'
import { edgeWords, tableOf } from './table.ts'
import { textWidth } from './text-width.ts'

/**
 * The picture of a graph with what is open at its nodes. Every node is a link that carries its id in `data-node` and the ids of its
 * open places in `data-places`, and leads to its row in the table beneath; where something is open, to the element `findings` if
 * that is given. `prefix` begins every id.
 */
export function drawArchitecture(
  graph: Graph,
  project: ProjectReport,
  report: Report,
  prefix: string,
  findings?: string,
): Html {
  const variant = project.variants.find((one) => one.graph === graph)?.name
  const scene = sceneOf(graph, (node) => {
    const places = openPlacesOf(node, project, report, variant)
    return { places: places.map(({ place }) => place.id), worst: worstOf(places) }
  })
  const layout = layoutOf(scene)
  return html`<figure class="arch">
<div class="arch-scroll" tabindex="0" role="group" aria-label="The picture, which can be scrolled">
${picture(layout, prefix, findings)}
</div>
<figcaption>${legendOf(layout)}${sharedSecrets(graph)}</figcaption>
${tableOf(graph, scene.cards, prefix)}
</figure>`
}

/** Wider pictures are not made to fit the page, where nobody could read them, but scrolled. */
const widestFitted = 1700

/** Tenths of a pixel are enough. */
const px = (number: number): number => Math.round(number * 10) / 10

const targetOf = ({ card }: PlacedCard, prefix: string, findings: string | undefined): string =>
  findings !== undefined && card.standing.places.length > 0 ? findings : idOf(prefix, 'node', card.node.id)

function picture(layout: Layout, prefix: string, findings: string | undefined): Html {
  const { width, height, inside, cards, zones, lines, crowded } = layout
  const [title, description] = [idOf(prefix, 'arch-title'), idOf(prefix, 'arch-desc')]
  const arrow = (kind: string): string => idOf(prefix, 'arrow', kind)
  const services = cards.filter(({ card }) => card.node.kind === 'service').length
  // Where it has to shrink more than this, it is scrolled instead.
  const size = width > widestFitted ? 'arch-large' : `arch-least-${Math.floor((width * 0.75) / 100)}`
  const scale = width > widestFitted ? 0.85 : 1
  const zoned = zones.filter(({ zone }) => zone.kind !== 'none').length
  return html`<svg class="arch-picture ${size}${isDense(lines) ? ' arch-dense' : ''}" viewBox="0 0 ${width} ${height}" width="${Math.round(width * scale)}" height="${Math.round(height * scale)}" role="graphics-document document" aria-labelledby="${title}" aria-describedby="${description}">
<title id="${title}">Architecture</title>
<desc id="${description}">${count(services, 'service')} in ${count(zoned, 'network zone')}, ${count(lines.length, 'connection')}${crowded ? '; too many connections to draw, see the table' : ''}. The table beneath says the same.</desc>
<defs>${['plain', 'bold', 'risk', 'warn', 'faint'].map(
    (kind) =>
      html`<marker id="${arrow(kind)}" class="arch-arrow arch-arrow-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0.5 0.8 7.5 4 0.5 7.2z"/></marker>`,
  )}</defs>
<rect class="arch-inside" x="${inside.x}" y="${inside.y}" width="${inside.width}" height="${inside.height}" rx="18"/>
<text class="arch-inside-label" x="${px(inside.x + 16)}" y="${px(inside.y + 19)}">trust boundary of the stack</text>
${zones.map(zoneOf)}
${lines.map((line) => lineOf(line, arrow))}
${lines.map(labelOf)}
${cards.map((card) => cardOf(card, targetOf(card, prefix, findings)))}
</svg>`
}

function zoneOf({ zone, name, caption, x, y, width, height }: PlacedZone): Html {
  const closed = zone.kind === 'internal'
  const lock = html`<g class="arch-glyph arch-lock" transform="translate(${px(caption.x - 1)} ${px(y + 7)}) scale(.7)">${lockGlyph}</g>`
  return html`<g class="arch-zone arch-zone-${zone.kind}"><title>${zoneText(zone)}</title><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="12"/>${closed ? lock : null}<text class="arch-zone-label" x="${px(caption.x + (closed ? 16 : 0))}" y="${px(y + 19)}">${name}</text></g>`
}

const zoneText = ({ kind, label, networks }: PlacedZone['zone']): string =>
  kind === 'none'
    ? 'Services on no network of the stack'
    : `Services on ${networks.length > 1 ? 'networks' : 'network'} ${label}${kind === 'internal' ? ', which has no way out' : ''}${networks.some(({ implicit }) => implicit) ? ' (made by the platform)' : ''}`

const lineClass = ({ line }: PlacedLine): 'plain' | 'bold' | 'risk' | 'warn' | 'faint' => {
  if (line.risk !== null) return line.kind === 'talks' ? 'warn' : 'risk'
  if (line.kind === 'publishes' && line.from.startsWith('internet:')) return 'bold'
  return line.kind === 'awaits' ? 'faint' : 'plain'
}

function lineOf(placed: PlacedLine, arrow: (kind: string) => string): Html {
  const { from, to, kind } = placed.line
  const style = lineClass(placed)
  return html`<g class="arch-line arch-line-${style} arch-${kind}" data-from="${from}" data-to="${to}"><title>${lineText(placed.line)}</title><path d="${pathOf(placed.points)}" marker-end="url(#${arrow(style)})"/></g>`
}

/** `web talks to db: postgresql:5432`, with what is risky about it. */
function lineText({ from, to, kind, edges, risk }: PlacedLine['line']): string {
  const name = (id: string): string => id.slice(id.indexOf(':') + 1)
  const labels = edges.map(({ label }) => label).filter((label) => label !== '')
  const by = labels.length > 0 ? `: ${labels.join(', ')}` : ''
  return `${name(from)} ${edgeWords[kind]} ${name(to)}${by}${risk === null ? '' : `; ${risk}`}`
}

function labelOf(placed: PlacedLine): Html | null {
  const { label, line } = placed
  if (label === undefined) return null
  const width = textWidth(line.label, sizes.label) + 8
  return html`<g class="arch-label arch-label-${lineClass(placed)}"><rect x="${px(label.x - width / 2)}" y="${px(label.y - 8)}" width="${width}" height="16" rx="5"/><text x="${label.x}" y="${px(label.y + 3.8)}">${line.label}</text></g>`
}

function cardOf(placed: PlacedCard, target: string): Html {
  const { card, x, y, width, height } = placed
  const { node, standing } = card
  const body = node.kind === 'service' ? serviceBody(placed) : otherBody(placed)
  const optional = node.profiles.length > 0 ? ' arch-optional' : ''
  const role = isRole(node.role) ? ` arch-role-${node.role}` : ''
  const severity = standing.worst === undefined ? '' : ` sev-${standing.worst}`
  return html`<a class="arch-node arch-node-${node.kind}${role}${optional}${severity}" href="#${target}" data-node="${node.id}"${standing.places.length > 0 && html` data-places="${standing.places.join(' ')}"`} aria-label="${spoken(placed)}"><title>${spoken(placed)}</title><rect class="arch-card" x="${x}" y="${y}" width="${width}" height="${height}" rx="${node.kind === 'service' ? 9 : height / 2}"/>${body}</a>`
}

/** What a card says to whoever does not see it. */
function spoken({ card: { node, keys, standing, remark } }: PlacedCard): string {
  const facts = [
    nameOfKind(node),
    node.runs ?? '',
    remark,
    keys.length > 0 ? `holds ${keys.join(', ')}` : '',
    standing.worst === undefined ? '' : `${count(standing.places.length, 'open place')}, the worst ${standing.worst}`,
  ]
  return `${node.label}: ${facts.filter((fact) => fact !== '').join('; ')}`
}

function otherBody({ card, x, y, height }: PlacedCard): Html {
  const { node, title } = card
  return html`<g class="arch-glyph" transform="translate(${px(x + 13)} ${px(y + height / 2 - 8)}) scale(.8)">${glyphOf(node)}</g><text class="arch-other" x="${px(x + 35)}" y="${px(y + height / 2 + 4.2)}">${title}</text>`
}

function serviceBody({ card, x, y, width, height }: PlacedCard): Html {
  const { node, title, subtitle, remark, standing, keys } = card
  const { inset, text } = sizes
  const badge = badgeWidth(standing)
  const right = x + width - inset
  const corner = x + width - 8
  const door =
    card.door === 'none'
      ? null
      : html`<rect class="arch-door arch-door-${card.door}" x="${x}" y="${px(y + 12)}" width="4" height="${height - 24}" rx="2"/>`
  return html`${door}<rect class="arch-tile" x="${px(x + 10)}" y="${px(y + 11)}" width="29" height="30" rx="7"/><g class="arch-glyph" transform="translate(${px(x + 16.5)} ${px(y + 18)}) scale(.8)">${glyphOf(node)}</g>
<text class="arch-title" x="${px(x + text)}" y="${px(y + 23)}">${title}</text><text class="arch-subtitle" x="${px(x + text)}" y="${px(y + 39.5)}">${subtitle}</text>${
    remark === ''
      ? null
      : html`<text class="arch-remark" x="${px(x + text)}" y="${px(y + height - 12)}">${remark}</text>`
  }${
    standing.places.length === 0
      ? null
      : html`<g class="arch-badge"><rect x="${px(corner - badge)}" y="${px(y - 9)}" width="${badge}" height="18" rx="9"/><text x="${px(corner - badge / 2)}" y="${px(y + 4)}">${standing.places.length}</text></g>`
  }${
    keys.length === 0
      ? null
      : html`<g class="arch-keys"><g class="arch-glyph" transform="translate(${px(right - textWidth(String(keys.length), sizes.subtitle) - 15)} ${px(y + 30)}) scale(.6)">${keyGlyph}</g><text x="${right}" y="${px(y + 39.5)}">${keys.length}</text></g>`
  }`
}
