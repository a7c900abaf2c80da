import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Place, Report } from '../core/report.ts'
import { anyReport } from './any-report.cases.ts'
import { readClaims } from './claims.ts'
import { compare, isQuiet } from './compare.ts'
import { entriesOf } from './compare-facts.ts'
import type { Change, CompareOptions } from './compare-places.ts'
import { hostileReport } from './extreme.fixture.ts'
import { emptyReport, sampleCategory, sampleFinding, samplePlace, sampleScore, sampleService } from './parts.fixture.ts'
import { sampleReport } from './sample.fixture.ts'

const at = (file: string, line: number, text: string): Pick<Place, 'location' | 'excerpt'> => ({
  location: { kind: 'file', file, startLine: line, startColumn: 1, endLine: line, endColumn: 9 },
  excerpt: { startLine: line, lines: [text] },
})
const place = (id: string, more: Partial<Place> = {}): Place =>
  samplePlace({ id, message: `${id} is weak`, ...at('compose.yaml', 3, '  web:'), ...more })
const finding = (rule: string, ...places: readonly Place[]) =>
  sampleFinding({ rule, title: rule, project: '.', severity: places[0]?.severity ?? 'high', places })

/** A report of one project with the services web and db, whose audit ran the rules a, b and c. */
function report(
  findings: Report['findings'],
  more: Partial<Report> = {},
  ids: readonly string[] = ['a', 'b', 'c'],
): Report {
  const graph = { nodes: [sampleService('web', 'nginx'), sampleService('db', 'postgres')], edges: [] }
  return emptyReport({
    tool: { name: 'drydock', version: '0.1.0', rules: { digest: ids.join(), preview: false, ids } },
    projects: [{ id: '.', path: '', variants: [], score: null, scoredVariant: null, graph }],
    inventory: { images: [], dockerfiles: ['Dockerfile'], composeFiles: ['compose.yaml'], workflows: [] },
    findings,
    ...more,
  })
}
const crediting = (rule: string): Partial<Report> => ({
  score: sampleScore({
    categories: [sampleCategory({ strengths: [{ rule, text: 'Every service is fine', evidence: [] }] })],
  }),
})
const withProjects = (...names: readonly string[]): Partial<Report> => ({
  projects: [
    {
      ...(report([]).projects[0] ?? { id: '.', path: '', variants: [], score: null, scoredVariant: null }),
      graph: { nodes: names.map((name) => sampleService(name, `image-of-${name}`)), edges: [] },
    },
  ],
})

/** What was said of each place: `change id → id: because`. */
const told = ({ change, before, after, because }: Change): string =>
  `${change} ${before?.id ?? ''}→${after?.id ?? ''}${because === null ? '' : `: ${because}`}`
const changesOf = (before: Report, after: Report, options: CompareOptions = {}): readonly string[] =>
  compare(before, after, options).changes.map(told)

const accepted = { reason: 'known', owner: null, until: null }
const looked: Report['observed'] = { engine: { version: '27.3.1' }, containers: [], images: [], asked: ['containers'] }
const image = (tag: string): Partial<Place> => ({
  subject: { kind: 'image', name: `nginx:${tag}` },
  message: `nginx:${tag} floats`,
  ...at('compose.yaml', 4, `image: nginx:${tag}`),
})
const families = new Map([
  ['a', 'tag'],
  ['b', 'tag'],
])
const unknown = (more: Partial<Report['unknown'][number]> = {}): Report['unknown'] => [
  {
    rule: 'a',
    project: '.',
    subject: { kind: 'service', name: 'web' },
    because: '${BASE} is not set',
    location: at('compose.yaml', 3, '').location,
    ...more,
  },
]
const variants = (...names: readonly string[]): Partial<Report> => ({
  projects: report([]).projects.map((project) => ({
    ...project,
    variants: names.map((name) => ({
      ...{ name, platform: 'compose', environment: 'unknown', productionLike: true, files: [], evidence: [] },
      graph: { nodes: [], edges: [] },
    })),
  })),
})

