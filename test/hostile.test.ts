/** Hostile and broken input: always a report, whatever is in the files. A test that does not end is one that failed. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { maskLine, maskText } from '../src/core/mask-line.ts'
import type { Report } from '../src/core/report.ts'
import { audit, auditFiles, inspect, render } from '../src/index.ts'
import { credentialsIn } from '../src/knowledge/secrets.ts'
import { type MemoryFiles, memoryTree } from '../src/trees/memory.ts'

const options = { today: '2026-01-01' }
const formats = ['json', 'sarif', 'markdown', 'terminal'] as const

/** The report, after every format has printed it. */
async function printed(files: MemoryFiles): Promise<Report> {
  const report = await auditFiles(files, options)
  for (const format of formats) expect((await render(report, format)).length).toBeGreaterThan(0)
  return report
}

const times = (count: number, text: string): string => text.repeat(count)
const stack = (lines: string): MemoryFiles => ({ 'compose.yaml': `services:\n  app:\n    image: node\n${lines}` })
const image = (lines: string): MemoryFiles => ({ Dockerfile: `FROM node\n${lines}\n` })
const job = (run: string): MemoryFiles => ({
  '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ${run}\n`,
  Dockerfile: 'FROM node\n',
})
const numbered = (count: number, line: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => line(number)).join('')

