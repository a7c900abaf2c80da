/** Proofs on a real Docker Engine, of small stacks of which one knows what happens to them; skipped where there is none. */
import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Proved, prove, type Surroundings } from '../src/index.ts'

/** A program without libraries, of which images can be made where none can be pulled. */
const busybox = ['/bin/busybox', '/usr/bin/busybox'].find(
  // Its first page names the loader of a program that needs one.
  (file) => existsSync(file) && !readFileSync(file).subarray(0, 4096).includes('/ld-'),
)
const docker = (...words: readonly string[]): { readonly status: number | null; readonly lines: readonly string[] } => {
  const { status, stdout } = spawnSync('docker', words, { encoding: 'utf8' })
  return { status, lines: (stdout ?? '').split('\n').filter((line) => line !== '') }
}
const missing =
  docker('info').status !== 0
    ? 'no Docker Engine answers'
    : docker('compose', 'version').status !== 0
      ? 'docker compose is not there'
      : busybox === undefined
        ? 'no static busybox to make images of'
        : undefined
if (missing !== undefined) process.stderr.write(`skipped: test/prove.test.ts, ${missing}\n`)

const dockerfile = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -p /tmp /etc /www && echo "root:x:0:0::/:/bin/sh" > /etc/passwd && echo hello > /www/index.html
EXPOSE 8080
`
/** Ends at once when it is asked to. */
const forever = "trap 'exit 0' TERM; while true; do sleep 0.2; done"
const service = (script: string, more = ''): string => `
    build: .
    command: ["/bin/sh", "-c", ${JSON.stringify(script)}]
    stop_grace_period: 2s
${more}`

describe.skipIf(missing !== undefined)('a proof on a Docker Engine', () => {
  let parent = ''
  let project = ''
  let other = ''
  const lines: string[] = []
  const run = (signal: AbortSignal = new AbortController().signal, seen?: (line: string) => void): Promise<Proved> => {
    const around: Surroundings = {
      env: process.env,
      platform: process.platform,
      machine: 'a machine of tests',
      temporary: parent,
      signal,
      confirm: async () => true,
      progress: (line) => {
        lines.push(line)
        seen?.(line)
      },
    }
    return prove(project, { within: 20 }, around)
  }
  const write = (compose: string): void => writeFileSync(join(project, 'compose.yaml'), compose)
  const left = (): readonly string[] => [
    ...docker('ps', '-aq', '--filter', 'label=io.drydock.prove').lines,
    ...docker('network', 'ls', '-q', '--filter', 'label=io.drydock.prove').lines,
    ...docker('volume', 'ls', '-q', '--filter', 'label=io.drydock.prove').lines,
    ...docker('images', '-q', '--filter', 'label=io.drydock.prove').lines,
    ...readdirSync(parent).filter((name) => name.startsWith('drydock-prove-')),
  ]

  beforeAll(() => {
    const image = mkdtempSync(join(tmpdir(), 'drydock-'))
    copyFileSync(busybox ?? '', join(image, 'busybox'))
    writeFileSync(join(image, 'Dockerfile'), dockerfile)
    docker('build', '-q', '-t', 'drydock-test-other', image)
    rmSync(image, { recursive: true })
    other = docker('run', '-d', 'drydock-test-other', '/bin/sh', '-c', forever).lines[0] ?? ''
  }, 120_000)
  afterAll(() => {
    docker('rm', '-f', other)
    docker('rmi', 'drydock-test-other')
  })
  beforeEach(() => {
    lines.length = 0
    parent = mkdtempSync(join(tmpdir(), 'drydock-'))
    project = join(parent, 'shop')
    mkdirSync(project)
    copyFileSync(busybox ?? '', join(project, 'busybox'))
    writeFileSync(join(project, 'Dockerfile'), dockerfile)
    writeFileSync(join(project, '.env'), 'TOKEN=the-real-token-of-somebody\n')
  })
  afterEach(() => {
    expect(left()).toEqual([])
    // Who is not part of the proof goes on as before.
    expect(docker('inspect', '-f', '{{.State.Running}} {{.RestartCount}}', other).lines).toEqual(['true 0'])
    rmSync(parent, { recursive: true })
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
    write(`services:\n  web:${web}\nvolumes:\n  data:\n`)
    const proved = await run()
    if (proved.kind !== 'tried') throw new Error(`${proved.kind} ${JSON.stringify(proved)}`)
    const { record, text } = proved
    expect(record.proved.map(({ rule }) => rule)).toContain('no-new-privileges-missing')
    expect(record.refuted).toEqual([])
    expect(record.asWritten).toMatchObject({ answering: ['web:8080'] })
    expect(record.repaired?.seconds).toHaveLength(2)
    expect(record.services).toMatchObject([{ name: 'web', healthCheck: true }])
    for (const hidden of [parent, 'the-real-token']) expect(text + lines.join('\n')).not.toContain(hidden)
  })

  it('names the repair that breaks the stack, with the line that says so, and proves the rest', {
    timeout: 400_000,
  }, async () => {
    write(
      `services:\n  files:${service(`touch /tmp/a && chown 1000 /tmp/a || exit 9; ${forever}`)}\n  web:${service(forever)}\n`,
    )
    const proved = await run()
    if (proved.kind !== 'tried') throw new Error(`${proved.kind} ${JSON.stringify(proved)}`)
    const { record, failures } = proved
    expect(record.refuted).toMatchObject([{ service: 'files', because: 'it ended with exit code 9 (start)' }])
    const [broken] = record.refuted
    expect(failures.get(broken?.place ?? '')?.lines.join('\n')).toContain('Permission denied')
    expect(record.proved.length).toBeGreaterThan(5)
    // Dropping them was a repair only of a service that is not root.
    expect(record.unproven.map(({ title }) => title)).toEqual(['Drop all capabilities of files'])
  })

  it('claims nothing of a stack that does not work the second time', { timeout: 240_000 }, async () => {
    const once = service(
      `test -e /data/there && echo "I was here" && exit 3; touch /data/there; ${forever}`,
      '    volumes: ["data:/data"]\n',
    )
    write(`services:\n  web:${once}\nvolumes:\n  data:\n`)
    expect(await run()).toMatchObject({
      kind: 'broken',
      failure: { step: 'start again', service: 'web', because: 'it ended with exit code 3', lines: ['I was here'] },
    })
  })

  it('starts nothing that asks for the machine, and removes what a killed run left', { timeout: 60_000 }, async () => {
    write(`services:\n  web:${service(forever, '    volumes: ["/var/run/docker.sock:/s"]\n    privileged: true\n')}\n`)
    // The machine's name as runs write it, and a process that cannot be.
    const abandoned = 'io.drydock.prove=62e7ee2b-99999999-ab'
    docker('run', '-d', '--label', abandoned, 'drydock-test-other', '/bin/sh', '-c', forever)
    expect(await run()).toMatchObject({
      kind: 'refused',
      refused: [{ allowance: 'privileged' }, { what: expect.any(String) }],
    })
    expect(lines).toEqual(['removed what 1 earlier run left'])
  })

  it('removes everything when it is interrupted', { timeout: 120_000 }, async () => {
    write(`services:\n  web:${service(forever)}\n`)
    const controller = new AbortController()
    const interrupted = run(controller.signal, (line) => {
      if (line.startsWith('starting')) setTimeout(() => controller.abort(), 3000)
    })
    await expect(interrupted).rejects.toThrow(/abort/i)
  })
})
