import fc from 'fast-check'
import { expect, it } from 'vitest'
import { auditTree } from '../audit-tree.ts'
import { measuredKey } from '../core/proof.ts'
import { type MemoryFiles, memoryTree } from '../trees/memory.ts'

const written = `services:
  web:
    image: nginx:1.29
    command: ["nginx", "-g", "daemon off;"]
    environment: { LEVEL: info, NAME: shop }
    cap_drop: [ALL]
    cap_add: [CHOWN, SETUID]
    security_opt: ["label:disable"]
    ports: ["8080:80", "8443:443"]
    volumes: ["data:/data", "./conf:/etc/nginx/conf.d:ro"]
    tmpfs: ["/tmp:size=64m,mode=1777", /run]
    mem_limit: 512m
    stop_grace_period: 90s
    healthcheck: { test: ["CMD-SHELL", "wget -qO- http://127.0.0.1/"], interval: 10s }
    networks: [back]
    depends_on: [db]
    restart: unless-stopped
    logging: { driver: json-file, options: { max-size: 10m } }
  db:
    image: postgres:17.6
    networks: [back]
networks:
  back:
    internal: true
volumes:
  data:
`
const dockerfile = `FROM node:24 AS build
RUN npm ci && npm run build
FROM node:24
ENV PORT=80
COPY --from=build /app /app
USER node
CMD ["node", "/app"]
`
const builtService = `services:
  web:
    build: { context: ., args: { VERSION: "1" } }
`

/** The fingerprints of every service of one project, by name. */
async function settingsOf(files: MemoryFiles): Promise<ReadonlyMap<string, string>> {
  const { settings } = await auditTree([], memoryTree(files), { fixes: true })
  return new Map([...settings].map(([key, { digest }]) => [key.split('\0').at(-1) ?? '', digest]))
}
const ofWeb = async (files: MemoryFiles): Promise<string | undefined> => (await settingsOf(files)).get('web')
const composed = (text: string, more: MemoryFiles = {}): MemoryFiles => ({ 'compose.yaml': text, ...more })
/** The text with one thing replaced, which has to be there. */
const changed = (text: string, from: string, to: string): string => {
  expect(text).toContain(from)
  return text.replace(from, to)
}

it.each([
  ['a comment', '    image: nginx:1.29\n', '    # the front\n    image: nginx:1.29 # pinned soon\n'],
  ['quotes', 'image: nginx:1.29', 'image: "nginx:1.29"'],
  ['block style', 'cap_add: [CHOWN, SETUID]', 'cap_add:\n      - CHOWN\n      - SETUID'],
  ['the order of capabilities, and how they are spelt', '[CHOWN, SETUID]', '[cap_setuid, chown]'],
  ['the order of ports', '["8080:80", "8443:443"]', '["8443:443", "8080:80"]'],
  ['the long form of a port', '"8080:80"', '{ target: 80, published: "8080" }'],
  ['the order of mounts', '"data:/data", "./conf:/etc/nginx/conf.d:ro"', '"./conf:/etc/nginx/conf.d:ro", "data:/data"'],
  ['the order of options of a tmpfs', 'size=64m,mode=1777', 'mode=1777,size=64m'],
  ['another place of a limit', 'mem_limit: 512m', 'deploy: { resources: { limits: { memory: 0.5G } } }'],
  ['another unit of a duration', 'stop_grace_period: 90s', 'stop_grace_period: 1m30s'],
  ['a test as one text', '["CMD-SHELL", "wget -qO- http://127.0.0.1/"]', 'wget -qO- http://127.0.0.1/'],
  ['the value of a variable', 'LEVEL: info', 'LEVEL: debug'],
  ['the order of variables', '{ LEVEL: info, NAME: shop }', '["NAME=shop", "LEVEL=info"]'],
  ['a label', '    image: nginx:1.29\n', '    image: nginx:1.29\n    labels: { team: web }\n'],
  ['what is off anyway', '    image: nginx:1.29\n', '    image: nginx:1.29\n    privileged: false\n    devices: []\n'],
  ['another service', 'image: postgres:17.6', 'image: postgres:17.7'],
])('stays the same with %s', async (_, from, to) => {
  expect(await ofWeb(composed(changed(written, from, to)))).toBe(await ofWeb(composed(written)))
})

