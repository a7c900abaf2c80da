import { describe, expect, it } from 'vitest'
import { filled, hiderOf, namesIn } from './values.ts'

const values = new Map([
  ['PASSWORD', 'hunter2-and-more'],
  ['USER', 'd0123456789abcdef0123456789abcdef'],
  ['MODE', 'production'],
  ['TOKEN', 'abc'],
])

describe('values in checks', () => {
  it('stand for their names', () => {
    const lookup = (name: string): string | undefined => values.get(name)
    expect(filled('a=${PASSWORD}&b=$${MODE}&c=${NONE}&d=$MODE', lookup)).toBe(
      'a=hunter2-and-more&b=${MODE}&c=${NONE}&d=$MODE',
    )
    expect(namesIn('${A} $${B} ${C}')).toEqual(['A', 'C'])
  })

  it('are hidden where they are secret or made up', () => {
    const hide = hiderOf(values)
    expect(hide('hunter2-and-more for d0123456789abcdef0123456789abcdef in production: abc')).toBe(
      '*** for *** in production: abc',
    )
  })
})
