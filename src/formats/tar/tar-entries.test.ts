import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { bytesIn } from '../../core/bytes.ts'
import { inPieces, packed, paxRecord, tarHeader } from './archive.fixture.ts'
import { type TarEntry, tarEntries } from './tar-entries.ts'

const directory = mkdtempSync(join(tmpdir(), 'drydock-tar-'))
afterAll(() => rmSync(directory, { recursive: true }))

const long = `${'long-'.repeat(30)}name`
mkdirSync(join(directory, 'top', 'deep'), { recursive: true, mode: 0o755 })
writeFileSync(join(directory, 'top', 'deep', 'six'), 'sixsix', { mode: 0o640 })
writeFileSync(join(directory, 'top', 'hole'), 'x', { mode: 0o600 })
truncateSync(join(directory, 'top', 'hole'), 400_000)
writeFileSync(join(directory, 'top', long), 'x', { mode: 0o600 })
symlinkSync(long, join(directory, 'top', 'to'))

const archive = (...format: readonly string[]): Uint8Array =>
  execFileSync('tar', ['-C', directory, ...format, '--sort=name', '--owner=:999', '--group=:33', '-cf', '-', 'top'])

type Told = Omit<TarEntry, 'body'> & { readonly content?: string }

async function read(bytes: Uint8Array, { pieces = 1000, contentOf = 0 } = {}) {
  const entries: Told[] = []
  let problem = ''
  const told = tarEntries(inPieces(bytes, pieces), (why) => {
    problem = why
  })
  for await (const { body, ...entry } of told) {
    const wanted = entry.kind === 'file' && entry.size > 0 && entry.size <= contentOf
    const content = wanted ? Buffer.from(await bytesIn(body, entry.size)).toString() : undefined
    entries.push({ ...entry, ...(content === undefined ? {} : { content }) })
  }
  return { entries, problem }
}

describe('entries of a tar archive', () => {
  it.each(['posix', 'gnu'])('are told with their owner, mode and size: %s', async (format) => {
    const common = { uid: 999, gid: 33, target: '', capable: false }
    expect(await read(archive(`--format=${format}`))).toEqual({
      entries: [
        { path: 'top', kind: 'directory', size: 0, mode: 0o755, ...common },
        { path: 'top/deep', kind: 'directory', size: 0, mode: 0o755, ...common },
        { path: 'top/deep/six', kind: 'file', size: 6, mode: 0o640, ...common },
        { path: 'top/hole', kind: 'file', size: 400_000, mode: 0o600, ...common },
        { path: `top/${long}`, kind: 'file', size: 1, mode: 0o600, ...common },
        { path: 'top/to', kind: 'symlink', size: 0, mode: 0o777, ...common, target: long },
      ],
      problem: '',
    })
  })

  it.each([['--format=gnu'], ['--format=posix', '--sparse-version=1.0']])(
    'go on behind a file with holes: %s',
    async (...format) => {
      const { entries, problem } = await read(archive(...format, '--sparse'))
      expect(entries.map(({ path }) => path)).toEqual([
        'top',
        'top/deep',
        'top/deep/six',
        'top/hole',
        `top/${long}`,
        'top/to',
      ])
      expect(problem).toBe('')
    },
  )

  it('are the same however the archive is cut into pieces', async () => {
    const bytes = archive('--format=posix')
    const whole = await read(bytes, { pieces: bytes.length, contentOf: 6 })
    for (const pieces of [1, 511, 512, 513]) expect(await read(bytes, { pieces, contentOf: 6 })).toEqual(whole)
  })

  it('come with what they contain, for whoever asks before the next', async () => {
    const { entries } = await read(archive('--format=posix'), { contentOf: 6 })
    expect(entries.map(({ content }) => content)).toEqual([undefined, undefined, 'sixsix', undefined, 'x', undefined])
  })

  it('are of the size that a record says, and no link has contents', async () => {
    const record = Buffer.from(paxRecord('size', '600') + paxRecord('uid', '3000000'))
    const bytes = Buffer.concat([
      tarHeader({ path: 'PaxHeader', type: 'x' }, record.length),
      Buffer.concat([record, Buffer.alloc(512 - record.length)]),
      tarHeader({ path: 'big' }, 1),
      Buffer.alloc(1024),
      packed([
        { path: 'link', type: '1', target: 'big', claims: 4096 },
        { path: 'last', text: 'end' },
      ]),
    ])
    const { entries, problem } = await read(bytes)
    expect(entries).toMatchObject([
      { path: 'big', size: 600, uid: 3_000_000 },
      { path: 'link', kind: 'hardlink', size: 0, target: 'big' },
      { path: 'last', size: 3 },
    ])
    expect(problem).toBe('')
  })

  it.each([
    ['is cut off within a file', archive('--format=gnu').subarray(0, 1700), 'it is cut off'],
    ['is cut off within a header', archive('--format=gnu').subarray(0, 600), 'it is cut off'],
    ['has a header that was changed', Buffer.from(archive('--format=gnu')).fill(0x41, 512, 516), /damaged/],
    ['is none', Buffer.from('hello'), 'it is no tar archive'],
    ['claims a name of a gigabyte', Buffer.concat([tarHeader({ path: 'x', type: 'L' }, 1 << 30)]), /too long/],
    ['claims a file of eight exabytes', packed([{ path: 'x', claims: 2 ** 32 }]), 'it is cut off'],
  ])('end where an archive %s', async (_, bytes, why) => {
    expect((await read(bytes)).problem).toMatch(why)
  })

  it('have an end, for whatever bytes', async () => {
    const header = fc.record({ size: fc.nat(5000), type: fc.constantFrom('0', '1', '5', 'x', 'L', 'K', 'g', 'S', 'Z') })
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 1500 }),
      header.map(({ size, type }) => tarHeader({ path: 'some', type }, size)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 700 }), async (parts, pieces) => {
        const bytes = Buffer.concat(parts)
        const { entries } = await read(bytes, { pieces, contentOf: 2000 })
        expect(entries.length).toBeLessThanOrEqual(bytes.length / 512)
      }),
    )
  })
})
