import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { memoryTree } from '../../trees/memory.ts'
import { topics } from './cases/topics.ts'
import { composeConfig } from './compose-config.ts'
import { loadCompose } from './load-compose.ts'

const whenStarting = ['consistency', 'env-file']

for (const { topic, cases } of topics) {
  const file = new URL(`./cases/${topic}.expected.json`, import.meta.url)
  const expected = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>

  describe(topic, () => {
    test.each(cases)('$name', ({ name, files, load = ['compose.yaml'] }) => {
      const model = loadCompose({ tree: memoryTree(files, { name: 'project' }), files: load, envFiles: [] })
      const problems = model.problems.filter(({ kind }) => !whenStarting.includes(kind))
      const result = problems.length > 0 ? 'refused' : JSON.parse(composeConfig(model, { top: '/tree/project' }))
      expect(result).toEqual(atHome(expected[name]))
    })

    test('names no case twice', () => {
      expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
    })
  })
}

/** The expected models know the home directory that `~` stands for. */
const atHome = (model: unknown): unknown => JSON.parse(JSON.stringify(model).replaceAll('"/home/nobody/', '"~/'))
