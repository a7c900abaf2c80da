import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JudgedPlace } from '../core/judged.ts'
import type { LedgerEntry, Score } from '../core/report.ts'
import { type Category, categories } from '../core/rule.ts'
import { severities } from '../core/verdict.ts'
import { placeOf, placesOf, ruleOf } from './judged.fixture.ts'
import { scoreProject } from './score.ts'

const production = [{ name: 'production', productionLike: true }]
const scoreOf = (judged: readonly JudgedPlace[]): Score => {
  const scored = scoreProject(judged, production)
  if (!scored) throw new Error('nothing was scored')
  return scored.score
}
const categoryOf = (judged: readonly JudgedPlace[], id: Category = 'runtime-hardening') =>
  scoreOf(judged).categories.find((category) => category.id === id)
const cents = (ledger: readonly LedgerEntry[]): number =>
  ledger.reduce((sum, entry) => sum + Math.round(entry.points * 100), 0)

describe('one rule', () => {
  it.each([
    ['critical', 4, 4, 4.0],
    ['critical', 1, 4, 6.3],
    ['high', 4, 4, 6.5],
    ['high', 2, 4, 7.4],
    ['medium', 10, 10, 8.5],
    ['medium', 1, 10, 9.2],
    ['low', 1, 50, 9.7],
    ['info', 5, 5, 10],
  ] as const)('%s on %i of %i places leaves %d', (severity, failing, of, score) => {
    const category = categoryOf(placesOf(ruleOf('r', { severity }), failing, of))
    expect(category?.score).toBe(score)
    expect(category?.ledger.map(({ failing, of }) => [failing, of])).toEqual(severity === 'info' ? [] : [[failing, of]])
  })

  it('counts unknown places in neither half', () => {
    const rule = ruleOf('r', { severity: 'high' })
    const unknown = Array.from({ length: 20 }, (_, at) => placeOf(rule, 'unknown', 100 + at))
    expect(categoryOf([...placesOf(rule, 2, 4), ...unknown])?.ledger).toEqual(categoryOf(placesOf(rule, 2, 4))?.ledger)
  })

  it('takes half of the worst and half of the mean where severities differ', () => {
    const rule = ruleOf('r')
    const places = [placeOf(rule, 'fail', 1, { severity: 'critical' }), placeOf(rule, 'fail', 2, { severity: 'low' })]
    expect(categoryOf(places)?.score).toBeCloseTo(10 * (1 - (0.3 + 0.325 / 2)), 1)
  })

  it('is one deduction for ten services that lack one flag', () => {
    const ten = categoryOf(placesOf(ruleOf('r'), 10, 10))
    expect(ten).toEqual({ ...categoryOf(placesOf(ruleOf('r'), 1, 1)), ledger: ten?.ledger })
    expect(ten?.ledger).toHaveLength(1)
  })

  it('shows one bad service among fifty', () => {
    expect(categoryOf(placesOf(ruleOf('r'), 1, 50))?.score).toBeLessThan(9.3)
  })
})

describe('several rules', () => {
  it('takes each from what the worse ones left', () => {
    const places = [
      ...placesOf(ruleOf('b', { severity: 'medium' }), 1, 1),
      ...placesOf(ruleOf('a', { severity: 'medium' }), 1, 1),
      ...placesOf(ruleOf('z', { severity: 'critical' }), 1, 1),
    ]
    const category = categoryOf(places)
    expect(category?.ledger.map(({ rule }) => rule)).toEqual(['z', 'a', 'b'])
    expect(category?.score).toBe(2.9)
    expect(category?.ledger.map(({ points }) => points)).toEqual([-5.99, -0.6, -0.51])
  })

  it('neither helps nor hurts by rules that pass', () => {
    const failing = placesOf(ruleOf('r'), 1, 2)
    expect(scoreOf([...failing, ...placesOf(ruleOf('good'), 0, 9)]).overall).toBe(scoreOf(failing).overall)
  })

  it('scores exposures only, and only categories in which something was judged', () => {
    const judged = [
      ...placesOf(ruleOf('r'), 0, 1),
      ...placesOf(ruleOf('broken', { kind: 'breakage', severity: 'critical' }), 1, 1),
      ...placesOf(ruleOf('untidy', { kind: 'hygiene', category: 'build-security' }), 1, 1),
      placeOf(ruleOf('dark', { category: 'image-tagging' }), 'unknown', 1),
    ]
    expect(scoreOf(judged).categories.map(({ id, score }) => [id, score])).toEqual([['runtime-hardening', 10]])
    expect(scoreProject([placeOf(ruleOf('dark'), 'unknown', 1)], production)).toBeUndefined()
    expect(scoreProject([], [])).toBeUndefined()
  })

  it('lists categories in report order and means them', () => {
    const judged = [
      ...placesOf(ruleOf('n', { category: 'network-exposure' }), 0, 1),
      ...placesOf(ruleOf('m', { category: 'multi-stage-builds', severity: 'high' }), 1, 1),
    ]
    const { categories: scored, overall, grade } = scoreOf(judged)
    expect(scored.map(({ id }) => id)).toEqual(['multi-stage-builds', 'network-exposure'])
    expect([overall, grade]).toEqual([8.3, 'B'])
  })
})

