import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { type TarEntry, tarEntries } from './tar-entries.ts'

const directory = mkdtempSync(join(tmpdir(), 'drydock-tar-'))
afterAll(() => rmSync(directory, { recursive: true }))

const long = `${'long-'.repeat(30)}name`
mkdirSync(join(directory, 'top', 'deep'), { recursive: true, mode: 0o755 })
writeFileSync(join(directory, 'top', 'deep', 'six'), 'sixsix', { mode: 0o640 })
writeFileSync(join(directory, 'top', 'many'), Buffer.alloc(70_000), { mode: 0o600 })
writeFileSync(join(directory, 'top', long), 'x', { mode: 0o600 })

const archive = (format: string): Uint8Array =>
  execFileSync('tar', [
    '-C',
    directory,
    `--format=${format}`,
    '--sort=name',
    '--owner=:999',
    '--group=:33',
    '-cf',
    '-',
    'top',
  ])

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(bytes: Uint8Array, size = 1000): Promise<readonly TarEntry[]> {
  const entries: TarEntry[] = []
  for await (const entry of tarEntries(inPieces(bytes, size))) entries.push(entry)
  return entries
}

describe('entries of a tar archive', () => {
  it.each(['posix', 'gnu'])('are told with their owner, mode and size: %s', async (format) => {
    const owner = { uid: 999, gid: 33 }
    expect(await read(archive(format))).toEqual([
      { path: 'top', kind: 'directory', size: 0, mode: 0o755, ...owner },
      { path: 'top/deep', kind: 'directory', size: 0, mode: 0o755, ...owner },
      { path: 'top/deep/six', kind: 'file', size: 6, mode: 0o640, ...owner },
      { path: `top/${long}`, kind: 'file', size: 1, mode: 0o600, ...owner },
      { path: 'top/many', kind: 'file', size: 70_000, mode: 0o600, ...owner },
    ])
  })

  it('are the same however the archive is cut into pieces', async () => {
    const bytes = archive('posix')
    const whole = await read(bytes, bytes.length)
    for (const size of [1, 511, 512, 513]) expect(await read(bytes, size)).toEqual(whole)
  })

  it('come with what short files contain, where that is asked for', async () => {
    const contents: (string | undefined)[] = []
    for await (const { content } of tarEntries(inPieces(archive('posix'), 700), 6)) {
      contents.push(content && Buffer.from(content).toString())
    }
    expect(contents).toEqual([undefined, undefined, 'sixsix', 'x', undefined])
  })

  it('end where the archive does, and do so for whatever bytes', async () => {
    const bytes = archive('gnu')
    expect(await read(bytes.subarray(0, 600))).toHaveLength(1)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 1, max: 600 }), async (junk, size) => {
        expect((await read(junk, size)).length).toBeLessThanOrEqual(junk.length / 512)
      }),
    )
  })
})
