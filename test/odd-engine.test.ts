/** Engines that answer oddly, or not at all: always a report or one clear sentence, whatever comes back. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { audit, observe, render } from '../src/index.ts'

type Answers = Readonly<Record<string, unknown>>

const version = { Version: '27.3.1', ApiVersion: '1.47', MinAPIVersion: '1.24' }
const id = 'a'.repeat(64)

describe('an engine', () => {
  let directory = ''
  let project = ''
  let server: Server
  let answers: Answers = {}
  const asked: string[] = []
  const seen = () =>
    observe(
      project,
      {},
      {
        env: { DOCKER_HOST: `unix://${join(directory, 'sock')}` },
        platform: 'linux',
        roots: [project],
        exists: () => false,
      },
    )
  const labels = {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': 'web',
    'com.docker.compose.project.working_dir': '',
    'com.docker.compose.project.config_files': '',
  }
  const listed = () => [
    {
      Id: id,
      Names: ['/shop-web-1'],
      State: 'running',
      Labels: {
        ...labels,
        'com.docker.compose.project.working_dir': project,
        'com.docker.compose.project.config_files': join(project, 'compose.yaml'),
      },
    },
  ]
  const plain = (more: object = {}) => ({
    Id: id,
    Name: '/shop-web-1',
    Image: 'sha256:1',
    Config: { Image: 'nginx:1.27.3' },
    HostConfig: {},
    State: { Status: 'running' },
    ...more,
  })
  /** Everything that is well, with some answers in place of the usual ones. */
  const engine = (more: Answers = {}): void => {
    answers = {
      '/version': version,
      '/containers/json': listed(),
      '/networks': [],
      '/info': {},
      [`/containers/${id}/json`]: plain(),
      ...more,
    }
  }

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-'))
    project = join(directory, 'shop')
    mkdirSync(project)
    writeFileSync(join(project, 'compose.yaml'), 'services:\n  web:\n    image: nginx:1.27.3\n')
    asked.length = 0
    engine()
    server = createServer(({ method = '', url = '' }, response) => {
      asked.push(method)
      const path = new URL(url, 'http://localhost').pathname.replace(/^\/v[\d.]+/, '')
      const answer = answers[path]
      const status = typeof answer === 'number' ? answer : answer === undefined ? 404 : 200
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? { message: 'No such thing' }))
    })
    await new Promise<void>((resolve) => server.listen(join(directory, 'sock'), resolve))
  })
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve))
    rmSync(directory, { recursive: true })
  })

  it('is asked, and nothing else', async () => {
    const { containers } = await seen()
    expect(containers).toMatchObject([{ name: 'shop-web-1', service: 'web', project: '.', variant: 'default' }])
    expect(new Set(asked)).toEqual(new Set(['GET']))
  })

  it.each<[string, Readonly<Record<string, string>>, string, string]>([
    [
      'a swarm',
      { 'com.docker.stack.namespace': 'shop', 'com.docker.swarm.service.name': 'shop_web' },
      'web',
      'Recreate it: `docker stack deploy -c compose.yaml shop`.',
    ],
    [
      'ECS',
      { 'com.amazonaws.ecs.task-definition-family': 'orders', 'com.amazonaws.ecs.container-name': 'api' },
      'api',
      'Register the task definition, and let the service deploy it.',
    ],
  ])('with a container that %s started tells its service', async (_, own, service, remedy) => {
    const task = {
      family: 'orders',
      networkMode: 'bridge',
      requiresCompatibilities: ['EC2'],
      containerDefinitions: [
        { name: 'api', image: 'ghcr.io/example/api:3.2.0', memory: 512, readonlyRootFilesystem: true, essential: true },
      ],
    }
    writeFileSync(join(project, 'task-definition.json'), JSON.stringify(task))
    writeFileSync(join(project, 'compose.yaml'), 'services:\n  web:\n    image: nginx:1.27.3\n    read_only: true\n')
    engine({ '/containers/json': [{ Id: id, Names: ['/one'], State: 'running', Labels: own }] })
    const report = await audit(project, { observed: await seen() })
    expect(report.observed?.containers).toMatchObject([{ service }])
    const drift = report.findings.flatMap(({ rule, places }) => (rule === 'container-weaker-than-files' ? places : []))
    expect(drift.filter(({ message }) => message.includes('root filesystem'))).toMatchObject([{ remedy }])
  })

  it.each<[string, Answers, string]>([
    ['forbids it', { '/containers/json': 403 }, 'does not say what runs'],
    ['has no list', { '/containers/json': { message: 'hello' } }, 'its answer is no list'],
    ['is none', { '/version': '<html>' }, 'No Docker Engine answers'],
    ['is too old', { '/version': { Version: '18.09', ApiVersion: '1.39' } }, 'is too old'],
    ['sends no JSON', { '/networks': 'oops' }, 'its answer is not JSON'],
  ])('that %s is an error of usage', async (_, more, message) => {
    engine(more)
    await expect(seen()).rejects.toThrow(message)
    await expect(seen()).rejects.toMatchObject({ name: 'UsageError' })
  })

  it('that is not there is an error of usage', async () => {
    const env = { DOCKER_HOST: `unix://${join(directory, 'nothing')}` }
    const from = { env, platform: 'linux', roots: [project], exists: () => false }
    await expect(observe(project, {}, from)).rejects.toMatchObject({ name: 'UsageError' })
  })

  it.each<[string, unknown]>([
    ['null', 'null'],
    ['a list', []],
    ['a text', '"container"'],
    ['an object without settings', { Id: id }],
    ['a failure', 500],
  ])('that answers %s for a container leaves the audit incomplete', async (_, answer) => {
    engine({ [`/containers/${id}/json`]: answer })
    const report = await audit(project, { observed: await seen() })
    expect(report.incomplete).toMatchObject([
      { what: 'container shop-web-1', location: { file: 'compose.yaml', startLine: 2 } },
    ])
    expect(report.incomplete[0]?.because).toContain('the Docker Engine does not tell')
  })

  it('whose container is gone in between has one container less', async () => {
    const { [`/containers/${id}/json`]: _gone, ...others } = answers
    answers = others
    expect(await seen()).toMatchObject({ containers: [], missed: [] })
  })

  it.each<[string, object]>([
    [
      'nulls',
      { HostConfig: { CapAdd: null, Binds: null, Devices: null, Ulimits: null }, Mounts: null, NetworkSettings: null },
    ],
    [
      'other types',
      {
        Mounts: 'x',
        HostConfig: { CapAdd: 'ALL', Memory: 'much', LogConfig: 7, Devices: [null, 3] },
        NetworkSettings: { Ports: 5 },
      },
    ],
    [
      'odd lists',
      { Config: { Env: [1, null, '=', 'A', {}], Image: 7 }, Mounts: [null, 1, []], State: { Status: 9, Health: 'x' } },
    ],
    ['odd ports', { NetworkSettings: { Ports: { 'x/y': [{ HostPort: 'NaN' }], '80/tcp': null, '': [null] } } }],
    ['numbers without end', { HostConfig: { Memory: 1e308, NanoCpus: -5, PidsLimit: -1 }, RestartCount: 1e21 }],
    [
      'control characters',
      { Name: '/\u001b[31mred\u0007', Config: { Image: '\u001b]8;;http://x\u0007', User: '\u0000' } },
    ],
    ['a name of a prototype', { Mounts: [{ Type: '__proto__', Source: 'constructor', Destination: 'toString' }] }],
    ['a long name', { Name: `/${'x'.repeat(100_000)}` }],
  ])('that answers with %s is no reason to crash', async (_, more) => {
    engine({ [`/containers/${id}/json`]: plain(more) })
    const report = await audit(project, { observed: await seen(), today: '2026-01-01' })
    expect(report.incomplete).toEqual([])
    expect(report.observed?.containers).toHaveLength(1)
    for (const format of ['json', 'sarif', 'markdown', 'terminal', 'html'] as const) {
      // A terminal's own codes are in none of them.
      expect(await render(report, format)).not.toContain('\u001b')
    }
  })
})
