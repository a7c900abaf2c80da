import { describe, expect, it } from 'vitest'
import { readClaims } from './claims.ts'

describe('claims', () => {
  it.each([
    ['- [x] done <!-- place:0a1b -->', ['0a1b'], []],
    ['  * [X] **done** <!--rule:secret-in-env-->', [], ['secret-in-env']],
    ['3. [x] both <!-- rule:a --> <!-- place:b -->', ['b'], ['a']],
    ['> - [x] quoted <!-- place:b -->', ['b'], []],
    ['- [ ] open <!-- place:b -->', [], []],
    ['- [x] nothing said', [], []],
    ['- [x] an item of the checklist <!-- check:images-scanned -->', [], []],
    ['[x] no list <!-- place:b -->', [], []],
    ['- [x] a\r\n- [x] b <!-- place:b -->\r\n', ['b'], []],
    [`- [x] ${'<!--'.repeat(10_000)}`, [], []],
  ])('of %.40s …', (markdown, places, rules) => {
    const claims = readClaims(markdown)
    expect({ places: [...claims.places], rules: [...claims.rules] }).toEqual({ places, rules })
  })
})
