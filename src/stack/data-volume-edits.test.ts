import { expect, it } from 'vitest'
import { fixWith } from '../repair.ts'
import { rules } from '../rules/registry.gen.ts'
import { memoryTree } from '../trees/memory.ts'

const db = 'services:\n  db:\n    image: postgres:17.6\n'

it.each([
  ['a service of its own', {}, ['db-data']],
  [
    'one that another file takes over',
    { 'app.yml': 'services:\n  db:\n    extends:\n      file: compose.yml\n      service: db\n' },
    [],
  ],
])('declares the volume of %s', async (_, more, volumes) => {
  const files = { 'compose.yml': db, Makefile: 'up:\n\tdocker compose -f app.yml up -d\n', ...more }
  const result = await fixWith(rules, memoryTree(files), { guarded: true, only: ['data-outside-volume'] })
  const text = result.files.get('compose.yml') ?? ''
  expect(volumes.every((name) => text.includes(`\nvolumes:\n  ${name}:`))).toBe(true)
  expect([result.files.size, result.reverted]).toEqual([volumes.length, []])
})
