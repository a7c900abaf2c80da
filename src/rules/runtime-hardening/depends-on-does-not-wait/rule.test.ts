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
