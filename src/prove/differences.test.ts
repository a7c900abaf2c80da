import { describe, expect, it } from 'vitest'
import type { MeasuredNeeds, ProofRecord, RecordedService } from '../core/proof.ts'
import { differencesOf } from './differences.ts'

const needs: MeasuredNeeds = {
  user: { uid: 101, gid: 101 },
  writes: [{ path: '/run', uid: 0, gid: 0, mode: '755', size: 4096, filled: false }],
  capabilities: ['CHOWN'],
  noNewPrivileges: true,
  peak: { memory: 20 * 1024 ** 2, processes: 4 },
  listening: ['80/tcp'],
  outside: null,
  readOnly: null,
  leastUser: null,
}
const service: RecordedService = {
  name: 'web',
  reference: 'nginx:1',
  image: 'sha256:1',
  digests: ['nginx@sha256:a'],
  healthCheck: true,
  asWritten: 'before',
  repaired: 'after',
  needs,
}
const repair = { rule: 'a', place: 'p1', title: 'Drop all', safety: 'guarded' } as const
const record: ProofRecord = {
  schemaVersion: 1,
  tool: { name: 'drydock', version: '1' },
  createdAt: '2026-01-01T00:00:00Z',
  engine: { version: '20', apiVersion: '1.41', compose: '2' },
  project: '.',
  variant: 'default',
  checks: ['login'],
  asWritten: { seconds: [1, 1], killedOnStop: [], answering: [] },
  repaired: null,
  services: [service],
  proved: [{ ...repair, amended: null }],
  refuted: [],
  unproven: [],
}
const withService = (more: Partial<RecordedService>): ProofRecord => ({
  ...record,
  services: [{ ...service, ...more }],
})
const withNeeds = (more: Partial<MeasuredNeeds>): ProofRecord => withService({ needs: { ...needs, ...more } })
const directory = (path: string) => ({ path, uid: 0, gid: 0, mode: '755', size: 1, filled: false })

describe('a new proof beside a record', () => {
  it.each<[string, ProofRecord]>([
    ['the same', record],
    ['with the repair made', { ...withService({ asWritten: 'after' }), proved: [] }],
    ['from another registry’s id', withService({ image: 'sha256:2' })],
    ['with half as much memory more', withNeeds({ peak: { memory: 30 * 1024 ** 2, processes: 40 } })],
    ['with less of everything', withNeeds({ writes: [], capabilities: [], listening: [] })],
    ['with a directory in one that is known', withNeeds({ writes: [directory('/run/lock')] })],
    ['without measurements', withService({ needs: null })],
  ])('%s still holds', (_, now) => {
    expect(differencesOf(record, now, new Set())).toEqual([])
  })

  it.each<[ProofRecord, string]>([
    [
      { ...record, proved: [], refuted: [{ ...repair, service: 'web', because: 'it ended (start)' }] },
      'Drop all: was proved, and breaks the stack now: web: it ended (start)',
    ],
    [{ ...record, proved: [], unproven: [repair] }, 'Drop all: was proved, and is not now'],
    [{ ...record, checks: [] }, 'the check "login" is not made any more'],
    [{ ...record, services: [] }, 'web: is gone'],
    [{ ...record, services: [service, { ...service, name: 'new' }] }, 'new: is new'],
    [withService({ asWritten: 'other' }), 'web: its settings are others'],
    [withService({ image: 'sha256:2', digests: ['nginx@sha256:b'] }), 'web: its image is another one'],
    [withService({ healthCheck: false }), 'web: it has no health check any more'],
    [withNeeds({ user: { uid: 0, gid: 0 } }), 'web: it runs as 0 instead of 101'],
    [withNeeds({ writes: [...needs.writes, directory('/runs')] }), 'web: it also writes to /runs'],
    [withNeeds({ capabilities: ['CHOWN', 'KILL'] }), 'web: it also needs KILL'],
    [withNeeds({ noNewPrivileges: false }), 'web: it needs new privileges now'],
    [withNeeds({ listening: ['80/tcp', '81/tcp'] }), 'web: it also listens on 81/tcp'],
    [withNeeds({ peak: { memory: 31 * 1024 ** 2, processes: 4 } }), 'web: it uses 31 MiB of memory instead of 20 MiB'],
  ])('names what differs: %#', (now, difference) => {
    expect(differencesOf(record, now, new Set())).toEqual([difference])
  })

  it('expects another image wherever one is built', () => {
    const now = withService({ image: 'sha256:2', digests: [] })
    expect(differencesOf(record, now, new Set(['web']))).toEqual([])
  })
})
