import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Place, Report } from '../core/report.ts'
import { anyReport } from './any-report.cases.ts'
import { hostileReport } from './extreme.fixture.ts'
import { history } from './history.ts'
import { comparisonView } from './html/views/comparison.ts'
import { historyView } from './html/views/history.ts'
import { emptyReport, sampleFinding, samplePlace, sampleScore, sampleService } from './parts.fixture.ts'
import { isOpen } from './words.ts'

/** A report of a day of January. */
function on(day: number, ids: readonly string[], more: Partial<Report> = {}): Report {
  const places = ids.map((id): Place => samplePlace({ id, message: id }))
  return emptyReport({
    tool: { name: 'drydock', version: '0.1.0', rules: { digest: 'x', preview: false, ids: ['a'] } },
    createdAt: `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`,
    target: { path: 'shop', commit: null },
    score: sampleScore({ overall: 10 - ids.length, accepted: 10 - ids.length }),
    projects: [
      {
        ...{ id: 'shop', path: '', variants: [], score: null, scoredVariant: null },
        graph: { nodes: [sampleService('web', 'nginx')], edges: [] },
      },
    ],
    findings: places.length === 0 ? [] : [sampleFinding({ rule: 'a', places })],
    ...more,
  })
}

const daysOf = (reports: readonly Report[]): readonly (readonly string[])[] =>
  history(reports).map(({ runs }) => runs.map(({ report }) => report.createdAt.slice(8, 10)))

const otherStack = (names: readonly string[]): Partial<Report> => ({
  projects: on(1, []).projects.map((project) => ({
    ...project,
    graph: { nodes: names.map((name) => sampleService(name, 'x')), edges: [] },
  })),
})

describe('histories', () => {
  it('are in order of time, whatever the order of the files', () => {
    expect(daysOf([on(3, []), on(1, []), on(2, [])])).toEqual([['01', '02', '03']])
  })

  it.each([
    ['another path', on(2, [], { target: { path: 'pay', commit: null } }), [['01'], ['02']]],
    ['the same path, written otherwise', on(2, [], { target: { path: './shop/', commit: null } }), [['01', '02']]],
    ['the same path and other services', on(2, [], otherStack(['api', 'queue'])), [['01'], ['02']]],
    ['the same path and one service more', on(2, [], otherStack(['web', 'queue'])), [['01', '02']]],
    ['no services at all', on(2, [], { projects: [] }), [['01', '02']]],
  ])('of %s', (_, report, days) => {
    expect(daysOf([on(1, []), report])).toEqual(days)
  })

  it('say when a place was first seen, when it went, and when it came back', () => {
    const [one] = history([
      on(1, ['p', 'q']),
      on(2, ['q']),
      on(3, ['p', 'q', 'r']),
      on(4, ['p', 'r'], { tool: on(1, []).tool }),
    ])
    expect(
      one?.places.map(({ place, firstSeen, closed, reopened }) => [place.id, firstSeen, closed?.run ?? null, reopened]),
    ).toEqual([
      ['p', 0, null, [2]],
      ['r', 2, null, []],
      ['q', 0, 3, []],
    ])
    expect(one?.runs[2]?.comparison?.counts).toMatchObject({ regressed: 1, new: 1, unchanged: 1 })
  })

  it('do not take for a repair what nobody looked at', () => {
    const narrow = {
      tool: { name: 'drydock', version: '0.1.0', rules: { digest: 'y', preview: false, ids: ['b'] } },
    } as const
    const [one] = history([on(1, ['p']), on(2, [], narrow), on(3, ['p'])])
    expect(one?.places).toMatchObject([{ firstSeen: 0, closed: null, reopened: [] }])
    expect(one?.runs[2]?.comparison?.counts.regressed).toBe(0)
  })

  it('follow a place from file to file', () => {
    const moved = samplePlace({ id: 'z', message: 'p', location: { ...samplePlace().location, file: 'stack.yaml' } })
    const [one] = history([
      on(1, ['p']),
      on(2, [], { score: null, findings: [sampleFinding({ rule: 'a', places: [moved] })] }),
      on(3, []),
    ])
    expect(one?.places).toMatchObject([{ place: { id: 'z' }, firstSeen: 0, closed: { run: 2, as: 'fixed' } }])
  })

  it('hold every open place of the latest report as open', () => {
    fc.assert(
      fc.property(fc.array(anyReport, { minLength: 1, maxLength: 4 }), (reports) => {
        const histories = history(reports)
        expect(histories.flatMap(({ runs }) => runs)).toHaveLength(reports.length)
        for (const { runs, places } of histories) {
          const open = new Set(
            places.filter(({ closed }) => closed === null).map(({ rule, place }) => `${rule} ${place.id}`),
          )
          const latest = runs.at(-1)?.report.findings ?? []
          // Names that stand for one place each: a hostile report gives one to several.
          const all = latest.flatMap(({ rule, places: own }) =>
            own.map((place) => ({ name: `${rule} ${place.id}`, place })),
          )
          const single = all.filter(({ name }) => all.filter((other) => other.name === name).length === 1)
          if (runs.length === 1) {
            for (const { name, place } of single) if (isOpen(place)) expect(open).toContain(name)
          }
        }
      }),
    )
  })
})

describe('the views', () => {
  const series = [
    on(1, ['p', 'q', 'r']),
    on(2, ['q']),
    on(3, ['p', 'q']),
    on(2, [], { target: { path: 'pay', commit: null } }),
  ]

  it('show where each stands, and how the score went', () => {
    const text = historyView(history(series)).toString()
    expect(text).toContain('2 targets, 4 audits.')
    expect(text).toContain('aria-label="Scores: 7.0, 9.0, 8.0"')
    expect(text).toContain('aria-label="Score over time: 2026-01-01 7.0, 2026-01-02 9.0, 2026-01-03 8.0"')
    expect(text).toContain('Came back after a repair (1)')
    expect(text).toContain('came back 2026-01-03')
  })

  it('hold no style, no handler, and no name as markup', () => {
    const hostile = { ...hostileReport(), createdAt: '2026-03-01T00:00:00.000Z' }
    const histories = history([...series, { ...hostile, findings: [] }, hostile, on(9, ['x'])])
    const views = [
      historyView(histories),
      ...histories.flatMap(({ runs }) =>
        runs.flatMap(({ comparison }) => (comparison ? [comparisonView(comparison)] : [])),
      ),
    ]
    expect(views.length).toBeGreaterThan(3)
    for (const text of views.map(String)) {
      const tags = [...text.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)]
      expect(tags.map(([tag]) => tag).filter((tag) => /\sstyle=|\son\w+=|<script|<img/.test(tag))).toEqual([])
      const open: string[] = []
      for (const [, end, name = '', empty] of tags) {
        if (end !== '') expect(open.pop()).toBe(name)
        else if (empty === '') open.push(name)
      }
      expect(open).toEqual([])
    }
  })

  it('say that nothing changed', () => {
    const [one] = history([on(1, ['p']), on(2, ['p'])])
    const comparison = one?.runs[1]?.comparison
    expect(String(comparison && comparisonView(comparison))).toContain('No place changed.')
  })
})
