import { describe, expect, it } from 'vitest'
import { secondsOf } from './durations.ts'

describe('secondsOf', () => {
  it.each([
    ['10', 10],
    ['90s', 90],
    ['1m30s', 90],
    ['1h', 3600],
    ['500ms', 0.5],
    ['1.5m', 90],
  ])('%s', (text, seconds) => expect(secondsOf(text)).toBeCloseTo(seconds))

  it.each(['', 's', '1x', '1m 30s', '-5s', 'ten', '${GRACE}'])('%j is no duration', (text) =>
    expect(secondsOf(text)).toBeUndefined(),
  )
})
