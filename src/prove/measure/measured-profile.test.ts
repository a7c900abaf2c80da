import { describe, expect, expectTypeOf, it } from 'vitest'
import type { ImageFacts } from '../../knowledge/images/profile.ts'
import { type MeasuredFacts, profileOf, settled } from './measured-profile.ts'
import type { Measurement } from './measurement.ts'

const MEBIBYTE = 1024 ** 2

const measured: Measurement = {
  works: true,
  image: 'standin/web:1',
  id: 'sha256:1d',
  digests: [],
  engine: '20.10.24',
  exposed: ['80/tcp', '443/tcp'],
  declaredVolumes: ['/data'],
  hasHealthcheck: false,
  user: '',
  accounts: new Map([
    [0, 'root'],
    [33, 'www-data'],
  ]),
  firstProcess: { uid: 0, gid: 0 },
  lesser: { uid: 33, gid: 33 },
  listening: [
    { port: 22, protocol: 'tcp', reach: 'anyone' },
    { port: 80, protocol: 'tcp', reach: 'anyone' },
    { port: 9000, protocol: 'tcp', reach: 'itself' },
  ],
  answers: { 22: 'bytes', 80: 'HTTP 200' },
  stops: true,
  capabilities: { least: ['SETGID', 'SETUID'], minimal: true, trials: 7 },
  written: [
    { path: '/cache', uid: 33, gid: 33, mode: 0o700, size: 3 * MEBIBYTE, filled: true },
    { path: '/run', uid: 0, gid: 0, mode: 0o1777, size: 4096, filled: false },
  ],
  volumes: [{ path: '/data', uid: 33, gid: 33, mode: 0o755, size: 100_000 }],
  noNewPrivileges: {
    holds: false,
    because: 'first start: it ended with status 1: 2026-11-22 09:01:51.784 UTC sudo: no new privileges',
  },
  readOnly: { holds: true, tmpfs: { '/run': 'size=1048576' }, copies: ['/cache'] },
  startsAs: { uid: 33, gid: 33, holds: true, ownDirectories: true },
  peak: { memory: 10 * MEBIBYTE, processes: 3 },
  limits: { memory: 24 * MEBIBYTE, processes: 16 },
  together: { holds: true },
  starts: 24,
  took: 40_000,
}

const profile = profileOf(measured, '2026-11-22', ['B', 'A'])

describe('a measured profile', () => {
  it('has facts in the shape of profiles that were read', () => {
    expectTypeOf<Omit<MeasuredFacts, 'evidence'>>().toExtend<ImageFacts>()
    expect(profile.facts).toEqual({
      user: { name: 'root', uid: 0 },
      dropsTo: { name: 'www-data', uid: 33 },
      ports: [80, 22],
      volumes: ['/data'],
      writes: ['/cache', '/run'],
      capabilities: { add: ['SETGID', 'SETUID'], basis: 'run' },
      healthcheck: false,
      evidence: { '*': { source: 'measured: sha256:1d on Docker Engine 20.10.24', date: '2026-11-22' } },
    })
  })

  it('tells what is needed, what is listened on, and nothing of the time it was measured at but the day', () => {
    const { needs } = profile
    expect(needs.environment).toEqual(['A', 'B'])
    expect(needs.unexposed).toEqual(['22/tcp'])
    expect(needs.unused).toEqual(['443/tcp'])
    expect(needs.listening?.map(({ answer }) => answer)).toEqual(['bytes', 'HTTP 200', undefined])
    expect(needs.readOnly.tmpfs).toEqual([{ path: '/run', uid: 0, gid: 0, mode: '1777', size: MEBIBYTE }])
    expect(needs.readOnly.copies).toEqual(['/cache'])
    expect(needs.memory).toEqual({ peak: 12 * MEBIBYTE, limit: 24 * MEBIBYTE, factor: 2 })
    expect(needs.noNewPrivileges.because).toBe('first start: it ended with status 1: sudo: no new privileges')
  })

  it('names the digest of the registry where there is one, and the user that the image names', () => {
    const other = profileOf(
      { ...measured, digests: ['web@sha256:ab'], user: '33:33', lesser: undefined },
      '2026-11-22',
      [],
    )
    expect(other.provenance.digest).toBe('sha256:ab')
    expect(other.facts.user).toEqual({ name: 'www-data', uid: 33 })
    expect(other.facts.dropsTo).toBeUndefined()
  })

  it('stays the same while figures vary a little, and follows them when they vary more', () => {
    const again = (memory: number, limit: number) =>
      settled(
        profile,
        profileOf(
          { ...measured, peak: { memory, processes: 3 }, limits: { memory: limit, processes: 16 } },
          '2027-01-01',
          ['A', 'B'],
        ),
      )
    expect(again(13 * MEBIBYTE, 32 * MEBIBYTE).needs).toEqual(profile.needs)
    expect(again(13 * MEBIBYTE, 32 * MEBIBYTE).provenance.date).toBe('2027-01-01')
    expect(again(40 * MEBIBYTE, 96 * MEBIBYTE).needs.memory.limit).toBe(96 * MEBIBYTE)
  })

  it('is not kept for another image of the same name, nor where something else came out', () => {
    const other = profileOf(
      { ...measured, id: 'sha256:2d', peak: { memory: 11 * MEBIBYTE, processes: 4 } },
      '2027-01-01',
      [],
    )
    expect(settled(profile, other)).toEqual(other)
    const less = profileOf({ ...measured, capabilities: { least: [], minimal: true, trials: 2 } }, '2027-01-01', [
      'A',
      'B',
    ])
    expect(settled(profile, less).facts.capabilities?.add).toEqual([])
  })
})
