/** The program itself, killed and interrupted half-way, on an engine that runs other things too. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../scripts/rule-folders.ts'
import { docker } from '../docker-engine.ts'
import { composed, forever, keepsData, service, shell } from './small-stacks.ts'
import { leftOf, runsOf, withoutStandIns } from './stand-ins.ts'

const ours = 'drydock-test-others'

/** What others have on the engine, and how it is: nothing of it may change. */
function others(): readonly string[] {
  const label = `label=${ours}`
  const named = (kind: string, ...more: readonly string[]) =>
    docker(kind, 'ls', ...more, '--quiet', '--filter', label).lines
  return [
    ...named('container', '--all').flatMap(
      (id) =>
        docker('container', 'inspect', '--format', '{{.Id}} {{.State.Status}} {{.State.Pid}} {{.RestartCount}}', id)
          .lines,
    ),
    ...named('network').map((id) => `network ${id}`),
    ...named('volume').map((name) => `volume ${name}`),
    ...named('image').map((id) => `image ${id}`),
    ...docker('run', '--rm', '--volume', `${ours}:/kept`, 'debian:12-slim', 'cat', '/kept/file').lines,
  ]
}

describe.skipIf(withoutStandIns(import.meta.filename))('a run of drydock prove', () => {
  const work = mkdtempSync(join(tmpdir(), 'drydock-'))
  const stack = join(work, 'stack')
  const temporary = join(work, 'temporary')
  let before: readonly string[] = []

  /** Starts the program; `told` is what it has said until then. */
  const start = (): { readonly process: ChildProcess; told(): string; readonly ended: Promise<number | null> } => {
    let told = ''
    const words = [join(root, 'src/cli/main.ts'), 'prove', stack, '--yes', '--only', 'pids-limit-missing']
    const process_ = spawn(process.execPath, words, { env: { ...process.env, TMPDIR: temporary } })
    process_.stderr.on('data', (text: Buffer) => {
      told += text.toString()
    })
    process_.stdout.resume()
    return { process: process_, told: () => told, ended: new Promise((resolve) => process_.on('close', resolve)) }
  }
  const runOf = ({ pid = 0 }: ChildProcess): string => runsOf(hostname(), pid)
  /** Waits until one of its containers runs. */
  const untilItRuns = async ({ process: started, told }: ReturnType<typeof start>, run: string): Promise<void> => {
    const runs = (): boolean =>
      docker('ps', '--format', '{{.Label "io.drydock.prove"}}').lines.some((of) => of.startsWith(run))
    while (!runs()) {
      if (started.exitCode !== null) throw new Error(told())
      await pause(300)
    }
  }

  beforeAll(() => {
    for (const directory of [stack, temporary]) mkdirSync(directory)
    const app = service('app', ['build: .', 'init: true', 'command: ["sleep", "infinity"]', keepsData])
    writeFileSync(join(stack, 'compose.yaml'), composed(app, shell('db', forever))['compose.yaml'])
    writeFileSync(join(stack, 'Dockerfile'), 'FROM debian:12-slim\nRUN touch /built\n')
    docker('network', 'create', '--label', ours, ours)
    docker('volume', 'create', '--label', ours, ours)
    docker('run', '--rm', '--volume', `${ours}:/kept`, 'debian:12-slim', 'sh', '-c', 'echo kept >/kept/file')
    const options = ['--detach', '--label', ours, '--network', ours, '--volume', `${ours}:/kept`]
    docker('run', ...options, 'debian:12-slim', 'sleep', 'infinity')
    docker('create', '--label', ours, 'debian:12-slim', 'true')
    docker('commit', '--change', `LABEL ${ours}=`, docker('ps', '-lq').lines[0] ?? '', ours)
    before = others()
  }, 120_000)
  afterAll(() => {
    docker('rm', '--force', ...docker('ps', '--all', '--quiet', '--filter', `label=${ours}`).lines)
    for (const kind of ['network', 'volume', 'image']) docker(kind, 'rm', ours)
    rmSync(work, { recursive: true })
  })

  it('has others beside it', () => {
    expect(before.map((line) => line.split(' ').length > 0)).toHaveLength(6)
    expect(before.at(-1)).toBe('kept')
  })

  it('leaves what the next run removes, where it is killed', { timeout: 300_000 }, async () => {
    const killed = start()
    const run = runOf(killed.process)
    await untilItRuns(killed, run)
    killed.process.kill('SIGKILL')
    await killed.ended
    expect(leftOf(run).length).toBeGreaterThan(0)
    expect(readdirSync(temporary)).toHaveLength(1)

    const next = start()
    expect([await next.ended, next.told()]).toEqual([0, expect.stringContaining('removed what 1 earlier run left')])
    expect([leftOf(run), leftOf(runOf(next.process)), readdirSync(temporary)]).toEqual([[], [], []])
    expect(others()).toEqual(before)
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('leaves nothing on %s', { timeout: 200_000 }, async (signal) => {
    const interrupted = start()
    const run = runOf(interrupted.process)
    await untilItRuns(interrupted, run)
    interrupted.process.kill(signal)
    expect(await interrupted.ended).toBe(130)
    expect([leftOf(run), readdirSync(temporary)]).toEqual([[], []])
    expect(others()).toEqual(before)
  })
})
