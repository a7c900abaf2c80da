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
