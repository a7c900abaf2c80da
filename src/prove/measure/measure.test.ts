import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { busybox, timely, withoutEngine } from '../../../test/docker-engine.ts'
import { connect } from '../../engine/connect.ts'
import type { Engine } from '../../engine/engine.ts'
import { containersWith } from '../../engine/inspect/containers.ts'
import { removeLabelled } from '../../engine/run/remove.ts'
import { createSingle, type Single } from '../../engine/run/single.ts'
import { proofLabel } from '../harmless-stack.ts'
import { measureImage } from './measure.ts'

const lacks = withoutEngine(import.meta.filename)
const engine = lacks === undefined ? await connect(process.env, process.platform) : undefined

const mark = `drydock-test-${randomBytes(4).toString('hex')}`
const image = `${mark}:1`

/** Root makes the volume ready and steps down; the second start reads what then belongs to somebody else. */
const start = `#!/bin/sh
set -e
if [ "$1" = fail ]; then echo "the password $PASSWORD is wrong" >&2; exit 3; fi
if [ -e /data/made ]; then cat /data/made; else
  echo once > /data/made
  chmod 600 /data/made
  chown 33:33 /data/made /data
fi
echo $$ > /run/web.pid
httpd -f -p 8080 -u 33:33 -h /www &
trap 'exit 0' TERM
wait
`

/** An image of a file or two, out of a directory that is thrown away. */
function archive(): Uint8Array {
  const root = mkdtempSync(join(tmpdir(), 'drydock-image-'))
  try {
    for (const directory of ['bin', 'data', 'etc', 'run', 'tmp', 'www']) mkdirSync(join(root, directory))
    copyFileSync(busybox ?? '', join(root, 'bin/busybox'))
    for (const name of ['sh', 'cat', 'chmod', 'chown', 'httpd']) symlinkSync('busybox', join(root, 'bin', name))
    writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nwww-data:x:33:33::/:/bin/sh\n')
    writeFileSync(join(root, 'start'), start, { mode: 0o755 })
    return execFileSync('tar', ['-C', root, '--owner=:0', '--group=:0', '-c', '.'], { maxBuffer: 1 << 26 })
  } finally {
    rmSync(root, { recursive: true })
  }
}

describe.skipIf(lacks !== undefined)('an image that is measured', { timeout: 300_000, retry: timely }, () => {
  const here = engine as Engine
  const run = (): string => `${mark}-${randomBytes(4).toString('hex')}`
  const signal = AbortSignal.timeout(280_000)
  const subject = { image, environment: ['PASSWORD=open sesame'] }

  beforeAll(async () => {
    const changes = 'ENTRYPOINT ["/start"]\nEXPOSE 8080\nVOLUME /data\nENV PATH=/bin'.split('\n')
    const query = new URLSearchParams({ fromSrc: '-', repo: mark, tag: '1' })
    for (const change of changes) query.append('changes', change)
    await here.sendForBytes(`/images/create?${query}`, 1 << 16, { body: archive() })
  })
  afterAll(async () => {
    await removeLabelled(here, `${proofLabel}.test=${mark}`)
    await here.send('DELETE', `/images/${image}`, { query: { force: true } }).catch(() => undefined)
    await here.close()
  })

  it('needs what both of its starts need, listens where it does, and can do without the rest', async () => {
    const name = run()
    const measured = await measureImage(here, subject, { run: name, signal })
    if (!measured.works) throw new Error(measured.because)
    expect(measured.capabilities).toMatchObject({ least: ['CHOWN', 'DAC_OVERRIDE', 'SETGID', 'SETUID'], minimal: true })
    expect(measured.lesser).toEqual({ uid: 33, gid: 33 })
    expect(measured.listening).toEqual([{ port: 8080, protocol: 'tcp', reach: 'anyone' }])
    expect(measured.answers).toEqual({ 8080: 'HTTP 404' })
    expect(measured.written).toMatchObject([{ path: '/run', uid: 0, gid: 0, mode: 0o755, size: 4096, filled: false }])
    expect(measured.volumes).toMatchObject([{ path: '/data', uid: 33, gid: 33, size: 4096 }])
    expect(measured.noNewPrivileges).toEqual({ holds: true })
    expect(measured.readOnly).toMatchObject({ holds: true, copies: [] })
    expect(measured.startsAs).toMatchObject({ uid: 33, gid: 33, holds: false })
    expect(measured.peak.memory).toBeGreaterThan(0)
    expect(measured.limits.memory).toBeGreaterThanOrEqual(2 * measured.peak.memory)
    expect(measured.together).toEqual({ holds: true })
    expect(await containersWith(here, `${proofLabel}=${name}`)).toEqual([])
  })

  it('that does not work as it comes is not measured; what it printed is told without what it was given', async () => {
    const measured = await measureImage(here, { ...subject, command: ['fail'] }, { run: run(), signal })
    expect(measured).toEqual({
      works: false,
      image,
      because: 'first start: it ended with status 3: the password *** is wrong',
    })
  })

  it('leaves nothing behind when it is interrupted, and leaves alone what is not its own', async () => {
    const single: Single = {
      ...{
        image,
        labels: { [`${proofLabel}.test`]: mark },
        network: 'none',
        memory: 1 << 26,
        processes: 10,
        environment: [],
      },
      ...{ dropAll: true, capabilities: [], noNewPrivileges: true, readOnly: true, tmpfs: {}, volumes: {} },
    }
    await createSingle(here, single)
    const name = run()
    const interrupted = new AbortController()
    const trials: string[] = []
    const progress = (what: string): void => {
      trials.push(what)
      if (trials.length === 3) setTimeout(() => interrupted.abort(new Error('enough')), 500)
    }
    const measuring = measureImage(here, subject, { run: name, signal: interrupted.signal, progress })
    await expect(measuring).rejects.toThrow()
    const query = { filters: JSON.stringify({ label: [`${proofLabel}=${name}`] }) }
    expect(await here.get('/containers/json', { query: { ...query, all: true } })).toEqual([])
    expect(await here.get('/networks', { query })).toEqual([])
    expect(((await here.get('/volumes', { query })) as { Volumes: unknown[] | null }).Volumes ?? []).toEqual([])
    expect(await containersWith(here, `${proofLabel}.test=${mark}`)).toHaveLength(1)
  })

  it('stops where it would need more starts than it may have', async () => {
    const measuring = measureImage(here, subject, { run: run(), signal, bounds: { starts: 1 } })
    await expect(measuring).rejects.toThrow('takes more starts than 1')
  })
})
