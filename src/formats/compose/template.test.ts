import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Lookup, substitute } from './template.ts'

const known: Readonly<Record<string, string>> = { SET: 'value', EMPTY: '' }
const lookup: Lookup = (name) => known[name]

// What each form comes to is held by the cases of compose loading; here are the uses and the bounds.

test.each([
  ['$SET', [['SET', 'plain', 'value']]],
  ['${UNSET}', [['UNSET', 'plain', 'unset']]],
  [
    '${UNSET:-$SET}',
    [
      ['UNSET', ':-', 'default'],
      ['SET', 'plain', 'value'],
    ],
  ],
  [
    '${SET:+${UNSET-x}}',
    [
      ['SET', ':+', 'replacement'],
      ['UNSET', '-', 'default'],
    ],
  ],
  ['${EMPTY:?e}', [['EMPTY', ':?', 'missing']]],
  ['${EMPTY?e}', [['EMPTY', '?', 'value']]],
  ['$$SET', []],
])('the uses in %s', (text, expected) => {
  expect(substitute(text, lookup).uses.map(({ name, form, outcome }) => [name, form, outcome])).toEqual(expected)
})

test('a use knows where it stands, a nested one where the outermost does', () => {
  const text = 'a ${UNSET:-$SET} b $SET'
  expect(substitute(text, lookup).uses.map(({ start, end }) => text.slice(start, end))).toEqual([
    '${UNSET:-$SET}',
    '${UNSET:-$SET}',
    '$SET',
  ])
})

test('the reason for a required variable is not expanded', () => {
  expect(substitute('${UNSET:?ask $SET}', lookup).error?.message).toBe(
    'the required variable UNSET has no value: ask $SET',
  )
})

test.each([
  ['unclosed references', '${A:-'.repeat(100_000)],
  ['nested defaults', `${'${A:-'.repeat(5_000)}x${'}'.repeat(5_000)}`],
  ['many references', '${SET:-x} '.repeat(20_000)],
])('%s end', (_name, text) => {
  expect(substitute(text, lookup).text.length).toBeLessThanOrEqual(text.length)
})

test('any text is substituted without a throw', () => {
  const pieces = ['$', '{', '}', 'SET', 'UNSET', ':-', '-', ':?', '?', ':+', '+', '$$', '${', 'x', '\n', ' ', '1']
  const anyText = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(anyText, (text) => {
      const { uses } = substitute(text, lookup)
      for (const { start, end } of uses) expect(start >= 0 && start < end && end <= text.length).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})