describe('families', () => {
  const tag = { family: 'tag', category: 'image-tagging' } as const
  const latest = ruleOf('latest-tag', { ...tag, severity: 'high' })
  const floating = ruleOf('floating-tag', { ...tag, severity: 'medium' })
  const noDigest = ruleOf('digest-missing', { ...tag, severity: 'low' })
  const unversioned = ruleOf('build-unversioned', { category: 'image-tagging', severity: 'high' })

  it('comes to about four of ten for the usual state of tags', () => {
    const judged = [
      ...placesOf(latest, 1, 3),
      ...placesOf(floating, 3, 3),
      ...placesOf(noDigest, 3, 3),
      ...placesOf(unversioned, 2, 2),
    ]
    const category = categoryOf(judged, 'image-tagging')
    // 10 × (1 − 0.35 × ⅔) × (1 − 0.15 × ⅚) × (1 − 0.35)
    expect(category?.score).toBe(4.4)
    expect(category?.ledger.map(({ rule, failing, of }) => [rule, failing, of])).toEqual([
      ['build-unversioned', 2, 2],
      ['latest-tag', 1, 3],
      ['floating-tag', 2, 3],
    ])
  })

  it('keeps families, places and projects apart', () => {
    const other = ruleOf('other', { ...tag, family: 'user', severity: 'low' })
    const judged = [placeOf(latest, 'fail', 1), placeOf(other, 'fail', 1), placeOf(noDigest, 'fail', 2)]
    expect(categoryOf(judged, 'image-tagging')?.ledger.map(({ rule }) => rule)).toEqual([
      'latest-tag',
      'digest-missing',
      'other',
    ])
  })

  it('lets an accepted finding hide the weaker ones too', () => {
    const accepted = { reason: 'r', owner: null, until: null }
    const score = scoreOf([placeOf(latest, 'fail', 1, { accepted }), placeOf(noDigest, 'fail', 1)])
    expect([score.overall, score.accepted]).toEqual([6.5, 10])
  })
})

describe('the cap', () => {
  const critical = ruleOf('r', { severity: 'critical', category: 'secrets-management' })
  const good = [
    ...placesOf(ruleOf('g1'), 0, 1),
    ...placesOf(ruleOf('g2', { category: 'image-tagging' }), 0, 1),
    ...placesOf(ruleOf('g3', { category: 'build-security' }), 0, 1),
  ]

  it('holds the overall score down while a critical exposure is open, as a line of the ledger', () => {
    const score = scoreOf([...good, ...placesOf(critical, 1, 1)])
    expect([score.overall, score.grade]).toEqual([6.9, 'D'])
    expect(score.ledger).toEqual([
      {
        rule: null,
        reason: 'an open critical exposure caps the overall score at 6.9',
        points: -1.6,
        failing: 1,
        of: 1,
      },
    ])
  })

  it('does not count an accepted one as open, yet deducts it', () => {
    const accepted = { reason: 'behind a VPN', owner: null, until: null }
    const score = scoreOf([...good, placeOf(critical, 'fail', 1, { accepted })])
    expect([score.overall, score.accepted, score.ledger]).toEqual([8.5, 10, []])
  })
})

describe('variants', () => {
  const rule = ruleOf('r', { severity: 'high' })
  const judged = [
    placeOf(rule, 'fail', 1, { inVariants: ['development'] }),
    placeOf(rule, 'pass', 1, { inVariants: ['production', 'staging'] }),
    placeOf(ruleOf('s'), 'fail', 2, { inVariants: ['staging'] }),
  ]
  const variant = (name: string, productionLike: boolean) => ({ name, productionLike })

  it('takes the worst production-like variant', () => {
    const variants = [variant('production', true), variant('staging', true), variant('development', false)]
    expect(scoreProject(judged, variants)?.variant).toBe('staging')
    expect(scoreProject(judged, variants)?.score.overall).toBe(8.5)
  })

  it('takes all variants where none is production-like, and everything where there is none', () => {
    expect(scoreProject(judged, [variant('development', false)])?.score.overall).toBe(6.5)
    expect(scoreProject(judged, [])?.variant).toBeNull()
  })
})

