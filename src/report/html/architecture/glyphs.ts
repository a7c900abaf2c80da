/** Small pictures of what a part of a stack is, in a square of 20, made of plain shapes. */
import { type GraphNode, thisHost } from '../../../core/architecture.ts'
import { type Html, html } from '../markup.ts'

const cylinder = html`<ellipse cx="10" cy="4.5" rx="6.5" ry="2.5"/><path d="M3.5 4.5v11c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5v-11M3.5 10c0 1.4 2.9 2.5 6.5 2.5s6.5-1.1 6.5-2.5"/>`
const gear = html`<circle cx="10" cy="10" r="5"/><circle cx="10" cy="10" r="1.8"/><path d="M10 5V2.2M10 17.8V15M5 10H2.2M17.8 10H15M6.5 6.5 4.5 4.5M15.5 15.5l-2-2M13.5 6.5l2-2M4.5 15.5l2-2"/>`
const globe = html`<circle cx="10" cy="10" r="7.5"/><path d="M2.5 10h15M10 2.5c2.4 2 3.6 4.5 3.6 7.5s-1.2 5.5-3.6 7.5c-2.4-2-3.6-4.5-3.6-7.5s1.2-5.5 3.6-7.5z"/>`
const hexagon = html`<path d="M10 2.2 16.8 6v8L10 17.8 3.2 14V6zM10 10v7.8M10 10l6.8-4M10 10 3.2 6"/>`
const chip = html`<rect x="5" y="5" width="10" height="10" rx="1.5"/><path d="M8 5V2M12 5V2M8 18v-3M12 18v-3M5 8H2M5 12H2M18 8h-3M18 12h-3"/>`
const screen = html`<rect x="2.5" y="3.5" width="15" height="10" rx="1.5"/><path d="M7 17h6M10 13.5V17"/>`

const ofRoles: ReadonlyMap<string, Html> = new Map(
  Object.entries({
    'data-store': cylinder,
    cache: html`<path d="M11 2 4.5 11.5H9L8 18l7.5-10H11z"/>`,
    'message-broker': html`<rect x="2.5" y="4.5" width="15" height="11" rx="1.5"/><path d="m3 5.5 7 5.5 7-5.5"/>`,
    proxy: html`<path d="M3 18V9.5a7 7 0 0 1 14 0V18M7 18v-8a3 3 0 0 1 6 0v8M2 18h16"/>`,
    'web-server': html`<rect x="2.5" y="3.5" width="15" height="13" rx="1.5"/><path d="M2.5 7.5h15M5 5.5h.1M7.5 5.5h.1"/>`,
    'admin-tool': html`<path d="M4 3v14M10 3v14M16 3v14"/><circle cx="4" cy="12.5" r="1.9" class="arch-solid"/><circle cx="10" cy="7" r="1.9" class="arch-solid"/><circle cx="16" cy="13.5" r="1.9" class="arch-solid"/>`,
    'dev-tool': html`<path d="M7 5 2.5 10 7 15M13 5l4.5 5-4.5 5"/>`,
    monitoring: html`<path d="M2.5 17.5h15M4.5 14v-3M8.2 14V7M11.8 14V9.5M15.5 14V3.5"/>`,
    runtime: hexagon,
    app: hexagon,
    toolchain: gear,
    os: html`<rect x="2.5" y="3.5" width="15" height="13" rx="1.5"/><path d="m5.5 7.5 3 2.5-3 2.5M10.5 13h4"/>`,
  }),
)

const ofKinds: Readonly<Record<GraphNode['kind'], Html>> = {
  service: hexagon,
  network: globe,
  external: html`<path d="M8 4H4v12h12v-4M11.5 3.5h5v5M16 4l-7 7"/>`,
  internet: globe,
  secret: html`<circle cx="6.5" cy="13.5" r="3.5"/><path d="m9 11 7.5-7.5M13 7l2.5 2.5"/>`,
  host: chip,
}

/** How roles are called in the legend and to those who do not see them. */
const roleNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'data-store': 'data store',
    cache: 'cache',
    'message-broker': 'message broker',
    proxy: 'proxy',
    'web-server': 'web server',
    'admin-tool': 'administration tool',
    'dev-tool': 'tool for development',
    monitoring: 'monitoring',
    runtime: 'program',
    app: 'application',
    toolchain: 'toolchain',
    os: 'base system',
  }),
)

export const isRole = (role: string | null): role is string => role !== null && roleNames.has(role)

/** What a node is, in words. */
export const nameOfKind = ({ kind, role }: Pick<GraphNode, 'kind' | 'role'>): string =>
  role === null ? kindNames[kind] : (roleNames.get(role) ?? role)

const kindNames: Readonly<Record<GraphNode['kind'], string>> = {
  service: 'service',
  network: 'network',
  external: 'host outside of the stack',
  internet: 'everybody who reaches the host',
  secret: 'secret',
  host: 'part of the host',
}

export const glyphOf = ({ kind, role, label }: Pick<GraphNode, 'kind' | 'role' | 'label'>): Html =>
  kind === 'host' && label === thisHost ? screen : (ofRoles.get(role ?? '') ?? ofKinds[kind])

export const keyGlyph = ofKinds.secret
export const lockGlyph = html`<rect x="4.5" y="9" width="11" height="8" rx="1.5"/><path d="M7 9V6.5a3 3 0 0 1 6 0V9"/>`
