import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding, Phase, Place, Score } from '../core/report.ts'
import { minutesPerWeek, planOf } from './plan.ts'

const place = (accepted: Place['accepted'] = null): Place => ({
  id: 'p',
  subject: { kind: 'service', name: 'web' },
  severity: 'medium',
  message: '',
  remedy: null,
  location: { kind: 'file', file: 'compose.yaml', startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
  excerpt: null,
  variants: [],
  related: [],
  fix: null,
  accepted,
})

const finding = (rule: string, phase: Phase, effort: number, more: Partial<Finding> = {}): Finding => ({
  rule,
  title: `Title of ${rule}`,
  kind: 'exposure',
  severity: 'medium',
  confidence: 'high',
  category: 'runtime-hardening',
  phase,
  effort,
  message: '',
  why: '',
  remedy: '',
  references: [],
  project: 'shop',
  places: [place()],
  ...more,
})

const score = (overall: number, ...after: readonly number[]): Score => ({
  overall,
  accepted: overall,
  grade: 'F',
  categories: [],
  ledger: [],
  projected: after.map((value, index) => ({ phase: (index + 1) as Phase, overall: value })),
})

const weekly = (findings: readonly Finding[]) =>
  planOf(findings, []).weeks.map((week) => week.tasks.map((task) => [task.rule, task.effort]))

describe('phases', () => {
  it('orders tasks worst first, joins a rule over projects, and leaves out what is accepted', () => {
    const plan = planOf(
      [
        finding('slow', 1, 60),
        finding('quick', 1, 5),
        finding('worst', 1, 90, { severity: 'critical', places: [place(), place()] }),
        finding('quick', 1, 7, { project: 'other', severity: 'low' }),
        finding('later', 3, 10),
        finding('known', 2, 0, { places: [place({ reason: 'r', owner: null, until: null })] }),
      ],
      [],
    )
    expect(plan.phases.map(({ phase, effort, tasks }) => [phase, effort, tasks.map((task) => task.rule)])).toEqual([
      [1, 162, ['worst', 'quick', 'slow']],
      [2, 0, []],
      [3, 10, ['later']],
    ])
    expect(plan.phases[0]?.tasks[1]).toMatchObject({ places: 2, effort: 12, severity: 'medium' })
  })

  it('projects the lowest project', () => {
    const projected = (scores: readonly Score[]) => planOf([], scores).phases.map((phase) => phase.projected)
    expect(projected([score(4, 6, 8, 9), score(5, 5.5, 8.5, 10)])).toEqual([5.5, 8, 9])
    expect(projected([])).toEqual([null, null, null])
  })
})

describe('weeks', () => {
  it('never splits a task that fits into a week, and keeps phases in order', () => {
    expect(weekly([finding('a', 1, 300), finding('b', 1, 310), finding('c', 1, 320), finding('d', 2, 100)])).toEqual([
      [['a', 300]],
      [['b', 310]],
      [
        ['c', 320],
        ['d', 100],
      ],
    ])
  })

  it('fills gaps within a phase', () => {
    expect(
      weekly([
        finding('a', 1, 400, { severity: 'high' }),
        finding('b', 1, 300, { severity: 'medium' }),
        finding('c', 1, 80, { severity: 'low' }),
      ]),
    ).toEqual([
      [
        ['a', 400],
        ['c', 80],
      ],
      [['b', 300]],
    ])
  })

  it('spreads a task that is longer than a week', () => {
    expect(weekly([finding('a', 1, 100), finding('long', 1, 1000)])).toEqual([
      [
        ['a', 100],
        ['long', 380],
      ],
      [['long', 480]],
      [['long', 140]],
    ])
  })

  it('adds up for any findings', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 2000 })), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(rows, (efforts) => {
        const plan = planOf(
          efforts.map(([phase, effort], index) => finding(`r${index}`, phase as Phase, effort)),
          [],
        )
        const total = efforts.reduce((sum, [, effort]) => sum + effort, 0)
        expect(plan.phases.reduce((sum, phase) => sum + phase.effort, 0)).toBe(total)
        expect(plan.weeks.reduce((sum, week) => sum + week.effort, 0)).toBe(total)
        for (const week of plan.weeks) {
          expect(week.effort).toBeLessThanOrEqual(minutesPerWeek)
          expect(week.effort).toBe(week.tasks.reduce((sum, task) => sum + task.effort, 0))
        }
      }),
    )
  })
})
