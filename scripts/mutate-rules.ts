/**
 * Proves that the examples of every rule would notice if the rule were broken: each rule is replaced by one that always
 * passes and by one that always fails, and each of the two must contradict an example. `npm run mutate-rules [-- RULE…]`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Judgement } from '../src/core/verdict.ts'
import { fail, pass } from '../src/core/verdict.ts'
import type { Rule } from '../src/rules/define-rule.ts'
import { rules } from '../src/rules/registry.gen.ts'
import { auditExample } from '../test/audit-example.ts'
import type { Example } from '../test/rule-examples.ts'
import { parseExamples, runExample } from '../test/rule-examples.ts'
import type { RuleFolder } from './rule-folders.ts'
import { ruleFolders } from './rule-folders.ts'

type Mutation = (judgement: Judgement) => Judgement

/** A mutant speaks of the very places that the rule speaks of, and only its verdict is another. */
const mutations: Readonly<Record<string, Mutation>> = {
  'always passes': ({ origin, subject }) => pass(origin, subject ? { subject } : {}),
  'always fails': ({ origin, subject }) => fail(origin, subject ? { subject } : {}),
}

/** Whether some example contradicts the rule. */
async function contradicted(rule: Rule, examples: readonly Example[]): Promise<boolean> {
  for (const example of examples) {
    if ((await runExample(example, rule, auditExample)).length > 0) return true
  }
  return false
}

/** One sentence for each mutant of the rule that no example notices. */
async function survivorsOf(rule: Rule, folder: RuleFolder): Promise<readonly string[]> {
  const page = join(folder.directory, 'rule.md')
  const examples = existsSync(page) ? parseExamples(readFileSync(page, 'utf8')) : []
  if (await contradicted(rule, examples)) return [`${rule.id}: the rule itself contradicts its examples`]
  const survivors: string[] = []
  for (const [name, mutation] of Object.entries(mutations)) {
    const mutant: Rule = { ...rule, check: (subject, ask) => rule.check(subject, ask).map(mutation) }
    if (!(await contradicted(mutant, examples))) survivors.push(`${rule.id}: no example notices a rule that ${name}`)
  }
  return survivors
}

const wanted = process.argv.slice(2)
const folders = ruleFolders().filter(({ id }) => wanted.length === 0 || wanted.includes(id))
const survivors: string[] = []
for (const folder of folders) {
  const rule = rules.find(({ id }) => id === folder.id)
  if (!rule) throw new Error(`${folder.id} is not in the registry: run npm run generate`)
  survivors.push(...(await survivorsOf(rule, folder)))
}
for (const survivor of survivors) console.log(survivor)
const mutants = folders.length * Object.keys(mutations).length
console.log(`${mutants} mutants of ${folders.length} rules, ${survivors.length} survived`)
if (survivors.length > 0) process.exitCode = 1
