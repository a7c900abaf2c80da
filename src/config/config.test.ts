import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../core/errors.ts'
import type { SourceText } from '../core/text.ts'
import { parseJson } from '../formats/json/parse.ts'
import { parseYaml } from '../formats/yaml/parse-yaml.ts'
import { type Config, defaultConfig, mergeConfigs } from './config.ts'
import { initText } from './init.ts'
import { configError, readConfig } from './read.ts'
import { configSchema } from './schema.ts'

const ruleIds = ['image-tag-latest', 'docker-socket-mounted', 'no-limits']

const sourceOf = (text: string): SourceText => ({ file: 'drydock.yaml', text, utf8: true })

function read(text: string): { config: Config; problems: readonly string[] } {
  const source = sourceOf(text)
  const { config, problems } = readConfig(source, parseYaml(source), ruleIds)
  return { config, problems: problems.length === 0 ? [] : configError(source, problems).message.split('\n') }
}

describe('a right configuration', () => {
  it('is read with all its parts', () => {
    const { config, problems } = read(`
extends: ../policy.yaml
fail-on: medium
minScore: 7.5
persona: pedantic
preset: [hadolint]
exclude: examples/**
x-ours: {anything: true}
rules:
  image-tag-latest: off
  no-limits: critical
policy:
  allowed-registries: [docker.io]
prove:
  checks:
    - name: login
      http:
        { service: web, port: 8080, path: login, method: POST, headers: { X-N: 1 }, body: a, status: 200, contains: b }
      within: 10
      project: shop
      variants: production
    - { name: published, http: { published: 80, scheme: https } }
    - { name: db, tcp: { service: db, port: 5432 } }
    - { name: tables, command: { service: db, run: [psql, -c, select 1] } }
    - { name: smoke, script: { run: ./smoke.sh --fast, exit-code: 3, ports: db:5432 } }
variants:
  - name: production
    files: [docker-compose.yml, docker-compose.prod.yml]
    env-files: .env.prod
    profiles: [web]
    platform: swarm
    environment: production
    project-directory: deploy
allow:
  - rule: docker-socket-mounted
    service: proxy
    path: deploy/**
    reason: it is the proxy's job
    owner: platform
    until: 2030-02-28
`)
    expect(problems).toEqual([])
    expect(config).toMatchObject({
      extends: ['../policy.yaml'],
      failOn: 'medium',
      minScore: 7.5,
      persona: 'pedantic',
      presets: ['hadolint'],
      exclude: ['examples/**'],
      policy: { allowedRegistries: ['docker.io'] },
      checks: [
        {
          name: 'login',
          project: 'shop',
          variants: ['production'],
          within: 10,
          asks: {
            kind: 'http',
            at: { service: 'web', port: 8080 },
            path: '/login',
            method: 'POST',
            headers: new Map([['X-N', '1']]),
            body: 'a',
            statuses: [200],
            contains: ['b'],
          },
        },
        { name: 'published', within: 30, variants: [], asks: { at: { published: 80 }, scheme: 'https', path: '/' } },
        { name: 'db', asks: { kind: 'tcp', at: { service: 'db', port: 5432 } } },
        { name: 'tables', asks: { kind: 'command', service: 'db', run: ['psql', '-c', 'select 1'], exitCode: 0 } },
        {
          name: 'smoke',
          asks: {
            kind: 'script',
            run: ['/bin/sh', '-c', './smoke.sh --fast'],
            exitCode: 3,
            ports: [{ service: 'db', port: 5432 }],
          },
        },
      ],
      variants: [
        {
          name: 'production',
          files: ['docker-compose.yml', 'docker-compose.prod.yml'],
          envFiles: ['.env.prod'],
          profiles: ['web'],
          platform: 'swarm',
          environment: 'production',
          projectDirectory: 'deploy',
        },
      ],
      allow: [
        { rule: 'docker-socket-mounted', service: 'proxy', path: 'deploy/**', owner: 'platform', until: '2030-02-28' },
      ],
    })
    expect([...config.rules]).toEqual([
      ['image-tag-latest', 'off'],
      ['no-limits', 'critical'],
    ])
  })

  it.each([
    ['empty', ''],
    ['only comments', '# nothing\n'],
    ['empty keys', 'allow:\nvariants:\nrules:\n'],
  ])('may be %s', (_, text) => {
    expect(read(text)).toEqual({ config: defaultConfig, problems: [] })
  })

  it('knows where each acceptance is written', () => {
    const text = 'allow:\n  - rule: no-limits\n    reason: batch job\n'
    const { config } = read(text)
    const at = config.allow[0]?.origin
    expect(text.slice(at?.start, at?.end)).toContain('rule: no-limits')
  })
})