const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${numbered(12, (n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}, *a${n}, *a${n}, *a${n}]\n`)}`
const merges = `x0: &m0 { A: b }\n${numbered(24, (n) => `x${n + 1}: &m${n + 1}\n  a: *m${n}\n  b: *m${n}\n`)}`

describe('an audit ends with a report', () => {
  it.each<[string, MemoryFiles]>([
    ['a bomb of aliases', stack(`    environment:\n      A: b\nx-bomb:\n${bomb.replace(/^/gm, '  ')}`)],
    ['aliases of mappings', stack(`    environment: *m24\n${merges.replace(/^x/gm, 'x-')}`)],
    ['an alias of itself', stack('    environment: &self\n      A: *self\n')],
    [
      'an alias that is everywhere',
      stack(`    labels: &l\n      a: b\n${numbered(500, (n) => `  s${n}:\n    image: b\n    labels: *l\n`)}`),
    ],
    ['deep flow sequences', stack(`    command: ${times(10_000, '[')}`)],
    ['deep flow mappings', stack(`    environment: ${times(10_000, '{a: ')}`)],
    ['deep block mappings', stack(`x-deep:\n${numbered(2000, (n) => `${times(n + 1, ' ')}a:\n`)}`)],
    ['deep block sequences', stack(`x-deep:\n  ${times(10_000, '- ')}a\n`)],
    ['deep JSON', { ...image('COPY . .'), 'appsettings.json': times(10_000, '{"a":') }],
    ['deep JSON arrays', { ...image('COPY . .'), 'appsettings.json': times(10_000, '[') + times(10_000, ']') }],
    ['deep JSON in a manifest', { ...image('COPY . .'), 'package.json': times(10_000, '{"scripts":') }],
    ['deep nginx blocks', { ...image('COPY nginx.conf /etc/nginx/'), 'nginx.conf': times(10_000, 'server { ') }],
    ['deep ONBUILD', image(`${times(10_000, 'ONBUILD ')}RUN x`)],
    ['deep substitutions in RUN', image(`RUN ${times(20_000, '$(')}`)],
    ['deep quoted substitutions in RUN', image(`RUN ${times(20_000, '"$(')}`)],
    ['deep groups in RUN', image(`RUN ${times(20_000, '{ ')}`)],
    ['deep subshells in RUN', image(`RUN ${times(20_000, '( ')}a${times(20_000, ' )')}`)],
    ['deep backquotes in RUN', image(`RUN ${times(20_000, '`')}`)],
    ['deep expansions in ENV', image(`ENV A=${times(10_000, '${a:-')}`)],
    ['values that double', image(`ENV A0=xxxxxxxx\n${numbered(60, (n) => `ENV A${n + 1}=$A${n}$A${n}\n`)}`)],
    ['deep lists of HCL', { 'main.tf': `resource "aws_a" "b" {\n  c = ${times(20_000, '[')}` }],
    ['deep blocks of HCL', { 'main.tf': times(20_000, 'a {\n') }],
    ['deep templates of HCL', { 'main.tf': `a = ${times(20_000, '"${')}` }],
    [
      'locals that double',
      {
        'main.tf': `resource "aws_a" "b" {\n  c = local.a0\n}\nlocals {\n${numbered(60, (n) => `  a${n} = [local.a${n + 1}, local.a${n + 1}]\n`)}}\n`,
      },
    ],
    [
      'modules in a circle',
      {
        'a/main.tf': 'module "b" {\n  source = "../b"\n  v = var.v\n}\nvariable "v" {}\n',
        'b/main.tf':
          'module "a" {\n  source = "../a"\n  v = var.v\n}\nvariable "v" {}\nresource "aws_ecr_repository" "r" {\n  name = var.v\n}\n',
      },
    ],
    [
      '2,000 repositories and their policies',
      {
        'main.tf': numbered(
          2000,
          (n) =>
            `resource "aws_ecr_repository" "r${n}" {\n  name = "r${n}"\n}\nresource "aws_ecr_lifecycle_policy" "p${n}" {\n  repository = aws_ecr_repository.r${n}.name\n}\n`,
        ),
      },
    ],
    [
      'bake targets that inherit from all before',
      {
        ...image('RUN a'),
        'docker-bake.hcl': numbered(
          60,
          (n) => `target "t${n}" {\n  inherits = [${Array.from({ length: n }, (_, m) => `"t${m}"`).join()}]\n}\n`,
        ),
      },
    ],
    ['deep substitutions in a workflow', job(times(20_000, '$('))],
    ['deep expressions in a workflow', job(`"${times(10_000, '${{ ')}"`)],
    ['deep interpolation', stack(`    environment:\n      A: ${times(10_000, '${a:-')}b${times(10_000, '}')}\n`)],
    ['a chain of 20,000 commands', image(`RUN ${times(20_000, 'a && ')}b`)],
    ['a pipe of 20,000 commands', image(`RUN ${times(20_000, 'a | ')}b`)],
    ['a line of a megabyte', image(`RUN echo ${times(1 << 20, 'a')}`)],
    ['a value of a megabyte', stack(`    environment:\n      DB_PASSWORD: ${times(1 << 20, 'a')}\n`)],
    ['a word of a megabyte', stack(`    command: ${times(1 << 18, 'a=b;')}\n`)],
    ['a megabyte of continuations', image(`RUN a ${times(1 << 17, '\\\n  b ')}`)],
    ['a megabyte of blank lines', image(times(1 << 20, '\n'))],
    ['a megabyte of spaces', stack(`    command: a${times(1 << 20, ' ')}\n`)],
    ['a megabyte of comments', stack(times(1 << 16, '    # drydock: a\n'))],
    ['heredocs that never end', image(numbered(2000, (n) => `RUN <<A${n}\n`))],
    ['5,000 services', { 'compose.yaml': `services:\n${numbered(5000, (n) => `  s${n}:\n    image: node:${n}\n`)}` }],
    [
      '300 services that depend on all before',
      {
        'compose.yaml': `services:\n${numbered(
          300,
          (n) =>
            `  s${n}:\n    image: node\n    depends_on: [${Array.from({ length: n }, (_, m) => `s${m}`).join()}]\n`,
        )}`,
      },
    ],
    ['2,000 stages', { Dockerfile: numbered(2000, (n) => `FROM ${n === 0 ? 'node' : `s${n - 1}`} AS s${n}\nRUN a\n`) }],
    [
      '2,000 stages that copy from each other',
      {
        Dockerfile: numbered(2000, (n) => `FROM node AS s${n}\nCOPY --from=s${Math.max(0, n - 1)} a b\nENV A${n}=b\n`),
      },
    ],
    [
      '1,000 stages that fetch again and again',
      {
        Dockerfile: numbered(
          1000,
          (n) => `FROM ${n === 0 ? 'node' : `s${n - 1}`} AS s${n}\nCOPY package.json .\nRUN npm ci\nENV A${n}=b\n`,
        ),
      },
    ],
    [
      'a wide pattern in every line',
      image(`ENV A=${times(300, 'ab')}\n${times(500, `ENV B=\${A#${times(800, '*b')}}\n`)}`),
    ],
    [
      'a workflow that pushes 1,000 times',
      job(`|\n          ${times(1000, 'echo ${{ github.sha }} && docker push a;')}`),
    ],
    ['a workflow that names 4,000 tags', job(`docker build ${times(4000, '-t ${{ env.A }} ')}.`)],
    ['10,000 variables', stack(`    environment:\n${numbered(10_000, (n) => `      A${n}_PASSWORD: secret-${n}\n`)}`)],
    ['10,000 variables in a Dockerfile', image(numbered(10_000, (n) => `ENV A${n}_TOKEN=secret-${n}\n`))],
    [
      '10,000 variables in .env',
      { ...stack('    env_file: .env\n'), '.env': numbered(10_000, (n) => `A${n}=\${A${n + 1}}\n`) },
    ],
    ['5,000 ports', stack(`    ports:\n${numbered(5000, (n) => `      - "${n + 1}:${n + 1}"\n`)}`)],
    ['a range of ports', stack('    ports: ["1-5000:1-5000"]\n    expose: ["1-65535"]\n')],
    [
      '1,000 Dockerfiles',
      Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`d${n}/Dockerfile`, 'FROM node\n'])),
    ],
    [
      '1,000 patterns to ignore',
      { ...image('COPY . .'), '.dockerignore': numbered(1000, (n) => `${times(9, '**/a')}${n}*\n`) },
    ],
    [
      'patterns that backtrack',
      { ...image('COPY . .'), '.dockerignore': `${times(200, '*a')}b\n`, [times(200, 'a')]: '' },
    ],
    ['NUL bytes', { Dockerfile: 'FROM node\0\nRUN a\0b\n', 'compose.yaml': 'services:\0\n  a:\n    image: "b\0"\n' }],
    [
      'nothing but NUL bytes',
      { Dockerfile: times(5000, '\0'), 'compose.yaml': times(5000, '\0'), '.env': times(5000, '\0') },
    ],
    [
      'lone surrogates',
      { Dockerfile: 'FROM \ud800\nENV A=\udfff\n', 'compose.yaml': 'services:\n  a:\n    image: "\udc00"\n' },
    ],
    ['an include of itself', { 'compose.yaml': 'include: [compose.yaml]\nservices:\n  a:\n    image: b\n' }],
    [
      'includes in a ring',
      { 'compose.yaml': 'include: [b.yaml]\nservices: { a: { image: b } }\n', 'b.yaml': 'include: [compose.yaml]\n' },
    ],
    ['a service that extends itself', stack('    extends: app\n')],
    [
      'extensions in a ring',
      { 'compose.yaml': 'services:\n  a:\n    extends: b\n  b:\n    extends: { file: compose.yaml, service: a }\n' },
    ],
    ['dependencies in a ring', stack('    depends_on: [app]\n')],
    [
      'names of objects',
      stack(
        '    environment:\n      __proto__: a\n      constructor: b\n      toString: c\n  __proto__:\n    image: b\n',
      ),
    ],
    [
      'names of objects in JSON',
      { ...image('COPY . .'), 'appsettings.json': '{"__proto__":{"a":1},"constructor":"b"}' },
    ],
    [
      'keys that are no text',
      stack('    environment:\n      ? [a]\n      : b\n      1: 2\n      null: 3\n      true: 4\n'),
    ],
    [
      'a path out of the tree',
      {
        'compose.yaml':
          'include: [../../etc/passwd]\nservices:\n  a:\n    build: ../../../etc\n    env_file: /etc/passwd\n',
      },
    ],
    ['a URL made to be slow', stack(`    environment:\n      A_URL: ${times(20_000, 'a://b:')}\n`)],
    [
      'hosts made to be slow',
      stack(`    environment:\n      A_URL: http://${times(20_000, 'a.')}\n      B: ${times(20_000, 'localhost:')}\n`),
    ],
    [
      'images made to be slow',
      {
        'compose.yaml': `services:\n  a:\n    image: ${times(20_000, 'a/')}b\n  c:\n    image: ${times(20_000, 'a:')}b\n`,
      },
    ],
  ])('of %s', async (_, files) => {
    const report = await printed(files)
    expect(report.projects.length + report.skipped.length + report.incomplete.length).toBeGreaterThan(0)
    if (report.findings.length < 500) expect(await inspect(memoryTree(files), options)).toBeDefined()
  })

  it.each([
    ['a bomb of aliases', stack(`x-bomb:\n${bomb.replace(/^/gm, '  ')}`)],
    ['substitutions', image(`RUN ${times(20_000, '$(')}`)],
  ])('of %s, and says what it could not read', async (_, files) => {
    expect((await auditFiles(files, options)).projects).toHaveLength(1)
  })
})

describe('texts made to be slow are masked and searched in one pass', () => {
  const slow = [
    'a',
    '=',
    ':',
    '"',
    '$',
    '${',
    '-p',
    'a=',
    'key:',
    '://',
    'a:b@',
    'Bearer ',
    '--password ',
    '-u a:',
    'eyJa.',
    '\\"',
    'name: a value: ',
    "'",
    '@',
    'A1b',
    ' ',
    ';a=',
    'Password=',
    'user:$1$',
    'token token ',
  ]
  it.each(slow)('%j', (text) => {
    for (const tail of ['', 'x', '@', '"', '\n']) {
      const whole = `${times(200_000 / text.length, text)}${tail}`
      expect(maskLine(whole).length).toBeGreaterThan(0)
      expect(maskText(whole).length).toBeGreaterThan(0)
      expect(credentialsIn(whole).length).toBeGreaterThanOrEqual(0)
    }
  })
})

describe('names cannot speak to the terminal', () => {
  const controls = '\u001b[2J\u001b]0;owned\u0007'
  const files = {
    [`a${controls}/compose.yaml`]: `services:\n  "s${'\\e[31m'}\\u202e<img src=x>":\n    image: "b:${'\\e'}[2J"\n    privileged: true\n    ports: ["80:80"]\n`,
    [`a${controls}/Dockerfile`]: `FROM node:latest\nENV A_PASSWORD=a${controls}\nRUN echo ${controls}\n`,
  }

  it.each([true, false])('in a terminal, colours %s', async (color) => {
    const text = await render(await auditFiles(files, options), 'terminal', { color, width: 80 })
    expect(text.replace(/\u001b\[[\d;]*m/g, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    if (!color) expect(text).not.toContain('\u001b')
    expect(text).not.toContain('\u001b[31m\u202e')
  })

  it('in Markdown', async () => {
    const text = await render(await auditFiles(files, options), 'markdown')
    expect(text).not.toContain('\u001b')
    expect(text).not.toContain('\u0007')
    expect(text).not.toContain('\u202e')
  })
})

describe('on a disk', () => {
  const root = mkdtempSync(join(tmpdir(), 'drydock-hostile-'))
  afterAll(() => rmSync(root, { recursive: true }))

  it('links out of the tree are not followed, and rings of links end', async () => {
    const outside = join(root, 'outside')
    const tree = join(root, 'tree')
    mkdirSync(outside)
    mkdirSync(tree)
    writeFileSync(join(outside, 'Dockerfile'), 'FROM outside-of-the-tree:latest\n')
    writeFileSync(join(outside, 'secret.env'), 'DB_PASSWORD=outside-of-the-tree\n')
    writeFileSync(join(tree, 'compose.yaml'), 'services:\n  a:\n    build: ./linked\n    env_file: secret.env\n')
    symlinkSync(outside, join(tree, 'linked'))
    symlinkSync(join(outside, 'secret.env'), join(tree, 'secret.env'))
    symlinkSync(join(outside, 'Dockerfile'), join(tree, 'Dockerfile'))
    symlinkSync('.', join(tree, 'ring'))
    symlinkSync('dangling', join(tree, 'Dockerfile.dev'))
    const report = await audit(tree, options)
    expect(await render(report, 'json')).not.toContain('outside-of-the-tree')
    expect(report.projects.length).toBeGreaterThan(0)
  })

  it('files of 100 MB are named and not read', async () => {
    const tree = join(root, 'large')
    mkdirSync(join(tree, 'small'), { recursive: true })
    for (const name of ['Dockerfile', 'compose.yaml', '.dockerignore', '.env', 'package.json']) {
      writeFileSync(join(tree, name), 'FROM node\n')
      truncateSync(join(tree, name), 100 << 20)
    }
    writeFileSync(join(tree, 'small/compose.yaml'), 'services:\n  a:\n    image: b\n    privileged: true\n')
    const report = await audit(tree, options)
    expect(report.incomplete.map(({ what }) => what).sort()).toEqual(['Dockerfile', 'compose.yaml'])
    expect(report.findings.map(({ rule }) => rule)).toContain('privileged-service')
  })

  it('bytes that are no text are named and not understood', async () => {
    const tree = join(root, 'junk')
    mkdirSync(tree)
    const junk = Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919 + (at >> 3)) % 256))
    for (const name of ['Dockerfile', 'compose.yml', '.dockerignore', '.env', 'appsettings.json', 'package.json'])
      writeFileSync(join(tree, name), junk)
    writeFileSync(join(tree, 'Dockerfile.latin1'), Buffer.from('FROM node\n# caf\xe9\nENV A=\xff\n', 'latin1'))
    const report = await audit(tree, options)
    for (const format of formats) expect((await render(report, format)).length).toBeGreaterThan(0)
    expect(new Set(report.incomplete.map(({ what }) => what))).toEqual(new Set(['Dockerfile', 'compose.yml']))
  })
})