describe('projection', () => {
  const closable = ruleOf('c', { severity: 'critical', category: 'secrets-management' })

  it('closes phase after phase, and never what is accepted or unknown', () => {
    const accepted = { reason: 'r', owner: null, until: null }
    const judged = [
      placeOf(closable, 'fail', 1),
      placeOf(ruleOf('m', { effort: 20 }), 'fail', 2),
      placeOf(ruleOf('l', { severity: 'low' }), 'fail', 3),
      placeOf(ruleOf('a', { severity: 'high', effort: 60 }), 'fail', 4, { accepted }),
      placeOf(ruleOf('u'), 'unknown', 5),
    ]
    const { overall, projected } = scoreOf(judged)
    expect([overall, ...projected.map((entry) => entry.overall)]).toEqual([4.6, 7.6, 8.1, 8.3])
    expect(projected.map((entry) => entry.phase)).toEqual([1, 2, 3])
  })
})

const somePlaces = fc
  .array(
    fc.record({
      rule: fc.integer({ min: 0, max: 7 }),
      at: fc.integer({ min: 0, max: 5 }),
      verdict: fc.constantFrom('pass', 'fail', 'fail', 'unknown'),
      severity: fc.constantFrom(...severities),
      accepted: fc.boolean(),
      variant: fc.constantFrom('', 'production', 'staging'),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map(({ rule, at, verdict, severity, accepted, variant }): JudgedPlace => {
      const ids = Object.keys(categories) as Category[]
      const family = rule % 4 === 0 ? { family: 'tag' } : {}
      const metadata = ruleOf(`rule-${rule}`, { category: ids[rule % 3] ?? 'image-tagging', ...family })
      return placeOf(metadata, verdict, at, {
        severity,
        inVariants: variant === '' ? [] : [variant],
        accepted: accepted && verdict === 'fail' ? { reason: '', owner: null, until: null } : undefined,
      })
    }),
  )
const two = [...production, { name: 'staging', productionLike: true }]

describe('for any judgements', () => {
  it('stays between 0 and 10, and every ledger adds up exactly', () => {
    fc.assert(
      fc.property(somePlaces, (judged) => {
        const score = scoreProject(judged, two)?.score
        if (!score) return
        for (const { score: points, ledger } of score.categories) {
          expect(points).toBeGreaterThanOrEqual(0)
          expect(points).toBeLessThanOrEqual(10)
          expect(cents(ledger)).toBe(Math.round(points * 100) - 1000)
          for (const entry of ledger) expect(entry.points).toBeLessThanOrEqual(0)
        }
        const mean = score.categories.reduce((sum, category) => sum + category.score, 0) / score.categories.length
        expect(Math.abs(mean + cents(score.ledger) / 100 - score.overall)).toBeLessThanOrEqual(0.05 + 1e-9)
        expect(score.accepted).toBeGreaterThanOrEqual(score.overall)
      }),
    )
  })

  it('never scores lower for a place that is repaired, with all that its family says of it', () => {
    fc.assert(
      fc.property(somePlaces, fc.nat(), (judged, pick) => {
        const failing = judged.filter((place) => place.verdict === 'fail')
        const chosen = failing[pick % Math.max(1, failing.length)]
        const before = scoreProject(judged, two)
        if (!chosen || !before) return
        const same = (place: JudgedPlace): boolean =>
          place === chosen ||
          (place.rule.family !== undefined &&
            place.rule.family === chosen.rule.family &&
            place.subject.name === chosen.subject.name)
        const after = scoreProject(
          judged.map((place) => (same(place) && place.verdict === 'fail' ? { ...place, verdict: 'pass' } : place)),
          two,
        )
        expect(after?.score.overall).toBeGreaterThanOrEqual(before.score.overall)
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order of the judgements', () => {
    fc.assert(
      fc.property(somePlaces, (judged) => {
        expect(scoreProject(judged.toReversed(), two)).toEqual(scoreProject(judged, two))
      }),
    )
  })
})
