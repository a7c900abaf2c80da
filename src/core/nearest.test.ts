/** Which word is near enough to be suggested. */
import { expect, it } from 'vitest'
import { didYouMean, nearest } from './nearest.ts'

const words = ['audit', 'explain', 'rules', 'inspect', 'image-tag-latest', 'image-tag-floating']

it.each([
  ['audti', 'audit'],
  ['AUDIT', 'audit'],
  ['rule', 'rules'],
  ['inspcet', 'inspect'],
  ['expl', 'explain'],
  ['image-tag-lates', 'image-tag-latest'],
  ['image-tag', undefined],
  ['x', undefined],
  ['', undefined],
  ['deploy', undefined],
  ['a'.repeat(100_000), undefined],
])('takes %.20s for %s', (word, expected) => {
  expect(nearest(word, words)).toBe(expected)
})

it('asks as a sentence', () => {
  expect(didYouMean('audi', words)).toBe('Did you mean audit?')
  expect(didYouMean('image-tag', words)).toBe('Did you mean image-tag-latest or image-tag-floating?')
  expect(didYouMean('deploy', words)).toBeUndefined()
})