it('stays the same wherever the directory is, and with an override that says the same', async () => {
  const files = composed(written, { 'compose.override.yaml': 'services:\n  web:\n    cap_drop: [ALL]\n' })
  expect([...(await settingsOf(files)).values()]).toEqual([...(await settingsOf(composed(written))).values()])
})

it.each([
  ['the image', 'nginx:1.29', 'nginx:1.30'],
  ['a digest', 'nginx:1.29', `nginx:1.29@sha256:${'a'.repeat(64)}`],
  ['the command', 'daemon off;', 'daemon on;'],
  ['an entrypoint', '    image: nginx:1.29\n', '    image: nginx:1.29\n    entrypoint: /start\n'],
  ['a name of a variable', 'LEVEL: info', 'LEVELS: info'],
  ['cap_drop', 'cap_drop: [ALL]', 'cap_drop: [NET_RAW]'],
  ['cap_add', '[CHOWN, SETUID]', '[CHOWN]'],
  ['security_opt', '["label:disable"]', '["label:disable", "no-new-privileges:true"]'],
  ...['read_only: true', 'user: "1000"', 'privileged: true', 'init: true', 'pids_limit: 100', 'cpus: 0.5'].map(
    (line): [string, string, string] => [line, '    image: nginx:1.29\n', `    image: nginx:1.29\n    ${line}\n`],
  ),
  ...['network_mode: host', 'ulimits: { nofile: 99 }', 'sysctls: { net.core.somaxconn: 1 }', 'userns_mode: host'].map(
    (line): [string, string, string] => [line, '    networks: [back]\n', `    ${line}\n`],
  ),
  ['a published port', '"8080:80"', '"127.0.0.1:8080:80"'],
  ['a mount', '"data:/data"', '"data:/var/data"'],
  ['a mount that is only read', '"data:/data"', '"data:/data:ro"'],
  ['a volume of the outside', 'volumes:\n  data:\n', 'volumes:\n  data: { external: true }\n'],
  ['a tmpfs', '/run]', '"/run:mode=0755"]'],
  ['a limit', '512m', '256m'],
  ['the grace period', '90s', '10s'],
  ['the health check', '127.0.0.1/', '127.0.0.1/health'],
  ['its interval', 'interval: 10s', 'interval: 30s'],
  ['a network without a way out', 'internal: true', 'internal: false'],
  ['a dependency', 'depends_on: [db]', 'depends_on: { db: { condition: service_healthy } }'],
  ['restarting', 'unless-stopped', 'always'],
  ['logging', 'max-size: 10m', 'max-size: 20m'],
  ['what cannot be known', 'nginx:1.29', 'nginx:${TAG}'],
  ['what else cannot be known', 'nginx:${TAG}', 'nginx:${OTHER}'],
])('changes with %s', async (what, from, to) => {
  const base = what === 'what else cannot be known' ? written.replace('1.29', '${TAG}') : written
  expect(await ofWeb(composed(changed(base, from, to)))).not.toBe(await ofWeb(composed(base)))
})

it.each([
  ['a comment', 'FROM node:24 AS build\n', '# the build\nFROM node:24 AS build\n', true],
  ['a broken line', 'npm ci && npm run build', 'npm ci \\\n    # then\n    && npm run build', true],
  ['the value of a variable', 'PORT=80', 'PORT=81', true],
  ['a label', 'USER node', 'LABEL a=b\nUSER node', true],
  ['a name of a variable', 'PORT=80', 'PORTS=80', false],
  ['the user', 'USER node', 'USER root', false],
  ['a health check', 'USER node', 'HEALTHCHECK CMD true\nUSER node', false],
  ['the base image', 'FROM node:24\n', 'FROM node:24-slim\n', false],
  ['what is copied', '/app /app', '/app /srv', false],
  ['what is run', 'npm ci &&', 'npm install &&', false],
])('goes by the instructions of a build: %s', async (_, from, to, same) => {
  const of = (text: string): Promise<string | undefined> => ofWeb(composed(builtService, { Dockerfile: text }))
  expect((await of(changed(dockerfile, from, to))) === (await of(dockerfile))).toBe(same)
})

