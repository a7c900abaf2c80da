import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leastCapabilities } from './least-capabilities.ts'

const all = ['SETPCAP', 'MKNOD', 'NET_RAW', 'DAC_OVERRIDE', 'FOWNER', 'CHOWN', 'SETGID', 'SETUID', 'KILL']

/** What works, asked so that each question is counted. */
function asked(works: (has: (name: string) => boolean) => boolean) {
  const questions: string[] = []
  let running = 0
  let most = 0
  const ask = async (names: readonly string[]): Promise<boolean> => {
    questions.push(names.join(' '))
    running += 1
    most = Math.max(most, running)
    await Promise.resolve()
    running -= 1
    return works((name) => names.includes(name))
  }
  return { ask, questions, most: () => most }
}

describe('the least capabilities', () => {
  it.each<[string, (has: (name: string) => boolean) => boolean, readonly string[] | undefined]>([
    ['nothing', () => true, []],
    ['one', (has) => has('CHOWN'), ['CHOWN']],
    ['a few', (has) => has('SETUID') && has('SETGID') && has('CHOWN'), ['CHOWN', 'SETGID', 'SETUID']],
    ['all of them', (has) => all.every(has), [...all].sort()],
    ['one or the other, the later one is kept', (has) => has('DAC_OVERRIDE') || has('FOWNER'), ['FOWNER']],
    ['two or two', (has) => (has('NET_RAW') && has('KILL')) || (has('MKNOD') && has('CHOWN')), ['KILL', 'NET_RAW']],
    ['what none of them gives', () => false, undefined],
    ['not this one', (has) => has('CHOWN') && !has('NET_RAW'), undefined],
  ])('%s', async (_, works, expected) => {
    expect((await leastCapabilities(asked(works).ask, all))?.least).toEqual(expected)
  })

  it('starts from a guess, and finds more than the guess where that is not enough', async () => {
    const guess = ['CHOWN', 'SETUID']
    const enough = asked((has) => has('SETUID'))
    expect(await leastCapabilities(enough.ask, all, { guess })).toEqual({ least: ['SETUID'], minimal: true, trials: 4 })
    const short = asked((has) => has('SETUID') && has('KILL'))
    expect((await leastCapabilities(short.ask, all, { guess }))?.least).toEqual(['KILL', 'SETUID'])
  })

  it('takes what a guess names that is no candidate for nothing', async () => {
    const { ask, questions } = asked((has) => has('SYS_ADMIN') || has('CHOWN'))
    expect((await leastCapabilities(ask, all, { guess: ['SYS_ADMIN'] }))?.least).toEqual(['CHOWN'])
    expect(questions.some((question) => question.includes('SYS_ADMIN'))).toBe(false)
  })

  it('says when the bound was met before each was tried', async () => {
    const { ask, questions } = asked((has) => has('CHOWN'))
    const found = await leastCapabilities(ask, all, { atMost: 6 })
    expect(found).toEqual({ least: [...all].sort(), minimal: false, trials: 6 })
    expect(questions).toHaveLength(6)
  })

  const needs = fc.array(fc.uniqueArray(fc.constantFrom(...all), { maxLength: 5 }), { minLength: 1, maxLength: 4 })
  const someOf = fc.subarray(all)

  it('are a set that works and of which none can be left out, whatever works when there is more', async () => {
    await fc.assert(
      fc.asyncProperty(needs, someOf, fc.integer({ min: 1, max: 5 }), async (ways, guess, sideBySide) => {
        const { ask, most } = asked((has) => ways.some((way) => way.every(has)))
        const found = await leastCapabilities(ask, all, { guess, sideBySide })
        const works = (names: readonly string[]): boolean =>
          ways.some((way) => way.every((name) => names.includes(name)))
        expect(found?.minimal).toBe(true)
        expect(works(found?.least ?? [])).toBe(true)
        for (const name of found?.least ?? []) {
          expect(works((found?.least ?? []).filter((one) => one !== name))).toBe(false)
        }
        expect(most()).toBeLessThanOrEqual(sideBySide)
      }),
    )
  })

  it('are the only such set, where there is only one, for few trials', async () => {
    await fc.assert(
      fc.asyncProperty(someOf, async (way) => {
        const found = await leastCapabilities(asked((has) => way.every(has)).ask, all)
        expect(found?.least).toEqual([...way].sort())
        expect(found?.trials).toBeLessThanOrEqual(2 + all.length + 1 + way.length)
      }),
    )
  })

  it('work, and have no smaller neighbour that does, also where more makes a program fail; within the bound', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), someOf, fc.integer({ min: 3, max: 80 }), async (seed, guess, atMost) => {
        const lot = (text: string): number =>
          [...text].reduce((sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 16_777_619), seed) >>> 0
        const works = (names: readonly string[]): boolean =>
          names.length === all.length || lot(names.join(' ')) % 3 === 0
        const tried: (readonly string[])[] = []
        const found = await leastCapabilities(
          async (names) => {
            tried.push(names)
            return works(names)
          },
          all,
          { guess, atMost },
        )
        expect(tried.length).toBeLessThanOrEqual(atMost)
        expect(new Set(tried.map(String)).size).toBe(tried.length)
        if (!found) throw new Error('all of them work')
        expect(works(found.least)).toBe(true)
        expect(tried.map(String)).toContain(String(found.least))
        if (!found.minimal) return
        for (const name of found.least) expect(works(found.least.filter((one) => one !== name))).toBe(false)
      }),
    )
  })
})
