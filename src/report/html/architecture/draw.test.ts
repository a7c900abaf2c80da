import { describe, expect, it } from 'vitest'
import type { Graph } from '../../../core/architecture.ts'
import type { Place, ProjectReport, Report } from '../../../core/report.ts'
import { emptyReport, sampleFinding, samplePlace } from '../../parts.fixture.ts'
import { drawArchitecture } from './draw.ts'
import { edge, node, stackOf } from './graphs.fixture.ts'
import { openPlacesOf } from './node-places.ts'

const projectOf = (graph: Graph): ProjectReport => ({
  id: '.',
  path: '',
  variants: [
    {
      ...{ name: 'default', platform: 'compose', environment: 'production', productionLike: true },
      ...{ files: ['compose.yaml'], evidence: [], graph },
    },
  ],
  score: null,
  scoredVariant: null,
  graph,
})

const reportOf = (graph: Graph, places: readonly Place[] = []): Report => ({
  ...emptyReport(),
  projects: [projectOf(graph)],
  findings: places.length === 0 ? [] : [sampleFinding({ project: '.', places })],
})

const drawn = (graph: Graph, places: readonly Place[] = []): string =>
  String(drawArchitecture(graph, projectOf(graph), reportOf(graph, places), 'r0'))

const place = (more: Partial<Place>, file = 'compose.yaml', startLine = 1): Place =>
  samplePlace({
    variants: [],
    ...more,
    location: { kind: 'file', file, startLine, startColumn: 1, endLine: startLine, endColumn: 2 },
  })

const web = node('service', 'web', {
  ...{ role: 'web-server', runs: 'nginx:1.27.3', networks: ['edge'], files: ['web/Dockerfile'] },
  lines: [{ file: 'compose.yaml', first: 3, last: 6 }],
})

describe('open places of a service', () => {
  const about = { kind: 'stage', name: 'final' }
  it.each<[string, Place, boolean]>([
    ['one that names it', place({ subject: { kind: 'service', name: 'web' } }), true],
    ['one that names another', place({ subject: { kind: 'service', name: 'db' } }, 'compose.yaml', 4), false],
    ['one of something in its lines', place({ subject: { kind: 'image', name: 'x' } }, 'compose.yaml', 6), true],
    ['one below its lines', place({ subject: { kind: 'image', name: 'x' } }, 'compose.yaml', 7), false],
    ['one in its Dockerfile', place({ subject: about }, 'web/Dockerfile'), true],
    ['one in another file', place({ subject: about }, 'db/Dockerfile'), false],
    ['one of another variant', place({ subject: about, variants: ['dev'] }, 'web/Dockerfile'), false],
    ['one of this variant', place({ subject: about, variants: ['default'] }, 'web/Dockerfile'), true],
    [
      'one that is accepted',
      place({ subject: about, accepted: { reason: 'x', owner: null, until: null } }, 'web/Dockerfile'),
      false,
    ],
  ])('%s', (_, one, expected) => {
    const graph = { nodes: [web], edges: [] }
    const found = openPlacesOf(web, projectOf(graph), reportOf(graph, [one]), 'default')
    expect(found.map((each) => each.place)).toEqual(expected ? [one] : [])
  })

  it('are none of another project', () => {
    const graph = { nodes: [web], edges: [] }
    const report = reportOf(graph, [place({ subject: { kind: 'service', name: 'web' } })])
    expect(openPlacesOf(web, { ...projectOf(graph), id: 'other' }, report)).toEqual([])
  })
})

