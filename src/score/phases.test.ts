import { expect, it } from 'vitest'
import type { Kind } from '../core/rule.ts'
import type { Confidence, Severity } from '../core/verdict.ts'
import { placeOf, ruleOf } from './judged.fixture.ts'
import { phaseOf, phasesOf } from './phases.ts'

type Case = readonly [kind: Kind, category: 'secrets-management' | 'runtime-hardening', Severity, effort: number]

it.each<readonly [...Case, Confidence, phase: number]>([
  ['exposure', 'runtime-hardening', 'critical', 240, 'high', 1],
  ['exposure', 'secrets-management', 'high', 240, 'high', 1],
  ['exposure', 'runtime-hardening', 'high', 15, 'high', 1],
  ['exposure', 'runtime-hardening', 'high', 16, 'high', 2],
  ['exposure', 'secrets-management', 'critical', 5, 'low', 2],
  ['exposure', 'runtime-hardening', 'medium', 30, 'high', 2],
  ['exposure', 'runtime-hardening', 'medium', 31, 'high', 3],
  ['exposure', 'runtime-hardening', 'low', 1, 'high', 3],
  ['breakage', 'runtime-hardening', 'high', 240, 'high', 1],
  ['breakage', 'runtime-hardening', 'medium', 240, 'high', 2],
  ['breakage', 'runtime-hardening', 'low', 5, 'high', 3],
  ['hygiene', 'secrets-management', 'high', 5, 'high', 2],
  ['hygiene', 'runtime-hardening', 'medium', 5, 'high', 3],
])('%s, %s, %s, %i minutes, confidence %s: phase %i', (kind, category, severity, effort, confidence, phase) => {
  expect(phaseOf({ kind, category, effort }, severity, confidence)).toBe(phase)
})

it('gives all open places of a finding the phase of its worst one', () => {
  const rule = ruleOf('r', { category: 'secrets-management' })
  const accepted = { reason: '', owner: null, until: null }
  const worst = placeOf(rule, 'fail', 1, { severity: 'critical' })
  const mild = placeOf(rule, 'fail', 2, { severity: 'low' })
  const otherCause = placeOf(rule, 'fail', 3, { severity: 'low', cause: 'another' })
  const quiet = placeOf(rule, 'fail', 4, { severity: 'critical', cause: 'another', accepted })
  const phases = phasesOf([worst, mild, otherCause, quiet, placeOf(rule, 'pass', 5)])
  expect([worst, mild, otherCause, quiet].map((place) => phases.get(place))).toEqual([1, 1, 3, undefined])
})
