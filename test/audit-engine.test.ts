/** Running containers on a real Docker Engine, held against the files that they were started from; skipped where there is none. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Report } from '../src/core/report.ts'
import { audit, observe, render } from '../src/index.ts'
import { busybox, withoutEngine } from './docker-engine.ts'

const run = (program: string, words: readonly string[], input?: Buffer) => {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', input })
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' }
}
const docker = (...words: readonly string[]): string => {
  const { status, stdout, stderr } = run('docker', words)
  if (status !== 0) throw new Error(`docker ${words.join(' ')}: ${stderr}`)
  return stdout.trim()
}
const missing = withoutEngine(import.meta.filename)

/** Names that no other run of these tests has. */
const own = `drydock-seen-${process.pid}`
const neighbour = `${own}-neighbour`
const image = `${own}:1`
const forever = `["/bin/sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.2; done"]`
const canary = 'c4n4ry-0f-the-container'

/** An image of the program and nothing else, with one more variable that makes it another one. */
function makeImage(name: string, variable: string): void {
  const root = mkdtempSync(join(tmpdir(), 'drydock-'))
  mkdirSync(join(root, 'bin'))
  copyFileSync(busybox ?? '', join(root, 'bin/busybox'))
  for (const tool of ['sh', 'sleep', 'true']) symlinkSync('busybox', join(root, 'bin', tool))
  const archive = spawnSync('tar', ['-C', root, '-c', '.'], { maxBuffer: 1 << 28 }).stdout
  const { status, stderr } = run('docker', ['import', '--change', `ENV MADE=${variable}`, '-', name], archive)
  rmSync(root, { recursive: true })
  if (status !== 0) throw new Error(stderr)
}

