/** Audits and repairs the files of an example with one rule, as if it were the only one there is. */
import { readLock } from '../src/config/lock.ts'
import { noLock } from '../src/core/lock.ts'
import { type AuditOptions, auditWith } from '../src/index.ts'
import { fixWith } from '../src/repair.ts'
import type { Rule } from '../src/rules/define-rule.ts'
import { memoryTree } from '../src/trees/memory.ts'
import { observedFile, readObserved } from './observed-example.ts'
import { type ExampleFile, type ExampleReport, exampleDay } from './rule-examples.ts'

const treeOf = (files: readonly ExampleFile[]) =>
  memoryTree(Object.fromEntries(files.flatMap(({ path, ...file }) => (path === observedFile ? [] : [[path, file]]))))

/** What an engine was seen to have of the example, where it says so. */
function observedIn(files: readonly ExampleFile[]): Pick<AuditOptions, 'observed'> {
  const file = files.find(({ path }) => path === observedFile)
  return file ? { observed: readObserved(file.text) } : {}
}

export const auditExample = (files: readonly ExampleFile[], rule: Rule): Promise<ExampleReport> =>
  auditWith([rule], treeOf(files), { only: [rule.id], today: exampleDay, ...observedIn(files) })

/** The file of an example that says which versions exist, as `--lock` would. */
const lockFile = 'versions.lock.json'

/** The new texts of the files that the rule's own repairs change, guarded ones included. */
export async function repairExample(files: readonly ExampleFile[], rule: Rule): Promise<ReadonlyMap<string, string>> {
  const locked = files.find(({ path }) => path === lockFile)
  const lock = locked ? readLock(locked.text, lockFile) : noLock
  return (await fixWith([rule], treeOf(files), { only: [rule.id], today: exampleDay, guarded: true, lock })).files
}
