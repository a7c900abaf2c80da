import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

it('leaves a block alone that is folded, where no word stands at its own place', async () => {
  const command = ['>', '  sh -c "', '    python manage.py collectstatic &&', '    python server.py"'].join('\n      ')
  const compose = `services:\n  web:\n    build: .\n    command: ${command}\n`
  const tree = memoryTree({ 'compose.yaml': compose, Dockerfile: 'FROM python:3.13\nCOPY . .\n' })
  const { before, applied, reverted } = await fixWith([rule], tree, { guarded: true })
  expect([before.findings.length, applied.length, reverted.length]).toEqual([1, 0, 0])
})
