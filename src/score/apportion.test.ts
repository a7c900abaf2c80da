import fc from 'fast-check'
import { expect, it } from 'vitest'
import { apportion } from './apportion.ts'

it.each([
  [[1, 1, 1], 100, [34, 33, 33]],
  [[3, 1], 10, [8, 2]],
  [[0, 2], 7, [0, 7]],
  [[0, 0], 0, [0, 0]],
  [[], 0, []],
] as const)('splits %j into %i units as %j', (weights, units, parts) => {
  expect(apportion(weights, units)).toEqual(parts)
})

it('adds up, and rounds every part by less than one unit', () => {
  const weights = fc.array(fc.double({ min: 0.001, max: 10, noNaN: true }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(weights, fc.integer({ min: 0, max: 1000 }), (parts, units) => {
      const sum = parts.reduce((a, b) => a + b, 0)
      const split = apportion(parts, units)
      expect(split.reduce((a, b) => a + b, 0)).toBe(units)
      split.forEach((part, index) => {
        expect(Math.abs(part - ((parts[index] ?? 0) / sum) * units)).toBeLessThan(1)
      })
    }),
  )
})
