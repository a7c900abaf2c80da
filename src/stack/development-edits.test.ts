/** What is for development goes to the file that is there for it. */
import { describe, expect, it } from 'vitest'
import { fix } from '../index.ts'
import { memoryTree } from '../trees/memory.ts'

const only = ['source-bind-mount-over-image', 'development-mode-in-production']
const image = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n'
const repaired = (files: Readonly<Record<string, string>>) =>
  fix(memoryTree({ Dockerfile: image, ...files }), { guarded: true, only })

const mounted =
  'services:\n  api:\n    build: .\n    volumes:\n      - .:/app\n      - /app/node_modules\n      - logs:/var/log\nvolumes: { logs: }\n'

describe('what is for development', () => {
  it('goes to the file that is there, and leaves what production mounts', async () => {
    const dev = 'services:\n  api:\n    command: npm run dev\n    volumes:\n      - ./scripts:/scripts\n'
    const { files } = await repaired({ 'compose.yaml': mounted, 'compose.dev.yaml': dev })
    expect(files.get('compose.yaml')).toBe(
      'services:\n  api:\n    build: .\n    volumes:\n      - logs:/var/log\nvolumes: { logs: }\n',
    )
    expect(files.get('compose.dev.yaml')).toBe(`${dev}      - .:/app\n      - /app/node_modules\n`)
  })

  it('goes to a new file together, for all services and both kinds of it', async () => {
    const text =
      'services:\n  a:\n    build: .\n    environment: { NODE_ENV: development }\n    volumes: [".:/app"]\n  b:\n    build: .\n    volumes:\n      - type: bind\n        source: .\n        target: /app\n'
    const { files, reverted } = await repaired({ 'compose.yaml': text })
    expect(reverted).toEqual([])
    expect(files.get('compose.yaml')).toBe(
      'services:\n  a:\n    build: .\n    environment: { NODE_ENV: production }\n  b:\n    build: .\n',
    )
    const development = files.get('compose.dev.yaml') ?? ''
    for (const part of ['NODE_ENV: development', '- .:/app', 'target']) expect(development).toContain(part)
  })

  it.each([
    ['the file’s name says nothing of development', 'docker-compose.prod.yaml', mounted],
    [
      'an anchor shares the mounts',
      'compose.yaml',
      'x-src: &src\n  - .:/app\nservices:\n  api:\n    build: .\n    volumes: *src\n',
    ],
    [
      'only a part of a list on one line would go',
      'compose.yaml',
      'services:\n  api:\n    build: .\n    volumes: [".:/app", "/var/log"]\n',
    ],
  ])('stays where %s', async (_, file, text) => {
    const { files } = await repaired({ [file]: text })
    expect([...files.keys()]).toEqual([])
  })
})