describe.skipIf(missing !== undefined)('audit --engine on a Docker Engine', { timeout: 120_000 }, () => {
  let parent = ''
  let project = ''
  const hardened = `
  db:
    image: ${image}
    command: ${forever}
    user: "1000"
    read_only: true
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    environment: { DB_PASSWORD: "\${DB_PASSWORD}", DB_NAME: shop }
    mem_limit: 64m
    networks: [back]
    volumes: ["data:/data", "./settings:/settings:ro"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
`
  const web = `
  web:
    image: ${image}
    command: ${forever}
    networks: [back, default]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
`
  const ends = 'volumes: { data: {} }\nnetworks: { back: {} }\n'
  const write = (services: string, file = 'compose.yaml'): void =>
    writeFileSync(join(project, file), `services:${services}${file === 'compose.yaml' ? ends : ''}`)
  const compose = (...words: readonly string[]): string =>
    docker('compose', '--project-directory', project, '-f', join(project, 'compose.yaml'), ...words)
  const seen = () =>
    observe(project, {}, { env: process.env, platform: process.platform, roots: [project], exists: existsSync })
  const looked = async (): Promise<Report> => audit(project, { observed: await seen() })
  const rules = new Set([
    ...['container-weaker-than-files', 'container-of-no-service', 'container-runs-another-image'],
    ...['container-variables-differ', 'service-not-running'],
  ])
  const said = ({ findings }: Report): readonly string[] =>
    findings
      .filter(({ rule }) => rules.has(rule))
      .flatMap(({ places }) => places.map(({ severity, message, remedy }) => `${severity}: ${message} ${remedy ?? ''}`))
      .sort()

  beforeAll(() => {
    parent = mkdtempSync(join(tmpdir(), 'drydock-'))
    project = join(parent, own)
    for (const directory of ['settings', '../neighbour']) mkdirSync(join(project, directory), { recursive: true })
    makeImage(image, 'first')
    writeFileSync(
      join(parent, 'neighbour/compose.yaml'),
      `name: ${neighbour}\nservices:\n  ${canary}:\n    image: ${image}\n    command: ${forever}\n`,
    )
    docker('compose', '-f', join(parent, 'neighbour/compose.yaml'), 'up', '-d')
    docker('run', '-d', '--name', `${neighbour}-alone`, image, '/bin/sh', '-c', 'while true; do sleep 1; done')
    writeFileSync(join(project, '.env'), 'DB_PASSWORD=the-first-one\n')
    write(hardened + web)
    compose('up', '-d')
  }, 120_000)
  afterAll(() => {
    compose('down', '-v', '--remove-orphans', '-t', '1')
    docker('compose', '-f', join(parent, 'neighbour/compose.yaml'), 'down', '-t', '1')
    docker('rm', '-f', `${neighbour}-alone`)
    docker('rmi', '-f', image)
    rmSync(parent, { recursive: true })
  }, 120_000)
  beforeEach(() => {
    writeFileSync(join(project, '.env'), 'DB_PASSWORD=the-first-one\n')
    write(hardened + web)
  })

  it('finds nothing in a stack that runs as it is written, and nothing of the neighbours', async () => {
    // Others may come and go meanwhile.
    const standing = () => docker('ps', '-a', '--no-trunc', '--filter', `name=${own}`, '--format', '{{.ID}} {{.State}}')
    const before = standing()
    const report = await looked()
    expect(said(report)).toEqual([])
    expect(
      report.observed?.containers.map(({ service, name, startedAsVariant }) => [service, name, startedAsVariant]),
    ).toEqual([
      ['db', `${own}-db-1`, true],
      ['web', `${own}-web-1`, true],
    ])
    expect(report.incomplete).toEqual([])
    expect(report.unknown.filter(({ subject }) => subject.kind === 'container')).toEqual([])
    expect(JSON.stringify(report)).not.toContain(neighbour)
    expect(JSON.stringify(report)).not.toContain(canary)
    expect(standing()).toBe(before)
  })

  it('says what to recreate once the files are repaired', async () => {
    write(hardened + web.replace('networks:', 'cap_drop: [ALL]\n    networks:'))
    expect(said(await looked())).toEqual([
      `medium: web (container ${own}-web-1) keeps the capabilities that Docker grants by default; the files drop all of them Recreate it: \`docker compose up -d web\`.`,
    ])
  })

  it('says which password was rotated in the files alone, and shows neither', async () => {
    writeFileSync(join(project, '.env'), `DB_PASSWORD=${canary}\n`)
    const report = await looked()
    expect(said(report)).toEqual([
      `medium: db (container ${own}-db-1) runs with another DB_PASSWORD than the files give it: the old credential is still in use Recreate it: \`docker compose up -d db\`.`,
    ])
    for (const format of ['json', 'sarif', 'markdown', 'terminal', 'html'] as const) {
      const text = await render(report, format)
      for (const hidden of [canary, 'the-first-one']) expect(text).not.toContain(hidden)
    }
  })

  it('tells what was changed while it ran, and puts it into the matrix of controls', async () => {
    const name = `${own}-db-1`
    docker('update', '--memory', '128m', '--memory-swap', '128m', name)
    docker('network', 'connect', `${own}_default`, name)
    try {
      const report = await looked()
      const again = 'Recreate it: `docker compose up -d --force-recreate db`.'
      expect(said(report)).toEqual([
        `medium: db (container ${name}) is on the network default; the files do not put it there ${again}`,
        `medium: db (container ${name}) may have 128 MiB of memory; the files give it less ${again}`,
      ])
      const control = (id: string) => report.controls.find((one) => one.id === id && one.framework.startsWith('CIS'))
      expect(control('5.5')).toMatchObject({
        status: 'pass',
        evidence: [`seen on containers ${name}, ${own}-web-1`, 'compose.yaml:2', expect.any(String)],
      })
      // The file has no limit for web either, and is the evidence.
      expect(control('5.11')).toMatchObject({
        status: 'fail',
        evidence: [expect.stringMatching(/^compose\.yaml:\d+$/)],
      })
    } finally {
      docker('network', 'disconnect', `${own}_default`, name)
      docker('update', '--memory', '64m', '--memory-swap', '128m', name)
    }
  })

  it('tells what was started by hand in the network, and a service that the files no longer have', async () => {
    const name = `${own}-by-hand`
    docker('run', '-d', '--name', name, '--network', `${own}_back`, '--pid', 'host', image, '/bin/sleep', '1000')
    try {
      write(hardened)
      expect(said(await looked())).toEqual([
        `high: Container ${name} (${image}) was started by hand, and is in the stack’s network back; it sees and can signal every process of the host Put it into the files, or remove it: \`docker rm -f ${name}\`.`,
        `medium: Container ${own}-web-1 (${image}) runs as web, which the files do not have Put it into the files, or remove it: \`docker rm -f ${own}-web-1\`.`,
      ])
    } finally {
      docker('rm', '-f', name)
    }
  })

  it('tells what does not run, or not well', async () => {
    const name = `${own}-job-1`
    write(
      `${hardened}${web}\n  job:\n    image: ${image}\n    command: ["/bin/sh", "-c", "exit 3"]\n    restart: "no"\n`,
    )
    compose('up', '-d', 'job')
    compose('stop', '-t', '1', 'web')
    docker('wait', name)
    try {
      expect(said(await looked())).toEqual([
        `high: job (container ${name}) does not run: it ended with code 3 `,
        `high: web (container ${own}-web-1) does not run: it ended with code 0 `,
      ])
    } finally {
      compose('rm', '-f', 'job')
      compose('start', 'web')
    }
  })

  it('tells that a tag means another image by now, and compares what runs once with its service', async () => {
    makeImage(image, 'second')
    const name = `${own}-once`
    compose('run', '-d', '--name', name, '--cap-add', 'NET_ADMIN', 'web', '/bin/sleep', '1000')
    try {
      const lines = said(await looked())
      const moved = lines.filter((line) => line.includes('means another one by now'))
      expect(moved.map((line) => line.replace(/ of \d{4}-\d\d-\d\d/, ''))).toEqual([
        `medium: db (container ${own}-db-1) runs an image; ${image} means another one by now Recreate it: \`docker compose up -d db\`.`,
        `medium: web (container ${own}-web-1) runs an image; ${image} means another one by now Recreate it: \`docker compose up -d web\`.`,
      ])
      expect(lines.filter((line) => !moved.includes(line))).toEqual([
        `medium: web (container ${name}) has NET_ADMIN: changing interfaces, routes and firewall rules of its network namespace; the files do not add it It was started for one command: once that is done, \`docker rm -f ${name}\`.`,
      ])
    } finally {
      docker('rm', '-f', name)
    }
  })
})
