import { describe, expect, it } from 'vitest'
import type { Answer } from '../../engine/inspect/answering.ts'
import { isAsGood } from './as-good.ts'

describe('an answer beside the one before', () => {
  it.each<[Answer, Answer, boolean]>([
    ['HTTP 200', 'HTTP 200', true],
    ['HTTP 403', 'HTTP 200', false],
    ['HTTP 200', 'HTTP 404', false],
    ['HTTP 200', 'HTTP 503', true],
    ['HTTP 502', 'HTTP 503', false],
    ['HTTP 503', 'HTTP 200', false],
    ['bytes', 'HTTP 200', false],
    ['closed', 'bytes', false],
    ['bytes', 'closed', true],
    ['none', 'silent', false],
    ['silent', 'HTTP 200', false],
    ['closed', 'silent', true],
    ['none', 'closed', false],
    ['none', 'none', true],
    ['HTTP 500', 'none', true],
  ])('%s after %s', (answer, before, expected) => {
    expect(isAsGood(answer, before)).toBe(expected)
  })
})