describe('the picture', () => {
  const graph: Graph = {
    nodes: [
      web,
      node('service', 'db', { role: 'data-store', networks: ['data'], profiles: ['jobs'] }),
      node('network', 'edge'),
      node('network', 'data', { internal: true }),
      node('internet', 'internet'),
      node('secret', 'TOKEN'),
    ],
    edges: [
      edge('internet:internet', 'publishes', 'service:web', '443'),
      edge('service:web', 'talks', 'service:db', 'postgresql:5432'),
      edge('service:web', 'holds', 'secret:TOKEN'),
      edge('service:db', 'holds', 'secret:TOKEN', 'DB_TOKEN'),
    ],
  }

  it('links every node, with what is open at it', () => {
    const picture = drawn(graph, [
      place({ subject: { kind: 'service', name: 'web' }, severity: 'critical' }),
      place({ subject: { kind: 'service', name: 'web' }, severity: 'low' }),
    ])
    const [link = ''] = /<a [^>]*data-node="service:web"[\s\S]*?<\/a>/.exec(picture) ?? []
    expect(link).toContain('class="arch-node arch-node-service arch-role-web-server sev-critical"')
    expect(link).toContain('aria-label="web: web server; nginx:1.27.3; holds TOKEN; 2 open places, the worst critical"')
    expect(picture.match(/ data-node="[^"]*"/g)?.length).toBe(3)
  })

  it('leads from a node with open places to where those are listed, and from others to their row', () => {
    const report = reportOf(graph, [place({ id: 'one', subject: { kind: 'service', name: 'web' } })])
    const picture = String(drawArchitecture(graph, projectOf(graph), report, 'r0', 'r0-findings'))
    expect(picture).toContain('href="#r0-findings" data-node="service:web" data-places="one"')
    expect(picture).toContain('href="#r0-node-service_3a_db" data-node="service:db" aria-label')
  })

  it('says which secrets are shared, which networks are closed and what runs only sometimes', () => {
    const picture = drawn(graph)
    expect(picture).toContain('<b>TOKEN</b> web, db')
    expect(picture).toContain('arch-zone-internal')
    expect(picture).toContain('only with profile jobs')
  })

  it('has a table that says the same', () => {
    const picture = drawn(graph)
    expect(picture).toContain('<tr><td>web</td><td>talks to</td><td>db</td><td>postgresql:5432</td><td></td></tr>')
    expect(picture).toContain('<tr><td>db</td><td>holds</td><td>TOKEN</td><td>DB_TOKEN</td><td></td></tr>')
  })

  it.each([1, 8, 60])('of %d services has only links that lead somewhere, and every id once', (count) => {
    const picture = drawn(stackOf(count, 1.2, 7))
    const ids = [...picture.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const wanted = [...picture.matchAll(/(?: href="#|url\(#|aria-labelledby="|aria-describedby=")([^")]*)/g)]
    expect(wanted.length).toBeGreaterThan(count)
    expect(wanted.filter(([, id]) => !ids.includes(id))).toEqual([])
    expect(ids.every((id) => id?.startsWith('r0-'))).toBe(true)
  })

  it('never makes markup of a name, styles nothing in place, and loads nothing', () => {
    const hostile = '"><script>alert(1)</script><a onclick=\'x\' style="y" href="javascript:z">'
    const named = (text: string): Graph => ({
      nodes: [
        node('service', text, {
          role: text,
          runs: text,
          networks: [text],
          profiles: [text],
          notes: [text],
          files: [text],
        }),
        node('service', 'other', { networks: ['n'] }),
        node('network', text),
        node('external', text),
        node('secret', text),
      ],
      edges: [
        edge(`service:${text}`, 'talks', `external:${text}`, text, text),
        edge(`service:${text}`, 'talks', 'service:other', text),
        edge(`service:${text}`, 'holds', `secret:${text}`, text),
        edge('service:other', 'holds', `secret:${text}`, text),
      ],
    })
    // Any markup at all is as that of a harmless name.
    const tags = (text: string): readonly string[] =>
      [...drawn(named(text)).matchAll(/<\/?([a-z]+)((?:\s+[a-z-]+="[^"<]*")*)\s*\/?>/gi)].map(([, tag]) => tag ?? '')
    expect(tags(hostile)).toEqual(tags('harmless'))
    const picture = drawn(named(hostile))
    expect(picture.match(/<(?!\/?[a-z])/gi)).toBeNull()
    const attributes = [...picture.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/"[^"]*"/g, '""')).join()
    expect(attributes).not.toMatch(/<script|\s(?:style|src|on[a-z]+)=/i)
    expect(picture).not.toMatch(/ (?:href|src)="(?!#)/)
  })
})
