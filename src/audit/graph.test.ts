import { describe, expect, it } from 'vitest'
import type { Graph, GraphNode } from '../core/architecture.ts'
import { auditFiles } from '../index.ts'
import type { MemoryFiles } from '../trees/memory.ts'

async function graphFrom(files: MemoryFiles): Promise<Graph> {
  const { projects } = await auditFiles(files)
  return projects[0]?.variants[0]?.graph ?? { nodes: [], edges: [] }
}

const compose = (text: string, more: MemoryFiles = {}): Promise<Graph> => graphFrom({ 'compose.yaml': text, ...more })

/** Edges as people read them: `web talks db (postgres:5432)`; who is on which network aside. */
const told = ({ edges }: Graph, ...kinds: readonly string[]): readonly string[] =>
  edges
    .filter(({ kind }) => (kinds.length === 0 ? kind !== 'joins' : kinds.includes(kind)))
    .map(({ from, to, kind, label }) => {
      const name = (id: string): string => id.replace(/^service:/, '')
      return `${name(from)} ${kind} ${name(to)}${label === '' ? '' : ` (${label})`}`
    })

const nodeOf = ({ nodes }: Graph, id: string): GraphNode | undefined => nodes.find((node) => node.id === id)

describe('ports', () => {
  it.each([
    ['"443:443"', 'internet:internet publishes web (443)'],
    ['"8080:80"', 'internet:internet publishes web (8080 → 80)'],
    ['"53:53/udp"', 'internet:internet publishes web (53/udp)'],
    ['"80"', 'internet:internet publishes web (any port → 80)'],
    ['"5000-5010:5000-5010"', 'internet:internet publishes web (5000–5010)'],
    ['"127.0.0.1:9000:9000"', 'host:this host publishes web (9000)'],
    ['"$' + '{PORT}:80"', 'internet:internet publishes web (a port that is not known)'],
  ])('of %s', async (port, expected) => {
    const graph = await compose(`services:\n  web:\n    image: nginx:1.27.3\n    ports: [${port}]\n`)
    expect(told(graph, 'publishes')).toEqual([expected])
  })

  it.each([
    ['postgres:17.2', 'a data store is open to everybody who reaches the host'],
    ['dpage/pgadmin4:8.14', 'an administration tool is open to everybody who reaches the host'],
    ['nginx:1.27.3', null],
  ])('deserve a look where they lead to %s or do not', async (image, risk) => {
    const open = await compose(`services:\n  it:\n    image: ${image}\n    ports: ["9000:9000"]\n`)
    const bound = await compose(`services:\n  it:\n    image: ${image}\n    ports: ["127.0.0.1:9000:9000"]\n`)
    expect(open.edges.find(({ kind }) => kind === 'publishes')?.risk).toBe(risk)
    expect(bound.edges.find(({ kind }) => kind === 'publishes')?.risk).toBeNull()
  })
})

describe('networks', () => {
  it('are those that are declared, with the way out that they have, and the one that is implied', async () => {
    const graph = await compose(
      'services:\n  a: { image: "x:1", networks: [back] }\n  b: { image: "x:1" }\nnetworks:\n  back: { internal: true }\n',
    )
    expect(nodeOf(graph, 'network:back')).toMatchObject({ internal: true, implicit: false })
    expect(nodeOf(graph, 'network:default')).toMatchObject({ internal: false, implicit: true })
    expect(nodeOf(graph, 'service:b')?.networks).toEqual(['default'])
    expect(told(graph, 'joins')).toEqual(['a joins network:back', 'b joins network:default'])
  })

  it.each([
    ['service:vpn', ['edge'], ['shares the network of vpn']],
    ['container:other', [], ['shares the network of container other']],
    ['none', [], ['has no network']],
    ['bridge', ['bridge'], []],
    ['host', [], []],
  ])('of a service with network_mode %s', async (mode, networks, notes) => {
    const graph = await compose(
      `services:\n  vpn: { image: "v:1", networks: [edge] }\n  app: { image: "a:1", network_mode: "${mode}" }\nnetworks:\n  edge: {}\n`,
    )
    expect(nodeOf(graph, 'service:app')).toMatchObject({ networks, notes })
  })

  it('say that a port of a service on the network of the host is open to everybody', async () => {
    const graph = await compose('services:\n  db: { image: "postgres:17.2", network_mode: host }\n')
    expect(told(graph)).toEqual([
      'internet:internet publishes db (5432)',
      'db mounts host:network of the host (shares)',
    ])
  })
})

