import { expect, it } from 'vitest'
import { fixWith } from '../../../repair.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

it.each([
  ['print(os.environ["DEBUG"])', 1],
  ['print(os.environ["SECRET_KEY"])', 0],
])('switches off what the program reads: %s', async (code, repairs) => {
  const tree = memoryTree({
    'compose.yaml': 'services:\n  web:\n    build: .\n    environment:\n      DEBUG: "true"\n',
    Dockerfile: 'FROM python:3.13\nCOPY . .\nCMD ["python", "app.py"]\n',
    'app.py': `import os\n${code}\n`,
  })
  const { before, applied } = await fixWith([rule], tree, { guarded: true })
  expect([before.findings.length, applied.length]).toEqual([1, repairs])
})
