import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findGuilty } from './guilty.ts'

/** A stack that fails with any of these repairs; counts how often it is started. */
function stackThat(failsWith: ReadonlySet<number>) {
  const tried: (readonly number[])[] = []
  return {
    tried,
    works: async (items: readonly number[]) => {
      tried.push(items)
      const bad = items.find((item) => failsWith.has(item))
      return bad === undefined ? undefined : `broken by ${bad}`
    },
  }
}

const search = async (count: number, bad: readonly number[], suspects: readonly number[] = [], most = 100) => {
  const { tried, works } = stackThat(new Set(bad))
  const items = Array.from({ length: count }, (_, index) => index)
  return { tried, found: await findGuilty(items, (item) => suspects.includes(item), 'all', works, most) }
}

describe('the search for guilty repairs', () => {
  it('names one of many in few starts', async () => {
    const { found, tried } = await search(32, [13])
    expect(found.guilty.map(({ one }) => one)).toEqual([13])
    expect(found.kept).toHaveLength(31)
    expect(tried.length).toBeLessThanOrEqual(7)
  })

  it('looks at suspects first', async () => {
    const { found, tried } = await search(32, [13], [12, 13])
    expect(found.guilty.map(({ one }) => one)).toEqual([13])
    expect(tried.length).toBeLessThanOrEqual(3)
  })

  it('says of what it did not come to that it does not know', async () => {
    const { found } = await search(32, [5, 20, 30], [], 7)
    expect(found.undecided.length).toBeGreaterThan(0)
    expect(new Set([...found.kept, ...found.guilty.map(({ one }) => one), ...found.undecided]).size).toBe(32)
  })

  it('names what breaks a stack on its own, whatever is suspected, and keeps only what was tried together', () => {
    const numbers = fc.uniqueArray(fc.nat(15), { minLength: 1, maxLength: 4 })
    return fc.assert(
      fc.asyncProperty(numbers, numbers, async (bad, suspects) => {
        const { found, tried } = await search(16, bad, suspects)
        expect(found.guilty.map(({ one }) => one).sort()).toEqual([...bad].sort())
        expect(found.undecided).toEqual([])
        if (found.kept.length > 0) {
          expect(
            tried.some(
              (items) => items.length === found.kept.length && items.every((one, at) => one === found.kept[at]),
            ),
          ).toBe(true)
        }
      }),
    )
  })
})