describe('dialogues', () => {
  it('lead to services, to hosts outside and to the host; what only names an address leads nowhere', async () => {
    const graph = await compose(`services:
  api:
    image: "a:1"
    depends_on: [db, mail]
    environment:
      DATABASE_URL: postgresql://db:5432/app
      DB_HOST: db
      HOOK: http://host.docker.internal:9999/
      PAY: https://api.stripe.com
      FEED: http://feeds.example.org:8000/
      CORS_ORIGIN: https://app.example.org
      SELF: http://localhost:3000
  db: { image: "postgres:17.2" }
  mail: { image: "m:1" }
`)
    expect(told(graph)).toEqual([
      'api talks db (postgresql:5432)',
      'api talks host:this host (http:9999)',
      'api talks external:api.stripe.com (https)',
      'api talks external:feeds.example.org (http:8000)',
      'api awaits mail',
    ])
    const risks = graph.edges.filter(({ risk }) => risk !== null).map(({ to, risk }) => [to, risk])
    expect(risks).toEqual([['external:feeds.example.org', 'leaves the stack unencrypted (http)']])
  })
})

describe('secrets', () => {
  const password = 'c0rrect-H0rse-battery-9'

  it.each<[string, string, readonly string[]]>([
    [
      'one variable under two names',
      'a: { image: "x:1", environment: { DB_PASSWORD: "$' +
        '{PW_SECRET}" } }\n  b: { image: "x:1", environment: { API_PASSWORD: "$' +
        '{PW_SECRET}" } }',
      ['a holds secret:PW_SECRET (DB_PASSWORD)', 'b holds secret:PW_SECRET (API_PASSWORD)'],
    ],
    [
      'a password in a URL, and of the account',
      `api: { image: "x:1", environment: { DATABASE_URL: "postgres://u:${password}@db/x" } }\n  db: { image: "postgres:17.2", environment: { POSTGRES_PASSWORD: ${password} } }`,
      ['api holds secret:POSTGRES_PASSWORD (DATABASE_URL)', 'db holds secret:POSTGRES_PASSWORD'],
    ],
    [
      'a default that two accounts happen to share',
      'a: { image: "postgres:17.2", environment: { POSTGRES_PASSWORD: postgres } }\n  b: { image: "mysql:8.4", environment: { MYSQL_ROOT_PASSWORD: postgres } }',
      ['a holds secret:POSTGRES_PASSWORD', 'b holds secret:MYSQL_ROOT_PASSWORD'],
    ],
    [
      'two passwords of one name',
      `a: { image: "x:1", environment: { API_PASSWORD: ${password} } }\n  b: { image: "x:1", environment: { API_PASSWORD: ${password}-b } }`,
      ['a holds secret:API_PASSWORD', 'b holds secret:API_PASSWORD of b (API_PASSWORD)'],
    ],
    [
      'a file that Compose hands over',
      'a: { image: "x:1", secrets: [key] }\n  b: { image: "x:1", secrets: [{ source: key, target: /k }] }',
      ['a holds secret:key (/run/secrets/key)', 'b holds secret:key (/k)'],
    ],
    ['what whoever starts it sets', 'a: { image: "x:1", environment: [API_TOKEN] }', ['a holds secret:API_TOKEN']],
    ['nothing', 'a: { image: "x:1", environment: { API_TOKEN: "", LEVEL: info } }', []],
  ])('of services: %s', async (_, services, expected) => {
    const graph = await compose(`services:\n  ${services}\nsecrets:\n  key: { file: ./key }\n`)
    expect(told(graph, 'holds')).toEqual(expected)
    expect(JSON.stringify(graph)).not.toContain(password)
  })

  it('tells what is baked into an image from what is set at run time', async () => {
    const graph = await compose(
      'services:\n  a:\n    build: .\n    environment: { OTHER_TOKEN: "$' + '{TOKEN_SECRET}" }\n',
      { Dockerfile: `FROM alpine:3.21\nENV API_TOKEN=${password}\n` },
    )
    expect(told(graph, 'holds')).toEqual([
      'a holds secret:TOKEN_SECRET (OTHER_TOKEN)',
      'a holds secret:API_TOKEN in the image (API_TOKEN)',
    ])
  })
})