describe('a wrong configuration names place, expectation and what was meant', () => {
  it.each([
    [
      'fail-on: hgh',
      'drydock.yaml:1:10: fail-on takes one of critical, high, medium, low, info, not "hgh" (did you mean high?)',
    ],
    ['failon: high', 'drydock.yaml:1:1: there is no key "failon" here (did you mean fail-on?)'],
    ['\nmin-score: 11', 'drydock.yaml:2:12: min-score takes a number from 0 to 10, not 11'],
    ['min-score: seven', 'drydock.yaml:1:12: min-score takes a number from 0 to 10, not "seven"'],
    [
      'rules:\n  image-tag-lates: off',
      'drydock.yaml:2:3: there is no rule "image-tag-lates" (did you mean image-tag-latest?)',
    ],
    [
      'rules:\n  no-limits: false',
      'drydock.yaml:2:14: rules.no-limits takes one of off, critical, high, medium, low, info, not false (write off without quotes)',
    ],
    [
      'allow:\n  - rule: no-limits',
      'drydock.yaml:2:5: allow needs reason: a text such as the port is behind the firewall',
    ],
    [
      'allow:\n  - {rule: no-limits, reason: x, until: 2030-02-30}',
      'drydock.yaml:2:41: allow.until takes a date such as 2030-12-31, not "2030-02-30"',
    ],
    [
      'variants:\n  - name: a',
      'drydock.yaml:2:5: variants needs files: a list, each entry a text such as services/api/Dockerfile',
    ],
    ['- a', /^drydock.yaml:1:1: .* takes a mapping with extends, variants/],
    [
      'prove:\n  checks:\n    - name: a',
      'drydock.yaml:3:7: prove.checks takes either http, or tcp, or command, or script',
    ],
    [
      'prove:\n  checks:\n    - name: a\n      http: { service: web }',
      'drydock.yaml:4:13: prove.checks.http takes either service and port, or published',
    ],
    [
      'prove:\n  checks:\n    - { name: a, tcp: { published: 80, port: 80 } }',
      'drydock.yaml:3:23: prove.checks.tcp takes either service and port, or published',
    ],
    [
      'prove:\n  checks:\n    - { name: a, tcp: { published: 80.5 } }',
      'drydock.yaml:3:36: prove.checks.tcp.published takes a whole number from 1 to 65535, not 80.5',
    ],
    [
      'prove:\n  checks:\n    - { name: a, command: { service: db, run: [] } }',
      'drydock.yaml:3:47: prove.checks.command.run takes a command: a list of words, or one line for the shell, not a list',
    ],
    [
      'prove:\n  checks:\n    - { name: a, script: { run: x, ports: 5432 } }',
      'drydock.yaml:3:26: prove.checks.script.ports takes a service and its port, such as db:5432',
    ],
    [
      'prove:\n  checks:\n    - { name: a, tcp: { published: 80 } }\n    - { name: a, tcp: { published: 81 } }',
      'drydock.yaml:4:7: there are two checks called "a"',
    ],
    ['policy: strict', 'drydock.yaml:1:9: policy takes a mapping with allowed-registries, not "strict"'],
  ])('%j', (text, expected) => {
    const [first] = read(text).problems
    if (typeof expected === 'string') expect(first).toBe(expected)
    else expect(first).toMatch(expected)
  })

  it('keeps everything that is right', () => {
    const { config, problems } = read(
      'fail-on: nonsense\nmin-score: 5\nallow:\n  - rule: no-limits\n  - {rule: no-limits, reason: fine}\n',
    )
    expect(problems).toHaveLength(2)
    expect(config).toMatchObject({ failOn: undefined, minScore: 5, allow: [{ reason: 'fine' }] })
  })

  it('is a usage error', () => {
    const source = sourceOf('a: 1')
    expect(configError(source, readConfig(source, parseYaml(source), ruleIds).problems)).toBeInstanceOf(UsageError)
  })

  it('never breaks the reader, whatever the document', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const source = sourceOf(JSON.stringify(value))
        for (const { origin } of readConfig(source, parseJson(source), ruleIds).problems) {
          expect(origin.start).toBeLessThanOrEqual(origin.end)
          expect(origin.end).toBeLessThanOrEqual(source.text.length)
        }
      }),
    )
  })
})

