import { describe, expect, it } from 'vitest'
import type { Control, ScanStanding } from '../core/assurance.ts'
import { controlDefinitions } from '../core/controls.ts'
import type { JudgedPlace } from '../core/judged.ts'
import { spansOf } from '../core/origin.ts'
import type { RuleMetadata } from '../core/rule.ts'
import { controlsOf, openControls } from './controls.ts'
import { placeOf, placesOf, ruleOf } from './judged.fixture.ts'
import type { Locate } from './strengths.ts'

const locate: Locate = (origin) => {
  const [at] = spansOf(origin)
  return at && { kind: 'file', file: at.file, startLine: at.start, startColumn: 1, endLine: at.start, endColumn: 2 }
}
const writable = ruleOf('root-writable', { references: ['CIS Docker Benchmark 5.13', 'NIST SP 800-190 4.4.4'] })
const listed = (
  judged: readonly JudgedPlace[],
  ran: readonly RuleMetadata[] = [writable],
  known = ran,
  scans: ScanStanding | null = null,
) => {
  const tally = openControls(locate)
  tally.add(judged)
  return tally.list({ known, ran, scans })
}
const control = (id: string, ...rest: Parameters<typeof listed>): Control | undefined =>
  listed(...rest).find((one) => one.id === id)

describe('the controls', () => {
  it('are each there once, and numbered in order', () => {
    const keys = controlDefinitions.map(({ framework, id }) => `${framework} ${id}`)
    expect(new Set(keys).size).toBe(keys.length)
    const sizes = Map.groupBy(controlDefinitions, ({ framework, id }) => `${framework} ${id.split('.')[0]}`)
    expect([...sizes].map(([section, all]) => [section, all.length])).toEqual([
      ['CIS Docker Benchmark 1.8.0 1', 20],
      ['CIS Docker Benchmark 1.8.0 2', 19],
      ['CIS Docker Benchmark 1.8.0 3', 24],
      ['CIS Docker Benchmark 1.8.0 4', 12],
      ['CIS Docker Benchmark 1.8.0 5', 32],
      ['CIS Docker Benchmark 1.8.0 6', 2],
      ['CIS Docker Benchmark 1.8.0 7', 9],
      ['NIST SP 800-190 (2017) 4', 23],
    ])
  })

  it('are named by references, whole', () => {
    const ids = (more: Partial<RuleMetadata>) => controlsOf(ruleOf('a-rule', more)).map(({ id }) => id)
    expect(ids({ references: ['CIS Docker Benchmark 5.1', 'CIS Docker Benchmark 4.10'] })).toEqual(['4.10', '5.1'])
    expect(ids({ references: ['NIST SP 800-190 4.1.1'] })).toEqual(['4.1.1'])
    expect(ids({ references: ['https://example.org/'], peers: ['cis:4.1'] })).toEqual([])
  })
})

describe('a control', () => {
  it('fails where one place fails, with counts and places', () => {
    expect(control('5.13', placesOf(writable, 2, 3))).toMatchObject({
      status: 'fail',
      rules: [{ rule: 'root-writable', failing: 2, passing: 1, unknown: 0 }],
      evidence: ['compose.yaml:0', 'compose.yaml:1'],
      because: null,
    })
  })

  it('fails where the risk is accepted, and says on whose word', () => {
    const accepted = { reason: 'writes its cache', owner: 'ops', until: '2026-12-31' }
    expect(control('5.13', [placeOf(writable, 'fail', 3, { accepted })])).toMatchObject({
      status: 'fail',
      evidence: ['compose.yaml:3 (accepted: writes its cache, by ops, until 2026-12-31)'],
    })
  })

  it('is unknown where one cannot be told, passes where all pass, and folds what shows it', () => {
    expect(control('5.13', [placeOf(writable, 'pass', 1), placeOf(writable, 'unknown', 2)])?.status).toBe('unknown')
    const passing = control('5.13', placesOf(writable, 0, 9))
    expect(passing?.status).toBe('pass')
    expect(passing?.evidence).toHaveLength(6)
    expect(passing?.evidence.at(-1)).toBe('and 4 more')
  })

  it('says where a pass is not the whole of it', () => {
    expect(control('4.4.4', placesOf(writable, 0, 1))?.evidence.at(-1)).toMatch(/^as far as files tell/)
  })

  it('is not assessed, and says why', () => {
    expect(control('5.13', [])).toMatchObject({
      status: 'not-assessed',
      because: expect.stringMatching(/nothing that `root-/),
    })
    expect(control('5.13', [], [], [writable])?.because).toMatch(/did not run; `--preset cis`/)
    expect(control('1.2.2', [])?.because).toMatch(/docker-bench-security/)
  })

  it('that asks for scans is decided by those that were handed in, too', () => {
    const rebuilt = ruleOf('rebuilt', { references: ['CIS Docker Benchmark 4.4'] })
    const status = (judged: readonly JudgedPlace[], scan: ScanStanding['status']) => {
      const found = control('4.4', judged, [rebuilt], [rebuilt], { status: scan, evidence: ['1 of 1 images scanned'] })
      return [found?.status, found?.evidence]
    }
    expect(status([], 'pass')).toEqual(['pass', ['1 of 1 images scanned']])
    expect(status(placesOf(rebuilt, 0, 1), 'fail')).toEqual(['fail', ['1 of 1 images scanned']])
    expect(status(placesOf(rebuilt, 1, 1), 'pass')).toEqual(['fail', ['compose.yaml:0']])
    expect(status([], 'manual')[0]).toBe('not-assessed')
    expect(control('5.13', [], [], [], { status: 'fail', evidence: ['bad'] })?.status).toBe('not-assessed')
  })

  it('is touched only by the row of a rule that speaks of it', () => {
    const shared = ruleOf('namespace-shared', {
      references: ['CIS Docker Benchmark 5.16', 'CIS Docker Benchmark 5.17', 'NIST SP 800-190 4.4.3'],
      peers: ['cis:5.16', 'cis:5.17'],
    })
    const judged = [placeOf(shared, 'fail', 1, { peers: ['cis:5.16'] }), placeOf(shared, 'pass', 2)]
    const status = (id: string) => control(id, judged, [shared])?.status
    expect([status('5.16'), status('5.17'), status('4.4.3')]).toEqual(['fail', 'pass', 'fail'])
  })
})
