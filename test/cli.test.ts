/** The command line as somebody types it: what is printed, where, and with which exit code. */

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeProgram } from './program-of-sources.ts'

const work = mkdtempSync(join(tmpdir(), 'drydock-cli-'))
const main = join(work, 'main.mjs')
afterAll(() => rmSync(work, { recursive: true }))

/** Writes files below the working directory and returns their directory. */
function project(name: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name, path)), { recursive: true })
    writeFileSync(join(work, name, path), text)
  }
  return join(work, name)
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function drydock(
  words: readonly string[],
  options: { readonly cwd?: string; readonly input?: string; readonly env?: object } = {},
): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
    encoding: 'utf8',
    cwd: options.cwd ?? work,
    input: options.input ?? '',
    env: { ...process.env, NO_COLOR: '', FORCE_COLOR: '', ...options.env },
    maxBuffer: 1 << 28,
  })
  return { code: status, out: stdout, err: stderr }
}

const weak = 'services:\n  web:\n    image: nginx:1.29.3\n'
const strong = 'services:\n  web:\n    image: nginx:1.29.3\n    security_opt: ["no-new-privileges:true"]\n'
const only = ['--only', 'no-new-privileges-missing']

beforeAll(async () => {
  await writeProgram(main)
  project('weak', { 'compose.yaml': weak })
  project('strong', { 'compose.yaml': strong })
  project('broken', { 'compose.yaml': `${strong}  other: [\n` })
  project('weak-and-broken', { 'compose.yaml': weak, 'broken/Dockerfile': '', 'broken/compose.yaml': 'services: [\n' })
})

describe('exit codes', () => {
  it.each([
    [0, 'nothing found', ['strong', ...only]],
    [0, 'nothing at the threshold', ['weak', ...only, '--fail-on', 'high']],
    [1, 'something at the threshold', ['weak', ...only, '--fail-on', 'medium']],
    [0, 'a threshold that never fails', ['weak', ...only, '--fail-on', 'never']],
    [1, 'a score below the minimum', ['weak', ...only, '--min-score', '9.9']],
    [0, 'a score above it', ['strong', ...only, '--min-score', '9.9']],
    [3, 'a file that does not parse', ['broken', ...only]],
    [1, 'findings and a file that does not parse', ['weak-and-broken', ...only, '--fail-on', 'low']],
    [2, 'wrong usage before all of it', ['weak', ...only, '--fail-on', 'medium', '--min-score', 'high']],
  ])('are %d for %s', (code, _, words) => {
    expect(drydock([...words, '--quiet']).code).toBe(code)
  })
})

describe('wrong usage', () => {
  it.each([
    [['audti'], 'There is no file or directory "audti". Did you mean audit?'],
    [['--formt', 'json'], 'There is no flag --formt. Did you mean --format?'],
    [['--format', 'jsn'], '--format takes terminal, markdown, json, sarif or html, not "jsn". Did you mean json?'],
    [
      ['rules', '--only', 'x'],
      'drydock rules takes no --only. It belongs to drydock audit, drydock fix and drydock prove.',
    ],
    [['rules', 'x'], 'drydock rules takes nothing; "x" is too much.'],
    [['--only'], '--only needs a value: --only RULE.'],
    [['--quiet=yes'], '--quiet takes no value.'],
    [['weak', '--only', 'no-new-privilege-missing'], 'Did you mean no-new-privileges-missing?'],
    [['explain', 'no-new-privileges'], 'Did you mean no-new-privileges-breaks-program or no-new-privileges-missing?'],
    [['explain'], 'drydock explain needs a rule.'],
    [['-'], 'Standard input has no name.'],
    [['-', '--filename', 'compose.yaml', '--engine'], '--engine is for directories'],
    [['weak', '--filename', 'x'], '--filename names what - reads; there is no - here.'],
    [['weak', '--config', 'strong/compose.yaml'], 'lies outside of weak'],
    [['weak', '--out', 'weak/compose.yaml/x'], 'cannot be written'],
  ])('%j is one sentence, on standard error, with code 2', (words, sentence) => {
    const { code, out, err } = drydock(words)
    expect(err).toContain(sentence)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect({ code, out }).toEqual({ code: 2, out: '' })
  })
})

it('an engine that is not there is one sentence, with code 2', () => {
  const { code, out, err } = drydock(['weak', '--engine'], {
    env: { DOCKER_HOST: `unix://${join(work, 'no-socket')}` },
  })
  expect(err).toContain('No Docker Engine answers at')
  expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 })
})

