import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FACTORS, memoryLimit, processLimit, roundedUp, sizeLimit } from './proposed-limits.ts'

const MEBIBYTE = 1024 ** 2

describe('proposed limits', () => {
  it.each([
    [0, 16],
    [16, 16],
    [17, 24],
    [25, 32],
    [33, 48],
    [100, 128],
    [130, 192],
  ])('are round: %d is %d', (value, expected) => {
    expect(roundedUp(value, 16)).toBe(expected)
  })

  it('are at least the factor times the peak, and less than twice that where it is not small', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (peak) => {
        expect(memoryLimit(peak)).toBeGreaterThanOrEqual(peak * FACTORS.memory)
        expect(memoryLimit(peak)).toBeLessThan(Math.max(32 * MEBIBYTE, 2 * peak * FACTORS.memory))
        expect(sizeLimit(peak)).toBeGreaterThanOrEqual(peak * FACTORS.size)
        expect(processLimit(peak)).toBeGreaterThanOrEqual(peak * FACTORS.processes)
      }),
    )
  })
})