const one = [finding('a', place('1'))]
const cases: readonly (readonly [
  what: string,
  before: Report,
  after: Report,
  changes: readonly string[],
  options?: CompareOptions,
])[] = [
  ['a repaired place', report(one), report([]), ['fixed 1→']],
  ['a new place', report([]), report(one), ['new →1']],
  ['a place that stays', report(one), report(one), ['unchanged 1→1']],
  [
    'a rule that held everywhere',
    report([], crediting('a')),
    report(one),
    ['regressed →1: before: Every service is fine'],
  ],
  [
    'a place that had been closed earlier',
    report([]),
    report(one),
    ['regressed →1: it had been closed before'],
    { closedEarlier: new Set(['1']) },
  ],
  ['a rule that did not run before', report([], {}, ['b']), report(one), ['new-rule →1: its rule did not run before']],
  ['a rule that does not run any more', report(one), report([], {}, ['b']), ['not-looked 1→: its rule did not run']],
  [
    'an older report that does not say what ran, of other rules',
    report([], { tool: { name: 'drydock', version: '0', rules: { digest: 'x', preview: false, ids: [] } } }, []),
    report(one),
    ['new-rule →1: its rule may not have run before: the older report does not say which did'],
  ],
  [
    'an older report that does not say what ran, but speaks of the rule',
    report([finding('a', place('2'))], {}, []),
    report([finding('a', place('2'), place('1'))]),
    ['new →1', 'unchanged 2→2'],
  ],
  [
    'an older report that does not say what ran, of the same rules',
    report([], {}, []),
    report(one, {}, []),
    ['new →1'],
  ],
  [
    'a file that cannot be read any more',
    report(one),
    report([], { incomplete: [{ what: 'compose.yaml', because: 'broken', location: null }] }),
    ['not-looked 1→: compose.yaml could not be read'],
  ],
  [
    'another file of the project that cannot be read any more',
    report(one),
    report([], { incomplete: [{ what: 'compose.prod.yaml', because: 'broken', location: null }] }),
    ['not-looked 1→: compose.prod.yaml could not be read'],
  ],
  [
    'another file that could not be read before either',
    report(one, { incomplete: [{ what: 'odd.yaml', because: 'broken', location: null }] }),
    report([], { incomplete: [{ what: 'odd.yaml', because: 'broken', location: null }] }),
    ['fixed 1→'],
  ],
  [
    'a file that could not be read before',
    report([], { incomplete: [{ what: 'compose.yaml', because: 'broken', location: null }] }),
    report(one),
    ['uncovered →1: before, compose.yaml could not be read'],
  ],
  [
    'a rule that crashed there',
    report(one),
    report([], { incomplete: [{ what: 'rule a on service web', because: 'bug', location: null }] }),
    ['not-looked 1→: its rule crashed on it'],
  ],
  [
    'a container at which nobody looked again',
    report([finding('a', place('1', { subject: { kind: 'container', name: 'shop-db-1' } }))], { observed: looked }),
    report([]),
    ['not-looked 1→: nobody looked at what runs'],
  ],
  [
    'a container at which somebody looked for the first time',
    report([]),
    report([finding('a', place('1', { subject: { kind: 'container', name: 'shop-db-1' } }))], { observed: looked }),
    ['uncovered →1: before, nobody looked at what runs'],
  ],
  [
    'a directory that is left out now',
    report([finding('a', place('1', at('web/Dockerfile', 1, 'FROM a')))]),
    report([], { skipped: [{ what: 'web', reason: 'excluded' }] }),
    ['not-looked 1→: web was left out (excluded)'],
  ],
  [
    'a project that is gone',
    report(one),
    report([], { projects: [] }),
    ['gone 1→: project . is no longer there, or was not audited'],
  ],
  [
    'a Dockerfile that is gone',
    report([finding('a', place('1', at('Dockerfile', 1, 'FROM a')))]),
    report([], { inventory: { images: [], dockerfiles: [], composeFiles: ['compose.yaml'], workflows: [] } }),
    ['gone 1→: Dockerfile is no longer there'],
  ],
  ['a service that is gone', report(one), report([], withProjects('db')), ['gone 1→: service web is no longer there']],
  [
    'a variable in the lines of a service that is gone',
    report([finding('a', place('1', { subject: { kind: 'variable', name: 'X' }, ...at('compose.yaml', 7, 'X: y') }))], {
      projects: report([]).projects.map((project) => ({
        ...project,
        graph: {
          nodes: [{ ...sampleService('old', 'x'), lines: [{ file: 'compose.yaml', first: 5, last: 9 }] }],
          edges: [],
        },
      })),
    }),
    report([]),
    ['gone 1→: service old is no longer there'],
  ],
  [
    'a variant that is not audited any more',
    report([finding('a', place('1', { variants: ['production'] }))], variants('production')),
    report([], variants('development')),
    ['not-looked 1→: variant production is no longer there, or was not audited'],
  ],
  [
    'a variant that is gone, where several others were audited',
    report([finding('a', place('1', { variants: ['production'] }))], variants('production', 'test')),
    report([], variants('development', 'test')),
    ['gone 1→: variant production is no longer there'],
  ],
  [
    'a place whose file belongs to another project now',
    report(one),
    report([{ ...finding('a', place('9', { message: '1 is weak' })), project: './stack' }]),
    ['unchanged 1→9'],
  ],
  [
    'the same fault in other words',
    report([finding('a', place('1', { message: 'web shares network front' }))]),
    report([finding('a', place('9', { message: 'web shares network back' }))]),
    ['unchanged 1→9'],
  ],
  [
    'another image with the same fault',
    report([finding('a', place('1', image('1')))]),
    report([
      finding(
        'a',
        place('8', {
          subject: { kind: 'image', name: 'caddy:2' },
          message: 'caddy:2 floats',
          ...at('compose.yaml', 4, 'image: caddy:2'),
        }),
        place('9', {
          subject: { kind: 'image', name: 'redis:8' },
          message: 'redis:8 floats',
          ...at('compose.yaml', 9, 'image: redis:8'),
        }),
      ),
    ]),
    ['new →9', 'touched 1→8'],
  ],
  [
    'a stage with another number',
    report([finding('a', place('1', { subject: { kind: 'stage', name: 'Dockerfile stage 0' }, message: 'stage 0' }))]),
    report([finding('a', place('9', { subject: { kind: 'stage', name: 'Dockerfile run' }, message: 'run' }))]),
    ['moved 1→9: it was at compose.yaml:3'],
  ],
  [
    'a place that nobody can judge now',
    report(one),
    report([], { unknown: unknown() }),
    ['unknown 1→: ${BASE} is not set'],
  ],
  [
    'an image whose tag became a variable',
    report([finding('a', place('1', image('1')))]),
    report([], { unknown: unknown({ subject: { kind: 'image', name: '${BASE}' } }) }),
    ['unknown 1→: ${BASE} is not set'],
  ],
  [
    'a repaired service beside another that nobody can judge',
    report(one),
    report([], { unknown: unknown({ subject: { kind: 'service', name: 'db' } }) }),
    ['fixed 1→'],
  ],
  [
    'what nobody could judge before either',
    report(one, { unknown: unknown() }),
    report([], { unknown: unknown() }),
    ['fixed 1→'],
  ],
  [
    'one unknown that explains one place',
    report([finding('a', place('1'), place('2'))]),
    report([], { unknown: unknown() }),
    ['unknown 1→: ${BASE} is not set', 'fixed 2→'],
  ],
  [
    'a place that nobody could judge before',
    report([], { unknown: unknown() }),
    report(one),
    ['uncovered →1: before, nobody could tell: ${BASE} is not set'],
  ],
  [
    'a place that is accepted now',
    report(one),
    report([finding('a', place('1', { accepted }))]),
    ['accepted 1→1: known'],
  ],
  [
    'a new place that is accepted',
    report([]),
    report([finding('a', place('1', { accepted }))]),
    ['accepted →1: known'],
  ],
  [
    'an acceptance that ended',
    report([finding('a', place('1', { accepted: { ...accepted, until: '2026-01-31' } }))]),
    report(one),
    ['unaccepted 1→1: it was accepted until 2026-01-31'],
  ],
  [
    'an accepted place that is repaired',
    report([finding('a', place('1', { accepted }))]),
    report([]),
    ['fixed 1→: it had been accepted'],
  ],
  [
    'a place that got worse, and one that got better',
    report([finding('a', place('1', { severity: 'low' }), place('2', { severity: 'high' }))]),
    report([finding('a', place('1', { severity: 'high' }), place('2', { severity: 'low' }))]),
    ['worse 1→1: it was low', 'lighter 2→2: it was high'],
  ],
  [
    'a list that lost its first entry',
    report([finding('a', place('0', { message: 'port 1' }), place('1', { message: 'port 2' }))]),
    report([finding('a', place('0', { message: 'port 2' }))]),
    ['fixed 0→', 'unchanged 1→0'],
  ],
  [
    'an image with another tag, as another rule of its family',
    report([finding('a', place('1', { severity: 'high', ...image('latest') }))]),
    report([finding('b', place('2', { severity: 'low', ...image('1') }))]),
    ['lighter 1→2: it was a'],
    { families },
  ],
  [
    'the same without knowing families',
    report([finding('a', place('1', image('latest')))]),
    report([finding('b', place('2', image('1')))]),
    ['new →2', 'fixed 1→'],
  ],
  [
    'a file with another name',
    report([finding('a', place('1', at('compose.yaml', 3, 'web: x')), place('2', at('compose.yaml', 9, 'db: x')))]),
    report(
      [
        finding(
          'a',
          place('8', { message: '1 is weak', ...at('stack.yaml', 5, 'web:  x') }),
          place('9', { message: '2 is weak', ...at('stack.yaml', 8, 'db: x') }),
        ),
      ],
      { inventory: { images: [], dockerfiles: ['Dockerfile'], composeFiles: ['stack.yaml'], workflows: [] } },
    ),
    ['moved 1→8: it was at compose.yaml:3', 'moved 2→9: it was at compose.yaml:9'],
  ],
  [
    'a fault that is repaired in one file and made in another, while both files are there',
    report([finding('a', place('1', at('a/Dockerfile', 1, 'FROM x')))], {
      inventory: { images: [], dockerfiles: ['a/Dockerfile', 'b/Dockerfile'], composeFiles: [], workflows: [] },
    }),
    report([finding('a', place('2', { message: '1 is weak', ...at('b/Dockerfile', 1, 'FROM x') }))], {
      inventory: { images: [], dockerfiles: ['a/Dockerfile', 'b/Dockerfile'], composeFiles: [], workflows: [] },
    }),
    ['new →2', 'fixed 1→'],
  ],
  [
    'a service with another name',
    report([finding('a', place('1', { message: 'web is weak' }))]),
    report(
      [
        finding(
          'a',
          place('2', {
            message: 'site is weak',
            subject: { kind: 'service', name: 'site' },
            ...at('compose.yaml', 3, '  site:'),
          }),
        ),
      ],
      {
        projects: report([]).projects.map((project) => ({
          ...project,
          graph: { nodes: [sampleService('site', 'nginx'), sampleService('db', 'postgres')], edges: [] },
        })),
      },
    ),
    ['moved 1→2: it was at compose.yaml:3'],
  ],
  [
    'a ticked place',
    report(one),
    report(one),
    ['claimed 1→1: it was ticked as done'],
    { claims: readClaims('- [x] do <!-- place:1 -->') },
  ],
  [
    'a ticked rule',
    report(one),
    report(one),
    ['claimed 1→1: it was ticked as done'],
    { claims: readClaims('- [X] do <!-- rule:a -->') },
  ],
  [
    'a ticked place that is repaired',
    report(one),
    report([]),
    ['fixed 1→'],
    { claims: readClaims('- [x] do <!-- place:1 -->') },
  ],
  [
    'lines that were changed in vain',
    report([finding('a', place('1', at('compose.yaml', 3, 'user: root')))]),
    report([finding('a', place('1', at('compose.yaml', 4, 'user: "0"')))]),
    ['touched 1→1'],
  ],
  [
    'lines that are only indented otherwise',
    report([finding('a', place('1', at('compose.yaml', 3, 'user:   root')))]),
    report([finding('a', place('1', at('compose.yaml', 4, '    user: root')))]),
    ['unchanged 1→1'],
  ],
  [
    'lines that were changed for another weakness',
    report([finding('a', place('1', at('compose.yaml', 3, 'image: x'))), finding('b', place('2'))]),
    report([finding('a', place('1', at('compose.yaml', 3, 'image: x:1')))]),
    ['fixed 2→', 'unchanged 1→1'],
  ],
]