it.each([
  ['the value of an argument', 'VERSION: "1"', 'VERSION: "2"', true],
  ['the name of an argument', 'VERSION:', 'RELEASE:', false],
  ['a target', 'context: .', 'context: ., target: build', false],
])('goes by what is said of a build: %s', async (_, from, to, same) => {
  const of = (text: string): Promise<string | undefined> => ofWeb(composed(text, { Dockerfile: dockerfile }))
  expect((await of(changed(builtService, from, to))) === (await of(builtService))).toBe(same)
})

const places: readonly (readonly [string, (secret: string) => MemoryFiles])[] = [
  [
    'a variable',
    (secret) => composed(`services:\n  web:\n    image: x:1\n    environment: { DB_PASSWORD: "${secret}" }\n`),
  ],
  [
    'a word after a flag',
    (secret) =>
      composed(`services:\n  web:\n    image: redis:8\n    command: [redis-server, --requirepass, "${secret}"]\n`),
  ],
  [
    'a line',
    (secret) => composed(`services:\n  web:\n    image: redis:8\n    command: redis-server --requirepass ${secret}\n`),
  ],
  [
    'an assignment in a script',
    (secret) =>
      composed(`services:\n  web:\n    image: x:1\n    entrypoint: [sh, -c, "export API_TOKEN=${secret}; start"]\n`),
  ],
  [
    'a health check',
    (secret) =>
      composed(
        `services:\n  web:\n    image: mysql:9\n    healthcheck: { test: [CMD, mysqladmin, ping, "-p${secret}"] }\n`,
      ),
  ],
  [
    'an address',
    (secret) =>
      composed(`services:\n  web:\n    image: x:1\n    command: [start, "postgres://app:${secret}@db/app"]\n`),
  ],
  [
    'an option of logging',
    (secret) =>
      composed(
        `services:\n  web:\n    image: x:1\n    logging: { driver: splunk, options: { splunk-token: "${secret}" } }\n`,
      ),
  ],
  [
    'what a variable brings',
    (secret) =>
      composed('services:\n  web:\n    image: x:1\n    command: start ${KEY:-none}\n', { '.env': `KEY=${secret}\n` }),
  ],
  ['a fallback', (secret) => composed(`services:\n  web:\n    image: x:1\n    command: start \${KEY:-${secret}}\n`)],
  ['ENV', (secret) => composed(builtService, { Dockerfile: `FROM x:1\nENV DB_PASSWORD=${secret}\n` })],
  ['ARG', (secret) => composed(builtService, { Dockerfile: `FROM x:1\nARG TOKEN=${secret}\n` })],
  [
    'RUN',
    (secret) =>
      composed(builtService, {
        Dockerfile: `FROM x:1\nRUN TOKEN=${secret} ./fetch && curl -u bot:${secret} https://x\n`,
      }),
  ],
]

it.each(places)('does not change with a secret in %s', async (_, files) => {
  const secret = fc.stringMatching(/^[a-z][A-Za-z0-9]{7,20}$/)
  await fc.assert(
    fc.asyncProperty(secret, secret, async (one, other) => {
      expect(await ofWeb(files(one))).toBe(await ofWeb(files(other)))
    }),
    { numRuns: 25 },
  )
})

it('knows services by project and variant, and says which image the files name', async () => {
  const { settings } = await auditTree([], memoryTree(composed(written)), { fixes: true })
  const [[key, { reference }] = ['', { reference: null }]] = settings
  expect(key.split('\0')).toHaveLength(3)
  expect(key).toBe(measuredKey(...(key.split('\0') as [string, string, string])))
  expect(reference).toBe('nginx:1.29')
})
