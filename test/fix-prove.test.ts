/** `drydock fix --prove` and `drydock prove --check` as programs, on a real Docker Engine; skipped where there is none. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../scripts/rule-folders.ts'
import type { ProofRecord } from '../src/core/proof.ts'
import { timely, withoutEngine } from './docker-engine.ts'
import { type ProofBench, proofBench, service } from './proof-bench.ts'

const missing = withoutEngine(import.meta.filename)

const compose = `services:
  web:${service('echo up > /tmp/up && exec httpd -f -p 8080 -h /www', '    ports: ["127.0.0.1:8080:8080"]\n')}`
const workflow = 'on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: docker compose build\n'

describe.skipIf(missing !== undefined)('fix --prove', { timeout: 400_000, retry: timely }, () => {
  let bench: ProofBench
  const drydock = (...words: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...words], {
      cwd: bench.project,
      encoding: 'utf8',
    })
    return { status, stdout, stderr }
  }
  const textOf = (file: string): string => readFileSync(join(bench.project, file), 'utf8')
  const record = (): ProofRecord => JSON.parse(textOf('drydock.proof.json')) as ProofRecord
  const only = [
    'log-rotation-missing',
    'memory-limit-missing',
    'root-filesystem-writable',
    'workflow-permissions-missing',
  ]
  const fix = ['fix', '--prove', '--yes', '--no-color', '--within', '40', ...only.flatMap((rule) => ['--only', rule])]

  beforeAll(() => {
    bench = proofBench()
    bench.write({ 'compose.yaml': compose })
  })
  afterAll(() => bench.remove())

  it('shows what it works with, and writes nothing', () => {
    const { status, stdout, stderr } = drydock(...fix)
    expect(stderr).toContain('Proving . (default)')
    expect(status).toBe(0)
    expect(stdout).toContain('✔ proved: the stack came up twice with all of this')
    expect(stdout).toContain('+    read_only: true')
    expect(stdout).toContain('as measured: ')
    expect(stdout).toContain('Nothing is written; with --apply it is.')
    expect(textOf('compose.yaml')).toBe(compose)
    expect(existsSync(join(bench.project, 'drydock.proof.json'))).toBe(false)
  })

  it('writes it with its record, and finds nothing left to do', () => {
    const applied = drydock(...fix, '--apply')
    expect(applied).toMatchObject({ status: 0 })
    expect(applied.stdout).toContain('1 files written, and drydock.proof.json.')
    expect(textOf('compose.yaml')).toContain('read_only: true')
    expect(
      record()
        .proved.map(({ rule }) => rule)
        .sort(),
    ).toEqual(only.slice(0, 3))
    const again = drydock(...fix, '--apply')
    expect(again).toMatchObject({ status: 0 })
    expect(again.stderr).toContain('nothing was started')
    expect(again.stdout).toContain('Nothing to repair.')
  })

  it('is held against a new proof by prove --check', () => {
    const check = [
      'prove',
      '--check',
      '--yes',
      '--no-color',
      '--within',
      '20',
      ...only.flatMap((rule) => ['--only', rule]),
    ]
    const held = drydock(...check)
    expect(held.stdout).toContain('✔ still holds: drydock.proof.json of ')
    expect(held.status).toBe(0)
    // What it did not do before: another directory, and another port.
    writeFileSync(
      join(bench.project, 'compose.yaml'),
      textOf('compose.yaml')
        .replace('read_only: true', 'read_only: false')
        .replace('echo up', 'mkdir -p /srv/new && (httpd -f -p 9090 &) && echo up'),
    )
    const changed = drydock(...check)
    expect(changed.status).toBe(1)
    expect(changed.stdout).toContain('✘ no longer holds')
    for (const difference of ['its settings are others', 'it also writes to /srv', 'it also listens on 9090/tcp']) {
      expect(changed.stdout).toContain(`  web: ${difference}`)
    }
  })

  it.each([
    ['missing', undefined, 'There is no drydock.proof.json in '],
    ['cut off', '{ "schemaVersion": 1,', 'drydock.proof.json:1: it is not JSON.'],
    ['of another shape', '{ "schemaVersion": 1 }', 'drydock.proof.json:1: '],
  ])('names a record that is %s', (_, text, message) => {
    const file = join(bench.project, 'drydock.proof.json')
    if (text === undefined) rmSync(file, { force: true })
    else writeFileSync(file, text)
    const { status, stderr } = drydock('prove', '--check', '--yes')
    expect(stderr).toContain(message)
    expect(status).toBe(2)
  })

  it('makes what no start reads where nobody can notice it, and leaves the rest out', () => {
    rmSync(join(bench.project, 'drydock.proof.json'))
    bench.write({ 'compose.yaml': compose })
    spawnSync('mkdir', ['-p', join(bench.project, '.github/workflows')])
    bench.write({ '.github/workflows/build.yml': workflow })
    const { stdout, status } = drydock(...fix)
    expect(status).toBe(0)
    expect(stdout).toContain('unproven')
  })
})