describe('what became of a place', () => {
  for (const [what, before, after, changes, options] of cases) {
    it(`is said of ${what}`, () => expect(changesOf(before, after, options)).toEqual(changes))
  }

  it('is nothing between a report and itself', () => {
    for (const same of [sampleReport(), hostileReport(), emptyReport()]) expect(isQuiet(compare(same, same))).toBe(true)
    fc.assert(
      fc.property(anyReport, (same) => {
        expect(isQuiet(compare(same, same))).toBe(true)
      }),
    )
  })

  it('is one thing for every place of both reports', () => {
    const names = (report: Report): readonly string[] =>
      entriesOf(report)
        .map(({ place: { id } }) => id)
        .sort()
    fc.assert(
      fc.property(anyReport, anyReport, fc.boolean(), (before, after, related) => {
        const { changes, counts } = compare(before, after, related ? { families } : {})
        expect(changes.flatMap((change) => change.before?.id ?? []).sort()).toEqual(names(before))
        expect(changes.flatMap((change) => change.after?.id ?? []).sort()).toEqual(names(after))
        expect(Object.values(counts).reduce((sum, number) => sum + number, 0)).toBe(changes.length)
      }),
    )
  })

  it('is never "fixed" for a rule that did not run', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (before, after) => {
        const ids = new Set([
          ...after.tool.rules.ids,
          ...after.findings.map(({ rule }) => rule),
          ...after.unknown.map(({ rule }) => rule),
        ])
        const fixed = compare(before, after).changes.filter(({ change }) => change === 'fixed')
        if (after.tool.rules.ids.length > 0) expect(fixed.filter(({ rule }) => !ids.has(rule))).toEqual([])
      }),
    )
  })
})

