import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** The mapping of an API behind a web server after its repair; or why it stays. */
async function repaired(port: string, before = '', service = 'api'): Promise<string> {
  const head = `${before}services:\n  web:\n    image: nginx:1.29.3\n    ports: ["127.0.0.1:80:80"]\n    depends_on: [${service}]\n  ${service}:\n    image: ghcr.io/example/shop:3.0.0\n    ports:\n      - `
  const text = `${head}${port}\n`
  const { before: found, files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true })
  const because = found.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))[0]
  return files.get('compose.yaml')?.slice(head.length).trimEnd() ?? `refused: ${because}`
}

describe('a mapping is bound', () => {
  it.each([
    ['"8080:8080"', '"127.0.0.1:8080:8080"'],
    ["'8080:8080/udp' # why", "'127.0.0.1:8080:8080/udp' # why"],
    ['"0.0.0.0:8080:8080"', '"127.0.0.1:8080:8080"'],
    ['"[::]:8080:8080"', '"127.0.0.1:8080:8080"'],
    ['"${PORT:-8080}:8080"', '"127.0.0.1:${PORT:-8080}:8080"'],
    ['"${BIND:-0.0.0.0}:8080:8080"', '"${BIND:-127.0.0.1}:8080:8080"'],
    ['"8000-8002:8000-8002"', '"127.0.0.1:8000-8002:8000-8002"'],
    ['"8080"', '"127.0.0.1::8080"'],
    ['{ target: 8080, published: "80" }', '{ target: 8080, published: "80", host_ip: "127.0.0.1" }'],
    ['target: 8080\n        published: "80"', 'target: 8080\n        published: "80"\n        host_ip: "127.0.0.1"'],
    ['{ target: 8080, published: "80", host_ip: 0.0.0.0 }', '{ target: 8080, published: "80", host_ip: "127.0.0.1" }'],
  ])('%s', async (written, expected) => {
    expect(await repaired(written)).toBe(expected)
  })

  it('but not where other services share it', async () => {
    const shared = 'x-port: &port "8080:8080"\nx-other: *port\n'
    expect(await repaired('*port', shared)).toMatch(/^refused: /)
  })
})

it('leaves what may be the way in to a person', async () => {
  const text =
    'services:\n  a: { image: "ghcr.io/example/a:1.0.0", ports: ["8080:8080"] }\n  b: { image: "ghcr.io/example/b:1.0.0", ports: ["8081:8080"] }\n'
  const { before, files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true })
  const offers = before.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.because))
  expect([files.size, offers]).toEqual([
    0,
    ['a may be what the outside is to reach', 'b may be what the outside is to reach'],
  ])
})

it.each([
  ['compose.yaml', 'web: { build: ., ports: ["80:80"], command: flask run --debug }', 1],
  ['compose.prod.yaml', 'web: { build: ., ports: ["8000:80"], command: flask run --debug }', 0],
  ['compose.yaml', 'web: { image: "nginx:1.29.3", ports: ["8080:80"] }', 0],
])('binds a development server unless %s says production: %s', async (file, service, bound) => {
  const { before, files } = await fixWith([rule], memoryTree({ [file]: `services:\n  ${service}\n` }), {
    guarded: true,
  })
  expect([before.findings.length, files.size]).toEqual([1, bound])
})

it.each([
  ['the site', 'site: { image: "wordpress:6.9", ports: ["80:80"] }', 0],
  ['a console', 'site: { image: "adminer:5.4.0", ports: ["80:8080"] }', 1],
  [
    'one of two',
    'site: { image: "wordpress:6.9", ports: ["80:80"] }\n  api: { image: "x/y:1", ports: ["443:443"] }',
    2,
  ],
])(
  'says nothing of the only published service on port 80, but of a console or one of two: %s',
  async (_, text, found) => {
    const { before } = await fixWith([rule], memoryTree({ 'compose.yaml': `services:\n  ${text}\n` }), {})
    expect(before.findings.flatMap(({ places }) => places)).toHaveLength(found)
  },
)

it('says nothing of a door with something behind it, but of its other ports', async () => {
  const proxy = '  proxy: { image: "traefik:3.6.2", ports: ["443:443", "9000:9000"], links: [app] }'
  const text = `services:\n${proxy}\n  app: { image: "ghcr.io/example/app:1.0.0" }\n`
  const { before } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), {})
  expect(before.findings.flatMap(({ places }) => places.map(({ message }) => message))).toEqual([
    'proxy publishes port 9000 on every interface of the host',
  ])
})
