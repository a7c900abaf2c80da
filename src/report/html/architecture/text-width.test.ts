import { describe, expect, it } from 'vitest'
import { shortened, textWidth } from './text-width.ts'

describe('the width of a text', () => {
  it.each([
    ['', 0],
    ['nginx', 38],
    ['WWW', 40],
    ['iii', 14],
    ['数据库', 47],
  ])('%j is %d pixels at most', (text, width) => {
    expect(textWidth(text, 13)).toBe(width)
  })

  it('is more for bold letters', () => {
    expect(textWidth('postgres', 13, true)).toBeGreaterThan(textWidth('postgres', 13))
  })
})

describe('a shortened text', () => {
  it.each([
    ['db', 100, 'db'],
    ['finansecure-transactions', 120, 'finansecu…tions'],
    ['x'.repeat(5000), 60, 'xxxx…xx'],
    ['😀'.repeat(40), 60, '😀😀…😀'],
    ['anything', 5, '…'],
  ])('%j in %d pixels', (text, room, expected) => {
    expect(shortened(text, room, 13)).toBe(expected)
  })

  it('always fits', () => {
    for (let room = 20; room < 200; room += 7) {
      for (const text of [
        'un-service-avec-un-nom-trop-long',
        'WWWWWWWWWWWWWWWWWWWWW',
        'iiiiiiiiiiiiiiiiiiiiiiiiiiiiiii',
      ])
        expect(textWidth(shortened(text, room, 12, true), 12, true)).toBeLessThanOrEqual(room)
    }
  })
})