describe('the JSON schema', () => {
  const ajv = new Ajv2020({ allowUnionTypes: true })
  addFormats.default(ajv)
  const valid = ajv.compile(configSchema(ruleIds))

  const value = fc.oneof(
    fc.constantFrom<unknown>(
      'high',
      'off',
      'default',
      'pedantic',
      'compose',
      'production',
      '',
      'no-limits',
      'other',
      '2030-01-31',
    ),
    fc.constantFrom<unknown>(
      null,
      true,
      3,
      11,
      [],
      ['a'],
      ['', 'a'],
      [3],
      {},
      { 'no-limits': 'off' },
      { 'no-limits': 3 },
    ),
    fc.constantFrom<unknown>({ rule: 'no-limits', reason: 'x' }, [
      { rule: 'no-limits', reason: 'x', until: '2030-13-01' },
    ]),
    fc.constantFrom<unknown>([{ name: 'a', files: 'b' }], { name: 'a' }, { 'allowed-registries': ['a'] }),
  )
  const key = fc.constantFrom(
    ...[
      'extends',
      'variants',
      'allow',
      'rules',
      'fail-on',
      'min-score',
      'persona',
      'preset',
      'exclude',
      'policy',
      'x-y',
      'nope',
    ],
  )

  it('accepts exactly what the reader accepts', () => {
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 3 }), (document) => {
        const source = sourceOf(JSON.stringify(document))
        const { problems } = readConfig(source, parseJson(source), ruleIds)
        expect(valid(document), `${source.text}: ${JSON.stringify(problems)}`).toBe(problems.length === 0)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the starter file', () => {
  const variant = {
    name: 'prod: "eu"\nx',
    files: ['a b.yml', 'c.yml'],
    environment: 'production',
    evidence: ['Makefile\nruns: it'],
  }

  it.each([
    ['plain', initText()],
    ['with what was found', initText({ schema: './schema.json', variants: [variant] })],
  ])('%s is a right configuration that changes nothing', (_, text) => {
    expect(read(text)).toEqual({ config: { ...defaultConfig, failOn: 'high' }, problems: [] })
  })

  it('is right when its variants are switched on', () => {
    const text = initText({ variants: [variant] })
    const block = text.slice(text.indexOf('# variants:'), text.indexOf('# Accepted'))
    const lines = block.split('\n').filter((line) => /^# (?:variants| {2}- | {4}(?:files|environment))/.test(line))
    const { config, problems } = read(lines.map((line) => line.slice(2)).join('\n'))
    expect(problems).toEqual([])
    expect(config.variants).toMatchObject([{ name: variant.name, files: variant.files, environment: 'production' }])
  })
})

describe('mergeConfigs', () => {
  it('lets the nearer configuration win and adds lists up', () => {
    const base = read(
      'fail-on: low\nmin-score: 5\nrules: {no-limits: off, image-tag-latest: low}\nexclude: a\npolicy: {allowed-registries: [a, b]}',
    ).config
    const own = read('fail-on: high\nrules: {no-limits: high}\nexclude: b\npolicy: {allowed-registries: [a]}').config
    const merged = mergeConfigs(base, own)
    expect(merged).toMatchObject({
      failOn: 'high',
      minScore: 5,
      exclude: ['a', 'b'],
      policy: { allowedRegistries: ['a'] },
    })
    expect(Object.fromEntries(merged.rules)).toEqual({ 'no-limits': 'high', 'image-tag-latest': 'low' })
  })
})
