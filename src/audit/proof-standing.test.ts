import { describe, expect, it } from 'vitest'
import { type Lock, noLock } from '../core/lock.ts'
import { needs, proofRecord, recordedService } from '../core/proof.fixture.ts'
import { measuredKey, type ServiceSettings, type SettingsOfServices } from '../core/proof.ts'
import { staleBecause } from '../core/proof-words.ts'
import { measuredBy, standingOf } from './proof-standing.ts'

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`
const settings = (more: Partial<ServiceSettings> = {}): ServiceSettings => ({
  digest: 'as-written',
  reference: 'postgres:17.6',
  dockerfile: null,
  starts: true,
  limits: { memory: null, processes: null },
  ...more,
})
const stack = (services: Readonly<Record<string, ServiceSettings>>, variant = 'default'): SettingsOfServices =>
  new Map(Object.entries(services).map(([name, one]) => [measuredKey('.', variant, name), one]))
const locked = (tag: string, held: string): Lock => ({
  ...noLock,
  images: new Map([['postgres', new Map([[tag, held]])]]),
})
const ran = recordedService('db', { digests: [`postgres@${digest('a')}`] })
const pinned = (letter: string): string => `postgres:17.6@${digest(letter)}`
const other = 'the image of db is another one since'

describe('a service of a record', () => {
  it.each([
    ['its settings as they were written', settings(), noLock, 'as written', null],
    ['its settings as they were repaired', settings({ digest: 'repaired' }), noLock, 'repaired', null],
    ['other settings', settings({ digest: 'x' }), noLock, null, 'the settings of db changed since'],
    ['a digest that ran', settings({ reference: pinned('a') }), noLock, 'as written', null],
    ['a digest that did not', settings({ reference: pinned('b') }), noLock, null, other],
    ['a tag that the lock holds by what ran', settings(), locked('17.6', digest('a')), 'as written', null],
    ['a tag that the lock holds by something else', settings(), locked('17.6', digest('b')), null, other],
    ['a tag that the lock does not have', settings(), locked('17.7', digest('b')), 'as written', null],
    ['no tag, which the lock has', settings({ reference: 'postgres' }), locked('latest', digest('b')), null, other],
    ['an image that is only built', settings({ reference: null }), locked('17.6', digest('b')), 'as written', null],
  ])('stands by %s', (_, now, lock, like, stale) => {
    const { services } = standingOf(proofRecord({ services: [ran] }), stack({ db: now }), lock)
    expect(services).toMatchObject([{ name: 'db', like, stale }])
  })

  it('is not what was started where no digest of what ran is known, and one is held', () => {
    const { services } = standingOf(proofRecord(), stack({ db: settings({ reference: pinned('a') }) }), noLock)
    expect(services).toMatchObject([{ like: null, stale: other }])
  })

  it.each([
    ['that is gone', {}, ['db is gone since']],
    ['that is new', { db: settings(), web: settings() }, ['web is new since']],
    ['that is new behind a profile', { db: settings(), web: settings({ starts: false }) }, []],
  ])('is told %s', (_, now, reasons) => {
    const { services } = standingOf(proofRecord(), stack(now), noLock)
    expect(services.flatMap(({ stale }) => stale ?? [])).toEqual(reasons)
  })

  it('is never one of another variant', () => {
    expect(standingOf(proofRecord(), stack({ db: settings() }, 'swarm'), noLock).services).toMatchObject([
      { name: 'db', like: null },
    ])
  })
})

describe('what was measured', () => {
  const of = (createdAt: string, memory: number, digestNow = 'as-written') =>
    standingOf(
      proofRecord({
        createdAt,
        services: [recordedService('db', { needs: needs({ peak: { memory, processes: 1 } }) })],
      }),
      stack({ db: settings({ digest: digestNow }) }),
      noLock,
    )
  const peak = (...standings: readonly ReturnType<typeof of>[]) =>
    measuredBy(standings).get(measuredKey('.', 'default', 'db'))?.peak.memory

  it('holds for services that are what was started', () => {
    expect(peak(of('2026-11-22T10:00:00Z', 1))).toBe(1)
    expect(peak(of('2026-11-22T10:00:00Z', 1, 'changed'))).toBeUndefined()
  })

  it('is that of the newest record', () => {
    const [older, newer] = [of('2026-11-21T10:00:00Z', 1), of('2026-11-22T10:00:00Z', 2)]
    expect([peak(older, newer), peak(newer, older)]).toEqual([2, 2])
  })
})

it('says why services are stale, a few of them by name', () => {
  const names = ['a', 'b', 'c', 'd', 'e']
  const record = proofRecord({ services: names.map((name) => recordedService(name)) })
  expect(staleBecause(standingOf(record, new Map(), noLock).services)).toBe(
    'a is gone since; b is gone since; c is gone since; and 2 more',
  )
  expect(staleBecause([])).toBeNull()
})
