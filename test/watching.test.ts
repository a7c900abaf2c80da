/** What is seen of services on a real Docker Engine while they are started twice, and measured beside them; skipped where there is none. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { MeasuredNeeds } from '../src/core/proof.ts'
import { connect } from '../src/engine/connect.ts'
import type { Engine } from '../src/engine/engine.ts'
import { removeLabelled } from '../src/engine/run/remove.ts'
import { proofLabel } from '../src/prove/harmless-stack.ts'
import { measureService } from '../src/prove/measure/measure-service.ts'
import { startObserving } from '../src/prove/observe/observe.ts'
import { busybox, docker, timely, withoutEngine } from './docker-engine.ts'

const missing = withoutEngine(import.meta.filename)

const project = `drydock-watched-${process.pid}`
const image = `${project}:1`
const dockerfile = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -p /tmp /etc /run/app /var/log/app /www /data /conf && chmod 1777 /tmp && chmod 750 /run/app && \\
    echo "root:x:0:0::/:/bin/sh" > /etc/passwd && echo "www:x:33:33::/:/bin/sh" >> /etc/passwd && \\
    touch /var/log/app/error.log && echo hello > /www/index.html
`

/** Something beyond the engine's networks that answers; elsewhere than there a call may end before anybody sees it. */
const { DRYDOCK_OUTSIDE: outside } = process.env
const [host = '', port = ''] = (outside ?? '198.51.100.7:9').split(':')

/** Root makes its volume ready and keeps a log open that it does not write to; what serves is somebody else. */
const app = `
exec 3>>/var/log/app/error.log
[ -e /data/made ] || { echo once > /data/made; chown 33:33 /data/made || exit 3; }
echo $$$$ > /run/app/app.pid
echo a while > /tmp/note; rm /tmp/note
dd if=/dev/zero of=/scratch/file bs=1024 count=300 2>/dev/null
cat /conf/greeting >/dev/null && echo seen > /conf/seen
httpd -f -p 8080 -u 33:33 -h /www &
(while :; do sleep 3 | nc -w 5 ${host} ${port}; sleep 1; done) &
trap 'exit 0' TERM
wait $!
`
const caller = 'trap "exit 0" TERM; while :; do wget -qO- http://app:8080/ >/dev/null; sleep 0.3; done'
const compose = JSON.stringify({
  services: {
    app: {
      ...{ image, command: ['/bin/sh', '-c', app], stop_grace_period: '2s', labels: { [proofLabel]: project } },
      ...{ tmpfs: ['/scratch:mode=1770'], volumes: ['data:/data', './conf:/conf', './one.txt:/etc/app/one.txt:ro'] },
    },
    caller: {
      ...{ image, command: ['/bin/sh', '-c', caller], user: '1000:1000', deploy: { replicas: 2 } },
      ...{ read_only: true, stop_grace_period: '2s', labels: { [proofLabel]: project } },
    },
    once: { image, command: ['/bin/sh', '-c', 'echo done > /www/done'], labels: { [proofLabel]: project } },
  },
  volumes: { data: { labels: { [proofLabel]: project } } },
  networks: { default: { labels: { [proofLabel]: project } } },
})

describe.skipIf(missing !== undefined)('a stack that is watched', { timeout: 240_000, retry: timely }, () => {
  let directory = ''
  let engine: Engine
  const up = (...more: readonly string[]) =>
    docker('compose', '-p', project, '--project-directory', directory, '-f', join(directory, 'compose.json'), ...more)

  beforeAll(async () => {
    engine = await connect(process.env, process.platform)
    directory = mkdtempSync(join(tmpdir(), 'drydock-'))
    mkdirSync(join(directory, 'conf'))
    copyFileSync(busybox ?? '', join(directory, 'busybox'))
    writeFileSync(join(directory, 'Dockerfile'), dockerfile)
    writeFileSync(join(directory, 'compose.json'), compose)
    writeFileSync(join(directory, 'conf/greeting'), 'hello\n')
    writeFileSync(join(directory, 'one.txt'), 'one\n')
    docker('build', '-q', '-t', image, directory)
  }, 120_000)
  afterAll(async () => {
    await removeLabelled(engine, `${proofLabel}=${project}`)
    await engine.close()
    docker('rmi', image)
    rmSync(directory, { recursive: true })
  }, 120_000)

  let needs: ReadonlyMap<string, MeasuredNeeds> = new Map()
  it('is seen to write, to listen and to call', async () => {
    const { signal } = new AbortController()
    const observing = startObserving({ engine, project, signal })
    for (const again of [[], ['--force-recreate']]) {
      expect(up('up', '-d', ...again).status).toBe(0)
      await pause(3000)
      await observing.look()
      if (again.length === 0) up('stop')
    }
    needs = await observing.finish()
    expect([...needs.keys()]).toEqual(['app', 'caller', 'once'])
    expect(needs.get('app')).toMatchObject({ user: { uid: 0, gid: 0 }, listening: ['8080/tcp'], readOnly: null })
    expect(needs.get('app')?.writes).toEqual([
      { path: '/run/app', uid: 0, gid: 0, mode: '750', size: 4096, filled: false },
      { path: '/scratch', uid: 0, gid: 0, mode: '1777', size: 300 * 1024, filled: false },
      { path: '/tmp', uid: 0, gid: 0, mode: '1777', size: 0, filled: false },
      { path: '/var/log/app', uid: 0, gid: 0, mode: '755', size: 0, filled: true },
    ])
    if (outside !== undefined) expect(needs.get('app')?.outside).toEqual([outside])
    expect(needs.get('app')?.peak.memory).toBeGreaterThan(300 * 1024)
    expect(needs.get('app')?.peak.processes).toBeGreaterThanOrEqual(3)
    expect(needs.get('caller')).toMatchObject({
      user: { uid: 1000, gid: 1000 },
      writes: [],
      outside: [],
      listening: [],
    })
    expect(needs.get('once')).toMatchObject({ user: { uid: 0, gid: 0 } })
    expect(needs.get('once')?.writes.map(({ path, filled }) => [path, filled])).toEqual([['/www', true]])
  })

  it('is measured beside itself, and stays as it is', async () => {
    const before = docker('ps', '--no-trunc', '-q', '--filter', `label=com.docker.compose.project=${project}`).lines
    const { signal } = new AbortController()
    const measured = await measureService(engine, project, 'app', { run: project, within: 200_000, signal })
    expect(measured).toEqual({
      capabilities: ['CHOWN', 'SETGID', 'SETUID'],
      ...{ noNewPrivileges: true, readOnly: true, leastUser: null, because: undefined },
    })
    const ended = await measureService(engine, project, 'once', { run: project, within: 60_000, signal })
    expect(ended).toMatchObject({ capabilities: null, because: 'none of its containers runs' })
    const late = await measureService(engine, project, 'caller', { run: project, within: 500, signal })
    expect(late).toMatchObject({ capabilities: null, because: 'time ran out' })
    const own = ['--filter', `label=${proofLabel}=${project}`]
    expect(docker('ps', '--no-trunc', '-q', ...own).lines).toEqual(before)
    expect(docker('ps', '-aq', ...own).lines).toHaveLength(before.length + 1)
    expect(docker('volume', 'ls', '-q', ...own).lines).toEqual([`${project}_data`])
    expect(readFileSync(join(directory, 'conf/seen'), 'utf8')).toBe('seen\n')
  })
})
