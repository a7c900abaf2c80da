import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

it.each([
  ['EC2', 1],
  ['FARGATE', 0],
])('gives nothing back where the platform cannot: %s', async (platform, repairs) => {
  const task = {
    family: 'web',
    requiresCompatibilities: [platform],
    containerDefinitions: [
      { name: 'web', image: 'nginx:1.29.3', linuxParameters: { capabilities: { drop: ['ALL'] } } },
    ],
  }
  const tree = memoryTree({ 'task-definition.json': `${JSON.stringify(task, null, 2)}\n` })
  const { files, before } = await fixWith([rule], tree, { guarded: true })
  expect([before.findings.length, files.size]).toEqual([1, repairs])
})
