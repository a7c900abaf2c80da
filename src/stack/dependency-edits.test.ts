/** Where services are let wait for others. */
import { expect, it } from 'vitest'
import { fixWith } from '../repair.ts'
import rule from '../rules/runtime-hardening/depends-on-does-not-wait/rule.ts'
import { memoryTree } from '../trees/memory.ts'

it('leaves what is said in an included file to a person', async () => {
  const store = '  db:\n    image: postgres:17.6\n    healthcheck:\n      test: ["CMD", "pg_isready"]\n'
  const tree = memoryTree({
    'compose.yaml': 'include:\n  - shared.yaml\nservices:\n  web:\n    image: nginx:1.29.3\n',
    'shared.yaml': `services:\n${store}  admin:\n    image: dpage/pgadmin4:9.8\n    depends_on:\n      - db\n`,
  })
  const { before, files, reverted } = await fixWith([rule], tree, { guarded: true })
  expect(before.findings.flatMap(({ places }) => places.map(({ fix }) => fix?.status))).toEqual(['refused'])
  expect([[...files], reverted]).toEqual([[], []])
})
