/** What of plain data counts as a secret's value. */
import { describe, expect, it } from 'vitest'
import { secretValuesIn } from './secret-values.ts'

describe('a secret value', () => {
  it.each([
    ['a literal', 'hunter2x', ['hunter2x']],
    ['what only looks like a variable', '${9f4cQ7}', ['${9f4cQ7}']],
    ['no variable', '${DB_PASSWORD}', []],
    ['no expression of a pipeline', '$' + '{{ secrets.DOCKERHUB_TOKEN }}', []],
  ])('is %s', (_name, password, expected) => {
    expect([...secretValuesIn({ password })]).toEqual(expected)
  })
})
