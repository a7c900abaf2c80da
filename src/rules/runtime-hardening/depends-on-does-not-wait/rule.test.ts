import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

it('writes no second list where a merge key brings one', async () => {
  const compose =
    'services:\n  a: &a\n    image: shop\n    depends_on:\n      - db\n  b:\n    <<: *a\n    command: work\n' +
    '  db:\n    image: postgres:17.6\n    healthcheck: { test: ["CMD", "pg_isready"] }\n'
  const { files } = await fixWith([rule], memoryTree({ 'compose.yaml': compose }), { guarded: true })
  expect((files.get('compose.yaml') ?? compose).split('depends_on').length).toBe(2)
})

it.each([
  ['compose.yaml', 1],
  ['docker-compose.swarm.yml', 0],
])('asks for no condition where Swarm runs the file, which knows none: %s', async (file, repairs) => {
  const db = '  db:\n    image: postgres:17.6\n    healthcheck: { test: ["CMD", "pg_isready"] }\n'
  const text = `services:\n  web:\n    image: shop\n    depends_on: [db]\n${db}`
  const { files, reverted } = await fixWith([rule], memoryTree({ [file]: text }), { guarded: true })
  expect([files.size, reverted]).toEqual([repairs, []])
})

it('waits for what is only linked', async () => {
  const db = '  db:\n    image: postgres:17.6\n    healthcheck: { test: ["CMD", "pg_isready"] }\n'
  const text = `services:\n  web:\n    image: shop\n    links: ["db:store"]\n${db}`
  const { files } = await fixWith([rule], memoryTree({ 'compose.yaml': text }), { guarded: true })
  expect(files.get('compose.yaml')).toContain('    depends_on:\n      db:\n        condition: service_healthy\n')
})
