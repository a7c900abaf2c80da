import { describe, expect, it } from 'vitest'
import { at, type Json, objectOf } from './compose-json.ts'
import { type HarmlessStack, harmlessStack, type PathKind } from './harmless-stack.ts'
import type { Allowance } from './refusals.ts'

const kinds: Readonly<Record<string, PathKind>> = {
  '/etc/localtime': 'file',
  '/data': 'directory',
  '/var/run/docker.sock': 'socket',
  '/gone': 'missing',
}

const made = (config: Json, allowed: readonly Allowance[] = []): HarmlessStack =>
  harmlessStack(config, {
    run: 'r1',
    project: 'drydock-prove-x-base',
    reached: new Map(),
    allowed: new Set(allowed),
    kindOf: (path) => kinds[path] ?? (path.startsWith('/stage') ? 'inside' : 'missing'),
    copyOf: (path) => `/copy${path}`,
  })

const service = (written: Json, allowed: readonly Allowance[] = []): Json => {
  const { model } = made({ services: { web: { networks: { default: null }, ...written } } }, allowed)
  return objectOf(at(model, 'services', 'web'))
}

describe('a stack without harm', () => {
  it('carries the label of its run on everything, and no name that others have', () => {
    const { model } = made({
      name: 'mine',
      services: { web: { image: 'nginx', labels: { a: 'b' }, build: { context: '/stage', tags: ['x:1'] } } },
      networks: { default: { name: 'mine_default', internal: true, ipam: { config: [{ subnet: '10.0.0.0/24' }] } } },
      volumes: { data: { name: 'mine_data', external: true } },
      secrets: { key: { name: 'mine_key', file: '/stage/key.txt' } },
    })
    const label = { 'io.drydock.prove': 'r1' }
    expect(model).toEqual({
      name: 'drydock-prove-x-base',
      services: {
        web: {
          image: 'drydock-prove-x-base-web',
          build: { context: '/stage', labels: label },
          labels: { a: 'b', ...label },
          volumes: [],
          mem_limit: '2g',
          pids_limit: 4096,
        },
      },
      networks: { default: { internal: true, labels: label } },
      volumes: { data: { labels: label } },
      secrets: { key: { file: '/stage/key.txt' } },
      configs: {},
    })
  })

  it.each<[string, Json, Json]>([
    [
      'ports become random ones on loopback',
      { ports: [{ mode: 'ingress', target: 80, published: '8080', protocol: 'tcp', host_ip: '0.0.0.0' }] },
      { ports: [{ mode: 'ingress', target: 80, protocol: 'tcp', host_ip: '127.0.0.1' }] },
    ],
    [
      'what is always started again is only started again after a crash',
      { restart: 'always' },
      { restart: 'on-failure' },
    ],
    ['another restart policy stays', { restart: 'on-failure:3' }, { restart: 'on-failure:3' }],
    [
      'a name of a container becomes an alias',
      { container_name: 'db', networks: { default: null, back: { aliases: ['a'] } } },
      { networks: { default: { aliases: ['db'] }, back: { aliases: ['a', 'db'] } } },
    ],
    ['limits of its own stay', { mem_limit: '64m', pids_limit: 10 }, { mem_limit: '64m', pids_limit: 10 }],
    [
      'limits go where others are',
      { deploy: { replicas: 2, resources: { limits: { cpus: 1 }, reservations: { cpus: 0.5 } } } },
      {
        deploy: {
          replicas: 2,
          resources: { limits: { cpus: 1, memory: '2g', pids: 4096 }, reservations: { cpus: 0.5 } },
        },
      },
    ],
    [
      'health checks are asked more often, and may fail for as long as before',
      { healthcheck: { test: ['CMD', 'true'], interval: '1m', timeout: '5s', retries: 4, start_period: '10s' } },
      { healthcheck: { test: ['CMD', 'true'], interval: '2s', timeout: '5s', retries: 120, start_period: '10s' } },
    ],
    [
      'health checks that say nothing of it are asked every half a minute',
      { healthcheck: { test: ['CMD', 'true'] } },
      { healthcheck: { interval: '2s', retries: 45 } },
    ],
    [
      'health checks that are asked often stay as they are',
      { healthcheck: { test: ['CMD', 'true'], interval: '1s' } },
      { healthcheck: { test: ['CMD', 'true'], interval: '1s' } },
    ],
    ['logs stay on the engine', { logging: { driver: 'syslog' } }, { logging: { driver: 'json-file' } }],
    [
      'a file of the machine is copied',
      { volumes: [{ type: 'bind', source: '/etc/localtime', target: '/etc/localtime' }] },
      { volumes: [{ type: 'bind', source: '/copy/etc/localtime', target: '/etc/localtime' }] },
    ],
    [
      'what is not there is made',
      { volumes: [{ type: 'bind', source: '/gone', target: '/gone' }] },
      { volumes: [{ type: 'bind', source: '/copy/gone', target: '/gone' }] },
    ],
    [
      'what is in the project stays where it is',
      {
        volumes: [
          { type: 'bind', source: '/stage/src', target: '/src' },
          { type: 'volume', source: 'data', target: '/d' },
        ],
      },
      {
        volumes: [
          { type: 'bind', source: '/stage/src', target: '/src' },
          { type: 'volume', source: 'data', target: '/d' },
        ],
      },
    ],
  ])('%s', (_, written, expected) => {
    expect(service(written)).toMatchObject(expected)
  })

  it.each<[string, Json, Allowance | undefined]>([
    ['sockets', { volumes: [{ type: 'bind', source: '/var/run/docker.sock', target: '/s' }] }, 'sockets'],
    ['directories of the machine', { volumes: [{ type: 'bind', source: '/data', target: '/d' }] }, 'host-paths'],
    ['privileges', { privileged: true }, 'privileged'],
    ['builds from elsewhere', { build: { context: '/data' } }, undefined],
  ])('has no %s, unless they are allowed by name', (_, written, allowance) => {
    const refused = (allowed: readonly Allowance[]) => made({ services: { web: written } }, allowed).refused
    expect(refused([])).toMatchObject([{ service: 'web', allowance }])
    if (allowance !== undefined) expect(refused([allowance])).toEqual([])
  })

  it('writes to no directory of the machine even where one is allowed', () => {
    const volumes = [{ type: 'bind', source: '/data', target: '/d' }]
    expect(service({ volumes }, ['host-paths'])).toMatchObject({ volumes: [{ source: '/data', read_only: true }] })
  })

  it('gives an image that it builds to everybody who names it, and moves no tag', () => {
    const { model, services } = made({
      services: {
        web: { image: 'mine:1', build: { context: '/stage' } },
        job: { image: 'mine:1', scale: 0, restart: 'always' },
      },
    })
    const own = 'drydock-prove-x-base-web'
    expect(model).toMatchObject({ services: { web: { image: own }, job: { image: own } } })
    expect(services).toMatchObject([
      { name: 'web', built: true, image: 'mine:1', replicas: 1, endless: false },
      { name: 'job', built: false, image: 'mine:1', replicas: 0, endless: true },
    ])
  })

  it('joins no network of the machine', () => {
    expect(made({ services: {}, networks: { lan: { driver: 'macvlan' } } }).refused).toHaveLength(1)
  })

  it('keeps subnets only where somebody has an address in one', () => {
    const networks = { lan: { ipam: { config: [{ subnet: '10.0.0.0/24' }] } } }
    const web = { networks: { lan: { ipv4_address: '10.0.0.9' } } }
    expect(made({ services: { web }, networks }).model).toMatchObject({ networks })
    expect(JSON.stringify(made({ services: {}, networks }).model)).not.toContain('subnet')
  })

  it('publishes what has to be reached from here, and knows what the files publish', () => {
    const config = {
      services: {
        web: { image: 'a', ports: [{ target: 8080, published: '80', protocol: 'tcp' }] },
        db: { image: 'b' },
        beside: { image: 'c', network_mode: 'service:web' },
      },
    }
    const { model, services } = harmlessStack(config, {
      ...{ run: 'r1', project: 'p', allowed: new Set<Allowance>() },
      reached: new Map([
        ['web', [8080, 9090]],
        ['db', [5432]],
        ['beside', [7070]],
      ]),
      kindOf: () => 'missing',
      copyOf: (path) => path,
    })
    const own = { protocol: 'tcp', host_ip: '127.0.0.1' }
    expect(model).toMatchObject({
      services: {
        web: {
          ports: [
            { target: 8080, ...own },
            { target: 9090, ...own },
          ],
        },
        db: { ports: [{ target: 5432, ...own }] },
      },
    })
    expect(model).not.toHaveProperty('services.beside.ports')
    expect(services).toMatchObject([
      { name: 'web', published: [{ target: 8080, as: 80 }], network: undefined },
      { name: 'db', published: [] },
      { name: 'beside', network: 'web' },
    ])
  })
})
