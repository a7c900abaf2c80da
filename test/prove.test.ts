/** Proofs on a real Docker Engine, of small stacks of which one knows what happens to them; skipped where there is none. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hashOf } from '../src/core/digest.ts'
import { type Proved, prove } from '../src/index.ts'
import { busybox, docker, withoutEngine } from './docker-engine.ts'
import { dockerfile, forever, type ProofBench, proofBench, service } from './proof-bench.ts'

const missing = withoutEngine(import.meta.filename)
const machine = `a machine of tests, ${process.pid}`
const image = `drydock-test-other-${process.pid}`

describe.skipIf(missing !== undefined)('a proof on a Docker Engine', () => {
  let bench: ProofBench
  let other = ''
  const run = (signal?: AbortSignal, seen?: (line: string) => void): Promise<Proved> =>
    prove(bench.project, { within: 40 }, bench.around(signal, seen))

  beforeAll(() => {
    const context = mkdtempSync(join(tmpdir(), 'drydock-'))
    copyFileSync(busybox ?? '', join(context, 'busybox'))
    writeFileSync(join(context, 'Dockerfile'), dockerfile)
    docker('build', '-q', '-t', image, context)
    rmSync(context, { recursive: true })
    other = docker('run', '-d', image, '/bin/sh', '-c', forever).lines[0] ?? ''
  }, 120_000)
  afterAll(() => {
    docker('rm', '-f', other)
    docker('rmi', image)
  })
  beforeEach(() => {
    bench = proofBench(machine)
    bench.write({ '.env': 'TOKEN=the-real-token-of-somebody\n' })
  })
  afterEach(() => {
    expect(bench.left()).toEqual([])
    // Who is not part of the proof goes on as before.
    expect(docker('inspect', '-f', '{{.State.Running}} {{.RestartCount}}', other).lines).toEqual(['true 0'])
    bench.remove()
  })

  it('proves what the stack comes up with twice, and keeps a record without secrets and paths', {
    timeout: 240_000,
  }, async () => {
    const web = service(
      'echo "got $TOKEN"; date >> /data/starts; exec httpd -f -p 8080 -h /www',
      `
    ports: ["8080:8080"]
    environment: { TOKEN: "\${TOKEN}", NEEDED: "\${NEEDED:?}" }
    volumes: ["data:/data"]
    healthcheck: { test: ["CMD", "wget", "-qO-", "http://127.0.0.1:8080/"], interval: 1s }
`,
    )
    bench.write({ 'compose.yaml': `services:\n  web:${web}\nvolumes:\n  data:\n` })
    const proved = await run()
    if (proved.kind !== 'tried') throw new Error(`${proved.kind} ${JSON.stringify(proved)}`)
    const { record, text } = proved
    expect(record.proved.map(({ rule }) => rule)).toContain('no-new-privileges-missing')
    expect(record.refuted).toEqual([])
    expect(record.asWritten).toMatchObject({ answering: ['web:8080'] })
    expect(record.repaired?.seconds).toHaveLength(2)
    expect(record.services).toMatchObject([{ name: 'web', healthCheck: true, reference: null }])
    const [{ asWritten, repaired, needs } = {}] = record.services
    expect(asWritten).not.toBe(repaired)
    expect(needs).toMatchObject({ user: { uid: 0 }, listening: ['8080/tcp'], capabilities: null })
    for (const hidden of [bench.parent, 'the-real-token']) expect(text + bench.lines.join('\n')).not.toContain(hidden)
  })

  it('claims nothing of a stack that does not work the second time', { timeout: 240_000 }, async () => {
    const once = service(
      `test -e /data/there && echo "I was here" && exit 3; touch /data/there; ${forever}`,
      '    volumes: ["data:/data"]\n',
    )
    bench.write({ 'compose.yaml': `services:\n  web:${once}\nvolumes:\n  data:\n` })
    expect(await run()).toMatchObject({
      kind: 'broken',
      failure: { step: 'start again', service: 'web', because: 'it ended with exit code 3', lines: ['I was here'] },
    })
  })

  it('starts nothing that asks for the machine, and removes what a killed run left', { timeout: 60_000 }, async () => {
    const mighty = service(forever, '    volumes: ["/var/run/docker.sock:/s"]\n    privileged: true\n')
    bench.write({ 'compose.yaml': `services:\n  web:${mighty}\n` })
    // The machine's name as runs write it, and a process that cannot be.
    const abandoned = `io.drydock.prove=${hashOf(machine).slice(0, 8)}-99999999-ab`
    docker('run', '-d', '--label', abandoned, image, '/bin/sh', '-c', forever)
    expect(await run()).toMatchObject({
      kind: 'refused',
      refused: [{ allowance: 'privileged' }, { what: expect.any(String) }],
    })
    expect(bench.lines).toEqual(['removed what 1 earlier run left'])
  })

  it('removes everything when it is interrupted', { timeout: 120_000 }, async () => {
    bench.write({ 'compose.yaml': `services:\n  web:${service(forever)}\n` })
    const controller = new AbortController()
    const interrupted = run(controller.signal, (line) => {
      if (line.startsWith('starting')) setTimeout(() => controller.abort(), 3000)
    })
    await expect(interrupted).rejects.toThrow(/abort/i)
  })
})
