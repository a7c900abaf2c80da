import { describe, expect, it } from 'vitest'
import { isAbandoned, runName } from './leftovers.ts'

describe('a run that was killed', () => {
  const run = runName('here', 42, 'ab12')

  it.each([
    ['its process is gone', run, 'here', false, true],
    ['it goes on', run, 'here', true, false],
    ['it is of another machine', run, 'there', false, false],
    ['its name is no run', 'something', 'here', false, false],
  ])('is told from others: %s', (_, name, machine, alive, abandoned) => {
    expect(isAbandoned(name, machine, () => alive)).toBe(abandoned)
  })
})
