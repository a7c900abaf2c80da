/** Audits and repairs the files of an example with one rule, as if it were the only one there is. */
import { auditWith } from '../src/index.ts'
import { fixWith } from '../src/repair.ts'
import type { Rule } from '../src/rules/define-rule.ts'
import { memoryTree } from '../src/trees/memory.ts'
import { type ExampleFile, type ExampleReport, exampleDay } from './rule-examples.ts'

const treeOf = (files: readonly ExampleFile[]) =>
  memoryTree(Object.fromEntries(files.map(({ path, ...file }) => [path, file])))

export const auditExample = (files: readonly ExampleFile[], rule: Rule): Promise<ExampleReport> =>
  auditWith([rule], treeOf(files), { only: [rule.id], today: exampleDay })

/** The new texts of the files that the rule's own repairs change, guarded ones included. */
export const repairExample = async (files: readonly ExampleFile[], rule: Rule): Promise<ReadonlyMap<string, string>> =>
  (await fixWith([rule], treeOf(files), { only: [rule.id], today: exampleDay, guarded: true })).files
