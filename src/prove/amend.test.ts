import { describe, expect, it } from 'vitest'
import { type MeasuredNeeds, type Measurements, measuredKey } from '../core/proof.ts'
import { amended } from './amend.ts'
import type { MadeRepair, Repair } from './repairs.ts'
import type { Came, Found, Tries } from './search.ts'
import type { Failure } from './works.ts'

const needs = { capabilities: null, noNewPrivileges: null, peak: { memory: 100, processes: 1 } } as MeasuredNeeds
const failure: Failure = { step: 'start', service: 'web', because: 'it ended', lines: [] }
const repair = (place: string, subject: string, key: string, value: string): MadeRepair => ({
  ...{ rule: place, place, title: place, safety: 'guarded', subject, choosesImage: false },
  edits: [{ file: 'compose.yaml', tree: [{ do: 'append', path: ['services', subject, key], values: [value] }] }],
})
const keyOf = (service: string): string => measuredKey('shop', 'default', service)

/** What each place is repaired with, once its service was measured: the capabilities, or the peak. */
const made = (measured: Measurements): readonly MadeRepair[] => [
  repair('log', 'web', 'logging', 'local'),
  repair('drop', 'web', 'cap_add', (measured.get(keyOf('web'))?.capabilities ?? []).join()),
  repair('limit', 'web', 'mem_limit', String(measured.get(keyOf('web'))?.peak.memory)),
]

function scene(
  guilty: readonly string[],
  stillFails: (one: MadeRepair) => boolean = () => false,
  was: Failure = failure,
) {
  const tried: (readonly string[])[] = []
  const measuredServices: string[] = []
  const asked: Repair = async (measured, places) => ({
    files: new Map(),
    made: made(measured).filter(({ place }) => places?.has(place) !== false),
    settings: { before: new Map(), after: new Map() },
  })
  const first = new Map([[keyOf('web'), needs]])
  const kept = new Set(['log', 'drop', 'limit'].filter((place) => !guilty.includes(place)))
  let best: Pick<Came, 'repaired'> | undefined
  const tries: Tries = {
    best: () => best as Came | undefined,
    works: async (places, measured) => {
      const repaired = await asked(measured, places)
      tried.push(repaired.made.map(({ place }) => place))
      if (repaired.made.some(stillFails)) return failure
      best = { repaired }
      return undefined
    },
  }
  const found: Found = { kept, guilty: new Map(guilty.map((place) => [place, was])), undecided: new Set() }
  const run = async () => {
    best = { repaired: await asked(first, kept) }
    return amended(found, made(first), first, {
      ...{ project: 'shop', variant: 'default', services: ['web'], tries, repair: asked, progress: () => {} },
      measure: async (services) => {
        measuredServices.push(...services.keys())
        return new Map([['web', { ...needs, capabilities: ['CHOWN'], noNewPrivileges: true }]])
      },
    })
  }
  return { run, tried, measuredServices }
}

describe('refuted repairs, made by what was measured', () => {
  it('are kept where the stack works with them', async () => {
    const { run, tried, measuredServices } = scene(['drop'])
    const { kept, guilty } = await run()
    expect(measuredServices).toEqual(['web'])
    expect(tried).toEqual([['log', 'drop', 'limit']])
    expect([...kept].sort()).toEqual(['drop', 'limit', 'log'])
    expect(guilty.size).toBe(0)
  })

  it('have twice the limit that was too low', async () => {
    const { run } = scene(['limit'])
    const { guilty, measured } = await run()
    expect(guilty.size).toBe(0)
    expect(measured.get(keyOf('web'))?.peak.memory).toBe(200)
  })

  it('are tried again as they are where time had to do with it, and are not measured for it', async () => {
    const late = scene(['log'], undefined, { ...failure, late: true })
    expect((await late.run()).guilty.size).toBe(0)
    expect([late.tried, late.measuredServices]).toEqual([[['log', 'drop', 'limit']], []])
    const ended = scene(['log'])
    expect((await ended.run()).guilty.size).toBe(1)
    expect([ended.tried, ended.measuredServices]).toEqual([[], []])
  })

  it('are tried one by one where not all of them work', async () => {
    const { run, tried } = scene(['drop', 'limit'], ({ place }) => place === 'limit')
    const { kept, guilty } = await run()
    expect(tried).toEqual([
      ['log', 'drop', 'limit'],
      ['log', 'drop'],
      ['log', 'drop', 'limit'],
    ])
    expect([...kept].sort()).toEqual(['drop', 'log'])
    expect([...guilty.keys()]).toEqual(['limit'])
  })

  it('are not tried again where they are the same', async () => {
    const { run, tried } = scene(['log'])
    const { guilty } = await run()
    expect(tried).toEqual([])
    expect([...guilty.keys()]).toEqual(['log'])
  })
})