describe('what else changed', () => {
  const scored = (
    overall: number,
    points: readonly (readonly [string, number, number])[],
    more: Partial<Report> = {},
  ): Report =>
    report([], {
      score: sampleScore({
        overall,
        accepted: overall,
        categories: [
          sampleCategory({
            score: overall,
            strengths: [],
            ledger: points.map(([rule, lost, failing]) => ({ rule, reason: null, points: lost, failing, of: 4 })),
          }),
        ],
      }),
      headline: '.',
      ...more,
    })

  it('is the score, with the lines of the ledger that it comes from', () => {
    const { score } = compare(
      scored(5, [
        ['a', -3, 2],
        ['b', -2, 1],
      ]),
      scored(7.2, [
        ['b', -2.4, 1],
        ['c', -0.4, 1],
      ]),
    )
    expect(score.before?.overall).toBe(5)
    expect(score.after?.overall).toBe(7.2)
    const [category] = score.categories
    expect(category?.ledger.map(({ rule, points, own }) => [rule, points, own])).toEqual([
      ['a', 3, true],
      ['b', -0.4, false],
      ['c', -0.4, true],
    ])
    expect(category?.ledger.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(2.2)
  })

  it('is the verdict, but not where nobody looked', () => {
    const severe = { ...finding('a', place('1')), phase: 1 as const, message: 'a is open' }
    const before = report([severe], {
      verdict: { go: false, because: ['high: a is open', 'high: b is open', 'high: c (4 places)'] },
    })
    const seen = compare(before, report([], { verdict: { go: false, because: ['high: c (3 places)'] } }))
    expect(seen.verdict.removed).toEqual(['high: a is open', 'high: b is open'])
    const unseen = compare(before, report([], {}, ['b']))
    expect(unseen.verdict.removed).toEqual(['high: b is open', 'high: c (4 places)'])
    expect(unseen.notes).toContainEqual(expect.stringContaining('1 place of the first report was not looked at'))
  })

  it('is the checklist and the scans', () => {
    const item = { id: 'x', group: 'g', title: 'X', evidence: [], command: null, rules: [], verification: '' }
    const scan = {
      scanner: 'trivy' as const,
      file: 'scan.json',
      image: 'nginx:1',
      digest: null,
      scannedAt: null,
      reference: null,
      usedBy: [],
      counts: { critical: 1, high: 2, medium: 0, low: 0, unknown: 0 },
      fixable: 0,
      worst: [],
    }
    const { checklist, scans } = compare(
      report([], { checklist: [{ ...item, status: 'fail' }] }),
      report([], {
        checklist: [
          { ...item, status: 'pass' },
          { ...item, id: 'y', status: 'manual' },
        ],
        scans: [scan],
      }),
    )
    expect(checklist.map(({ id, before, after }) => [id, before, after])).toEqual([
      ['x', 'fail', 'pass'],
      ['y', null, 'manual'],
    ])
    expect(scans).toEqual([{ scanner: 'trivy', image: 'nginx:1', before: null, after: scan.counts }])
  })

  it.each([
    [{ target: { path: 'other', commit: null } }, 'They are of different directories: `.` and `other`.'],
    [{ createdAt: '2020-01-01T00:00:00.000Z' }, 'The second report is older than the first: are they swapped?'],
    [{ config: { digest: 'other' } }, 'The configuration changed between them.'],
    [
      { incomplete: [{ what: 'x', because: 'y', location: null }] },
      'The second audit is incomplete: 1 thing could not be read.',
    ],
  ])('%j makes a note', (more, note) => {
    expect(compare(report([]), report([], more)).notes).toEqual([note])
  })

  it('is which rules ran', () => {
    const { rules, same, notes } = compare(report([], {}, ['a', 'b']), report([], {}, ['b', 'c', 'd']))
    expect(rules).toEqual({ added: ['c', 'd'], removed: ['a'] })
    expect(same).toEqual({ rules: false, configuration: true, commit: null })
    expect(notes[0]).toMatch(/^The second audit ran 2 rules that did not run before, and 1 fewer of the rules/)
  })
})
