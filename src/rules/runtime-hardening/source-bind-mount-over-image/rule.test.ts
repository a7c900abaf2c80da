import { expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const dockerfile = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "."]\n'

/** The severity of what is found where a service built from `api/` has the mount; `undefined` where nothing is. */
async function severityOf(mount: string, file = 'compose.yaml', build = dockerfile): Promise<string | undefined> {
  const compose = `services:\n  a:\n    build: ./api\n    volumes: ["${mount}"]\nvolumes: { modules: {} }\n`
  const tree = memoryTree({ [file]: compose, 'api/Dockerfile': build, 'api/src/main.js': '', 'nginx.conf': '' })
  return (await auditWith([rule], tree, { only: [rule.id] })).findings[0]?.severity
}

const cases: readonly (readonly [mount: string, expected: string | undefined])[] = [
  ['./api:/app', 'medium'],
  ['./api/:/app/', 'medium'],
  ['.:/app', 'medium'],
  ['./api:/app:ro', 'low'],
  ['./api/src:/app/src', 'medium'],
  ['./api/uploads:/app/uploads', undefined],
  ['./api/package.json:/app/package.json', undefined],
  ['./nginx.conf:/app/nginx.conf', undefined],
  ['./data:/data', undefined],
  ['modules:/app/node_modules', undefined],
  ['/srv/app:/app', undefined],
]
it.each(cases)('%s', async (mount, expected) => expect(await severityOf(mount)).toBe(expected))

it('lets developers do so', async () => expect(await severityOf('./api:/app', 'compose.dev.yaml')).toBeUndefined())

it('knows the directory that COPY fills, without WORKDIR', async () =>
  expect(await severityOf('./api:/srv/shop', undefined, 'FROM node:24\nCOPY . /srv/shop/\n')).toBe('medium'))

const refused: readonly (readonly [name: string, build: string, expected: boolean])[] = [
  ['copied as a whole', dockerfile, false],
  ['copied by its directory', 'FROM node:24\nWORKDIR /app\nCOPY package.json ./\nCOPY src ./src\n', false],
  ['handed over', 'FROM node:24 AS b\nRUN make\nFROM node:24\nWORKDIR /app\nCOPY --from=b /out ./\n', false],
  ['manifests alone', 'FROM node:24\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\n', true],
  ['nothing', 'FROM node:24\nWORKDIR /app\n', true],
]
it.each(refused)('moves the mount only where the image has something to run: %s', async (_, build, expected) => {
  const compose = 'services:\n  a:\n    build: ./api\n    volumes: ["./api:/app"]\n'
  const files = { 'api/src/main.js': '', 'api/src/shop.js': '', 'api/package.json': '{}' }
  const tree = memoryTree({ 'compose.yaml': compose, 'api/Dockerfile': build, ...files })
  const { findings } = await auditWith([rule], tree, { only: [rule.id], fixes: true })
  expect(findings[0]?.places[0]?.fix?.status === 'refused').toBe(expected)
})

it.each([
  ['x-app: &app\n  build: ./api\n  volumes: ["./api:/app"]\nservices:\n  a: { <<: *app }\n  b: { <<: *app }\n'],
  ['services:\n  a: &a\n    build: ./api\n    volumes: ["./api:/app"]\n  b:\n    <<: *a\n    command: work\n'],
])('leaves mounts that services share', async (compose) => {
  const tree = memoryTree({ 'compose.yaml': compose, 'api/Dockerfile': dockerfile, 'api/main.js': '' })
  const { findings } = await auditWith([rule], tree, { only: [rule.id], fixes: true })
  expect(findings[0]?.places.map(({ fix }) => fix?.status)).not.toContain('offered')
})
