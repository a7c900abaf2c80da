/** Audits the files of an example with one rule, as if it were the only one there is. */
import { auditWith } from '../src/index.ts'
import type { Rule } from '../src/rules/define-rule.ts'
import { memoryTree } from '../src/trees/memory.ts'
import { type ExampleFile, type ExampleReport, exampleDay } from './rule-examples.ts'

export const auditExample = (files: readonly ExampleFile[], rule: Rule): Promise<ExampleReport> =>
  auditWith([rule], memoryTree(Object.fromEntries(files.map(({ path, ...file }) => [path, file]))), {
    only: [rule.id],
    today: exampleDay,
  })
