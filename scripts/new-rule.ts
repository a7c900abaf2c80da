/** Writes a new rule's folder, which passes every test as it stands: `npm run new-rule <id> [-- --category C --scope S]`. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { didYouMean } from '../src/core/nearest.ts'
import type { Category } from '../src/core/rule.ts'
import { categories } from '../src/core/rule.ts'
import type { Scope } from '../src/rules/define-rule.ts'
import { root, ruleFolders } from './rule-folders.ts'
import { pageText, ruleText, scopes } from './rule-scaffold.ts'

/** Ends with one sentence where something is wrong with what was asked for. */
function refuse(sentence: string): never {
  console.error(`new-rule: ${sentence}`)
  process.exit(2)
}

function chosen<T extends string>(what: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found !== undefined) return found
  return refuse(`there is no ${what} ${value}. ${didYouMean(value, choices) ?? `There are ${choices.join(', ')}.`}`)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    category: { type: 'string', default: 'runtime-hardening' },
    scope: { type: 'string', default: 'service' },
  },
})
const [id, ...more] = positionals
if (id === undefined || more.length > 0) refuse('say one id: npm run new-rule <id> -- --category C --scope S')
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id))
  refuse(`${id} must be several words in kebab-case, named after the weakness`)
if (ruleFolders().some((folder) => folder.id === id)) refuse(`there is a rule ${id} already`)

const category: Category = chosen('category', values.category, Object.keys(categories) as Category[])
const scope: Scope = chosen('scope', values.scope, scopes)
const directory = join(root, 'src/rules', category, id)
if (existsSync(directory)) refuse(`${directory} exists already`)
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
mkdirSync(directory, { recursive: true })
writeFileSync(join(directory, 'rule.ts'), ruleText(id, category, scope, version))
writeFileSync(join(directory, 'rule.md'), pageText(scope))
console.log(`src/rules/${category}/${id}/ is written. npm test && npm run mutate-rules -- ${id}`)
