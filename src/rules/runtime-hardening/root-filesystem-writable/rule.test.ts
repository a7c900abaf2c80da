import { describe, expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** What the repair adds to `web`; or why it adds nothing. */
async function repaired(service: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const compose = `services:\n  web:\n${service.replace(/^/gm, '    ')}\n`
  const tree = memoryTree({ 'compose.yaml': compose, ...files })
  const { before, files: changed } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
  const because = before.findings.flatMap(({ places }) => places.flatMap(({ fix }) => fix?.because ?? []))[0]
  const text = changed.get('compose.yaml')
  return text === undefined ? `refused: ${because}` : text.slice(compose.length).replace(/\s+/g, ' ').trim()
}

const node = (start: string): Readonly<Record<string, string>> => ({
  Dockerfile: `FROM node:24.11.1\nCOPY . /app\nUSER node\n${start}\n`,
})

describe('room to write', () => {
  it.each([
    ['where a server writes', 'image: nginx:1.29.3', 'read_only: true tmpfs: - /var/cache/nginx - /run - /tmp'],
    [
      'where a server writes that is started in its usual way',
      "image: nginx:1.29.3\ncommand: nginx -g 'daemon off;'",
      'read_only: true tmpfs: - /var/cache/nginx - /run - /tmp',
    ],
    [
      'nowhere, by way of a shell',
      'image: redis:8.2.3\nvolumes: [data:/data]\ncommand: sh -c "exec redis-server --save 60 1"',
      'read_only: true',
    ],
    ['nowhere else than in the volume', 'image: redis:8.2.3\nvolumes: [data:/data]', 'read_only: true'],
    [
      'for the account that starts it',
      'image: postgres:17.6\nuser: postgres\nvolumes: [data:/var/lib/postgresql/data]',
      'read_only: true tmpfs: - /var/run/postgresql:uid=999,gid=999 - /tmp',
    ],
  ])('%s', async (_name, service, expected) => {
    expect(await repaired(service)).toBe(expected)
  })

  it.each([
    ['an application', 'CMD ["node", "server.js"]'],
    ['by way of the package manager', 'CMD ["npm", "start"]'],
    ['after another one, in a shell', 'CMD ["sh", "-c", "node migrate.js && exec node server.js"]'],
  ])('%s', async (_name, start) => {
    const manifest = { 'package.json': '{ "scripts": { "start": "node server.js" } }' }
    expect(await repaired('build: .', { ...node(start), ...manifest })).toBe('read_only: true tmpfs: - /tmp')
  })

  it('as a mount in a stack of Swarm, which knows no tmpfs', async () => {
    const file = 'docker-compose.swarm.yml'
    const tree = memoryTree({ [file]: 'services:\n  web:\n    image: traefik:3.6.2\n' })
    const { files } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
    expect(files.get(file)?.replace(/\s+/g, ' ')).toMatch(/ volumes: - .* read_only: true $/)
  })

  it('beside a tmpfs that is no list', async () => {
    const tree = memoryTree({ 'compose.yaml': 'services:\n  web:\n    image: nginx:1.29.3\n    tmpfs: /work\n' })
    const { files } = await fixWith([rule], tree, { only: [rule.id], guarded: true })
    expect(files.get('compose.yaml')).toContain('tmpfs:\n      - /work\n      - /var/cache/nginx\n')
  })
})

it.each([
  [
    'java with a class path',
    'FROM eclipse-temurin:21-jre',
    'ENTRYPOINT ["java", "-cp", "app:app/lib/*", "com.example.Main"]',
  ],
  ['a module of WebAssembly', 'FROM scratch', 'ENTRYPOINT ["orders.wasm"]'],
])('makes room for %s', async (_, from, start) => {
  expect(await repaired('build: .', { Dockerfile: `${from}\n${start}\n` })).toBe('read_only: true tmpfs: - /tmp')
})

describe('a development server', () => {
  const files = (user: string): Readonly<Record<string, string>> => ({
    Dockerfile: `FROM node:24.11.1\nWORKDIR /app\nCOPY . .\n${user}CMD ["npm", "start"]\n`,
    'package.json': '{ "scripts": { "start": "react-scripts start" } }',
  })

  it('gets its cache, as the account’s own', async () =>
    expect(await repaired('build: .', files('USER 1000:1000\n'))).toBe(
      'read_only: true tmpfs: - /tmp - /app/node_modules/.cache:uid=1000,gid=1000',
    ))

  it('waits for its account', async () =>
    expect(await repaired('build: .', files(''))).toMatch(/^refused: web runs as root/))

  it('has it on a volume already', async () =>
    expect(await repaired('build: .\nvolumes: [/app/node_modules]', files(''))).toBe('read_only: true tmpfs: - /tmp'))
})

describe('refuses', () => {
  it.each([
    ['data that nothing keeps', 'image: grafana/grafana:12.3.0', /no volume/],
    ['an image that nobody knows', 'image: ghcr.io/acme/web:1', /writes/],
    ['a server that fills templates', 'image: nginx:1.29.3\nvolumes: [./t:/etc/nginx/templates:ro]', /templates/],
    ['another start than the image’s', 'image: nginx:1.29.3\ncommand: sh -c "envsubst < a > b && nginx"', /script/],
    [
      'a start script that writes what a variable asks for',
      'image: nextcloud:32-apache\nenvironment: { REDIS_HOST: cache }',
      /REDIS_HOST/,
    ],
    ['an account without a number', 'image: nginx:1.29.3\nuser: nobody-knows', /number/],
  ])('%s', async (_name, service, because) => {
    const result = await repaired(service)
    expect(result).toMatch(/^refused/)
    expect(result).toMatch(because)
  })

  it('a server whose configuration is written when it starts', async () => {
    const start = `CMD ["/bin/sh", "-c", "envsubst < /t.json > /usr/share/nginx/html/c.json; exec nginx -g 'daemon off;'"]`
    expect(await repaired('build: .', { Dockerfile: `FROM nginx:1.29.3\n${start}\n` })).toMatch(/^refused: .*c\.json/)
  })

  it.each([
    ['a start script', 'ENTRYPOINT ["/app/start.sh"]'],
    ['a script of package.json that nobody has', 'CMD ["npm", "start"]'],
    ['a development server', 'CMD ["npx", "vite", "--host"]'],
    ['a database in a file', 'ENV DATABASE_URL=sqlite:///app/data.db\nCMD ["node", "server.js"]'],
    ['a file written at start', 'CMD node server.js > /app/server.log'],
  ])('%s', async (_name, start) => {
    expect(await repaired('build: .', node(start))).toMatch(/^refused/)
  })
})
