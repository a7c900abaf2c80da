import { expect, it } from 'vitest'
import type { Fix, Repair } from '../core/fix.ts'
import { proofRecord, recordedService } from '../core/proof.fixture.ts'
import type { ProofStanding, ServiceStanding } from '../core/proof.ts'
import type { Report } from '../core/report.ts'
import { withProofs } from './proved-repairs.ts'

const fix = (title: string): Fix => ({ title, safety: 'guarded', edits: [] })
const service = (name: string, stale: string | null): ServiceStanding => ({
  ...{ name, stale, like: stale === null ? 'as written' : null, recorded: recordedService(name) },
  now: {
    ...{ digest: 'as-written', reference: null, dockerfile: `${name}/Dockerfile`, starts: true },
    limits: { memory: null, processes: null },
  },
})
const place = (id: string, kind: string, name: string, file = 'compose.yaml') =>
  ({ id, subject: { kind, name }, location: { file } }) as unknown as Report['findings'][number]['places'][number]
const findings = [
  {
    places: [
      place('web', 'service', 'web'),
      place('db', 'service', 'db'),
      place('stage', 'stage', 'build', 'web/Dockerfile'),
      place('net', 'network', 'back'),
    ],
  },
] as unknown as Report['findings']
const said = (id: string) => ({ rule: 'r', place: id, title: `Repair ${id}`, safety: 'guarded' as const })
const standing = (more = {}, stale: string | null = 'the settings of db changed since'): ProofStanding => ({
  record: proofRecord({ proved: ['web', 'db', 'stage', 'net'].map((id) => ({ ...said(id), amended: null })), ...more }),
  services: [service('web', null), service('db', stale)],
})
const statuses = (repairs: ReadonlyMap<string, Repair>) =>
  Object.fromEntries([...repairs].map(([id, { proof }]) => [id, proof?.status ?? null]))
const repairs = new Map<string, Repair>(['web', 'db', 'stage', 'net', 'new'].map((id) => [id, fix(`Repair ${id}`)]))

it('holds a repair by the services that it is about', () => {
  const marked = withProofs(repairs, { findings }, [standing()])
  expect(statuses(marked)).toEqual({ web: 'proved', db: 'stale', stage: 'proved', net: 'stale', new: null })
})

it('goes by the newest record that is not stale', () => {
  const older = standing({ createdAt: '2026-11-20T10:00:00.000Z' }, null)
  const newer = standing({
    proved: [],
    refuted: [{ ...said('db'), service: 'db', because: 'it is unhealthy (start)' }],
  })
  const newest = standing({ createdAt: '2026-11-24T10:00:00.000Z', proved: [], refuted: newer.record.refuted }, null)
  expect(statuses(withProofs(repairs, { findings }, [newer, older]))).toMatchObject({ db: 'proved' })
  expect(withProofs(repairs, { findings }, [newest, older]).get('db')).toMatchObject({
    refused: 'drydock.proof.json: with it, db is unhealthy (start)',
  })
})

it('keeps one repair of several places one, and counts it as proved for all of them or not at all', () => {
  const joint = fix('Repair web, and the same for one other that shares it')
  const one = withProofs(
    new Map([
      ['web', joint],
      ['stage', joint],
    ]),
    { findings },
    [standing()],
  )
  expect(one.get('web')).toBe(one.get('stage'))
  expect(statuses(one)).toEqual({ web: 'stale', stage: 'stale' })
  const refuted = [{ ...said('web'), service: null, because: 'no answer (start)' }]
  const all = withProofs(
    new Map([
      ['web', joint],
      ['new', joint],
    ]),
    { findings },
    [standing({ proved: [], refuted })],
  )
  expect(statuses(all)).toEqual({ web: 'refuted', new: 'refuted' })
  expect(all.get('new')).toMatchObject({ refused: 'drydock.proof.json: with it, no answer (start)' })
})

it('leaves refused what was refused before the first repair, whatever it is called by now', () => {
  const refuted = [{ ...said('web'), service: 'web', because: 'it ended (start)' }]
  const records = [standing({ proved: [], refuted })]
  const before = withProofs(repairs, { findings }, records)
  const later = new Map<string, Repair>([['web', fix('Do it in another way')]])
  expect(statuses(withProofs(later, { findings }, records))).toEqual({ web: 'stale' })
  expect(withProofs(later, { findings }, records, before).get('web')).toBe(before.get('web'))
})