describe('drydock audit', () => {
  it('is the default, of the current directory', () => {
    const { out } = drydock(['--format', 'json', ...only], { cwd: join(work, 'weak') })
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, target: { path: '.' }, findings: [{ places: [{}] }] })
  })

  it('reads one file from standard input', () => {
    const { out } = drydock(['-', '--filename', 'compose.yaml', '--format', 'json', ...only], { input: weak })
    expect(JSON.parse(out).findings[0].places[0].location.file).toBe('compose.yaml')
  })

  it('audits only the paths that are named', () => {
    const cwd = project('several', { 'a/compose.yaml': weak, 'b/compose.yaml': weak, 'c/compose.yaml': weak })
    const { out } = drydock(['a', 'b/compose.yaml', '--format', 'json', ...only], { cwd })
    const files = JSON.parse(out).projects.map((one: { readonly path: string }) => one.path)
    expect(files.sort()).toEqual(['a', 'b'])
  })

  it('prints into a file, and a package whose manifest holds into a directory', () => {
    const { code, out } = drydock(['weak', ...only, '--out', 'out/audit.md', '--format', 'markdown', '--report', 'all'])
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(readFileSync(join(work, 'out/audit.md'), 'utf8')).toContain('no-new-privileges-missing')
    expect(readdirSync(join(work, 'all')).sort()).toEqual([
      ...['audit.md', 'checklist.md', 'fixes.patch', 'index.html', 'manifest.json', 'report.json', 'report.sarif'],
    ])
    const { files } = JSON.parse(readFileSync(join(work, 'all/manifest.json'), 'utf8'))
    for (const { name, bytes, sha256 } of files) {
      const written = readFileSync(join(work, 'all', name))
      expect([written.length, createHash('sha256').update(written).digest('hex')]).toEqual([bytes, sha256])
    }
  })

  it('says what changed since an earlier report', () => {
    drydock(['weak', ...only, '--report', 'first'])
    const { code } = drydock(['weak', ...only, '--report', 'second', '--previous', 'first/report.json'])
    expect([code, readFileSync(join(work, 'second/changes.md'), 'utf8')]).toEqual([
      0,
      expect.stringContaining('no place changed'),
    ])
    expect(readFileSync(join(work, 'second/index.html'), 'utf8')).toContain('Since last time')
    expect(drydock(['weak', '--previous', 'first/report.json']).err).toContain('--previous is for --report.')
  })

  it('prints one line with --quiet', () => {
    expect(drydock(['weak', ...only, '-q']).out).toMatch(/^go {2}\d+\.\d \S+ {2}1 medium {2}weak\n$/)
  })

  it('takes its thresholds from the configuration, and flags before that', () => {
    const configured = project('configured', { 'compose.yaml': weak, 'drydock.yaml': 'fail-on: medium\n' })
    expect(drydock([configured, ...only, '-q']).code).toBe(1)
    expect(drydock([configured, ...only, '-q', '--fail-on', 'high']).code).toBe(0)
  })

  it('colours only a terminal, or when told to', () => {
    const colour = '\u001b['
    expect(drydock(['weak']).out).not.toContain(colour)
    expect(drydock(['weak'], { env: { FORCE_COLOR: '1' } }).out).toContain(colour)
    expect(drydock(['weak'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).out).not.toContain(colour)
    expect(drydock(['weak', '--no-color'], { env: { FORCE_COLOR: '1' } }).out).not.toContain(colour)
  })
})

describe('output through a pipe', () => {
  const services = Array.from({ length: 1500 }, (_, at) => `  service-${at}:\n    image: nginx:1.29.3\n`)

  it('is complete, however large and however slow the reader', async () => {
    const large = project('large', { 'compose.yaml': `services:\n${services.join('')}` })
    const child = spawn(process.execPath, [main, large, '--format', 'json', ...only], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      child.stdout.pause()
      setTimeout(() => child.stdout.resume(), 1)
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect(text.length).toBeGreaterThan(500_000)
    expect(JSON.parse(text).findings[0].places).toHaveLength(1500)
    expect(code).toBe(0)
  })

  it('ends quietly when the reader goes away', () => {
    const large = project('large', { 'compose.yaml': `services:\n${services.join('')}` })
    const command = `"${process.execPath}" "${main}" "${large}" --format json | head -c 10; echo "\${PIPESTATUS[0]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout).toMatch(/[01]\n$/)
  })
})

describe('the other commands', () => {
  it('help names every command, and each command its flags', () => {
    const { code, out } = drydock(['--help'])
    expect(code).toBe(0)
    for (const name of ['audit', 'explain', 'rules', 'inspect', 'init', 'config'])
      expect(out).toContain(`drydock ${name}`)
    expect(drydock(['audit', '--help']).out).toContain('--min-score N')
    expect(drydock(['help', 'rules']).out).toContain('--format terminal|json')
  })

  it('rules lists every rule, for people and for programs', () => {
    expect(drydock(['rules']).out).toContain('no-new-privileges-missing')
    const [rule] = JSON.parse(drydock(['rules', '--format', 'json']).out)
    expect(rule).toMatchObject({ id: expect.any(String), severity: expect.any(String), peers: expect.any(Array) })
  })

  it('explain prints the page without the marks of its examples', () => {
    const { out } = drydock(['explain', 'no-new-privileges-missing'])
    expect(out).toContain('When to allow it')
    expect(out).toContain('drydock: allow no-new-privileges-missing - reason')
    expect(out).not.toMatch(/[«»]/)
  })

  it('inspect prints the model with origins, as JSON, and as Compose would', () => {
    expect(drydock(['inspect', 'weak']).out).toContain('image: nginx:1.29.3  # compose.yaml:3')
    expect(JSON.parse(drydock(['inspect', 'weak', '--format', 'json']).out)).toMatchObject([{ variants: [{}] }])
    const compose = JSON.parse(drydock(['inspect', 'weak', '--format', 'compose']).out)
    expect(compose.services.web.image).toBe('nginx:1.29.3')
  })

  it('inspect masks secrets unless it is told not to', () => {
    project('secret', { 'compose.yaml': `${weak}    environment:\n      DB_PASSWORD: Xq7canaryvalue99\n` })
    expect(drydock(['inspect', 'secret', '--format', 'json']).out).not.toContain('Xq7canaryvalue99')
    expect(drydock(['inspect', 'secret', '--format', 'json', '--show-secrets']).out).toContain('Xq7canaryvalue99')
  })

  it('init writes a configuration that changes nothing, once', () => {
    project('fresh', { 'compose.yaml': weak })
    expect(drydock(['init', 'fresh']).code).toBe(0)
    expect(drydock(['config', 'fresh', '--format', 'json']).out).toContain('drydock.yaml')
    const again = drydock(['init', 'fresh'])
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('exists already') })
  })
})