describe('parts of the host', () => {
  it.each([
    ['volumes: ["/var/run/docker.sock:/s"]', '/var/run/docker.sock (container engine) (read-write)', true],
    ['volumes: ["/var/log:/l:ro"]', '/var/log (read-only)', false],
    ['devices: ["/dev/ttyUSB0:/dev/x"]', '/dev/ttyUSB0 (device)', false],
    ['pid: host', 'processes of the host (shares)', true],
    ['privileged: true', 'every device of the host (privileged)', true],
  ])('%s', async (line, expected, risky) => {
    const graph = await compose(`services:\n  a:\n    image: "x:1"\n    ${line}\n`)
    expect(told(graph)).toEqual([`a mounts host:${expected}`])
    expect(graph.edges.some(({ risk }) => risk !== null)).toBe(risky)
  })

  it('are none where a service mounts files of its own', async () => {
    expect(told(await compose('services:\n  a:\n    image: "x:1"\n    volumes: [./data:/data]\n'))).toEqual([])
  })
})

describe('services', () => {
  it('know what they run, when, and where findings of them are', async () => {
    const graph = await compose(
      'services:\n  a:\n    build: ./app\n    env_file: a.env\n    profiles: [jobs]\n\n  b:\n    image: nginx:1.27.3\n',
      { 'app/Dockerfile': 'FROM node:22.12.0\n', 'app/.dockerignore': 'x\n', 'a.env': 'A=1\n' },
    )
    expect(nodeOf(graph, 'service:a')).toMatchObject({
      runs: 'built from app/Dockerfile',
      profiles: ['jobs'],
      files: ['app/Dockerfile', 'app/.dockerignore', 'a.env'],
      lines: [{ file: 'compose.yaml', first: 2, last: 5 }],
    })
    expect(nodeOf(graph, 'service:b')).toMatchObject({
      role: 'web-server',
      runs: 'nginx:1.27.3',
      lines: [{ file: 'compose.yaml', first: 7, last: 8 }],
    })
  })
})

describe('other platforms', () => {
  it('ECS: containers share their task; secrets come by the name in the store', async () => {
    const graph = await graphFrom({
      'task-definition.json': JSON.stringify({
        family: 'shop',
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        containerDefinitions: [
          {
            name: 'web',
            image: 'nginx:1.27.3',
            portMappings: [{ containerPort: 80 }],
            environment: [{ name: 'API', value: 'https://api.example.org' }],
            secrets: [
              { name: 'DB', valueFrom: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf:pw::' },
              { name: 'KEY', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/prod/key' },
            ],
          },
        ],
      }),
    })
    expect(nodeOf(graph, 'service:web')?.networks).toEqual(['task'])
    expect(told(graph)).toEqual([
      'web talks external:api.example.org (https)',
      'web holds secret:prod/db (DB)',
      'web holds secret:prod/key (KEY)',
    ])
  })

  it('Kubernetes: pods share the cluster, and call each other by names of its own', async () => {
    const graph = await graphFrom({
      'k8s/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      hostPID: true
      volumes: [{ name: s, secret: { secretName: tls } }]
      containers:
        - name: web
          image: nginx:1.27.3
          ports: [{ containerPort: 80, hostPort: 8080 }]
          env:
            - { name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: pw } } }
            - { name: API, value: "http://api.shop.svc.cluster.local:8080" }
          volumeMounts: [{ name: s, mountPath: /tls }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  template:
    spec:
      containers:
        - { name: main, image: "a:1", envFrom: [{ secretRef: { name: db } }] }
        - { name: side, image: "s:1" }
`,
    })
    expect(nodeOf(graph, 'service:api/side')?.networks).toEqual(['cluster'])
    expect(told(graph)).toEqual([
      'internet:internet publishes web (8080 → 80)',
      'web mounts host:processes of the host (shares)',
      'web talks api/main (http:8080)',
      'web holds secret:db (DB_PASSWORD)',
      'api/main holds secret:db',
      'web holds secret:tls (/tls)',
    ])
  })
})
