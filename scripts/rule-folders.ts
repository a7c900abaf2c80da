/** Finds the rules: every folder `src/rules/<category>/<rule-id>/` that holds a `rule.ts`. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { categories } from '../src/core/rule.ts'
import type { Rule } from '../src/rules/define-rule.ts'

/** The checkout's root directory. */
export const root = fileURLToPath(new URL('..', import.meta.url))

export interface RuleFolder {
  readonly id: string
  readonly category: string
  /** Absolute path. */
  readonly directory: string
}

const directoriesIn = (path: string): readonly string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : []

/** Every rule folder, in id order. */
export function ruleFolders(): readonly RuleFolder[] {
  const rules = join(root, 'src/rules')
  return directoriesIn(rules)
    .flatMap((category) => directoriesIn(join(rules, category)).map((id) => ({ category, id })))
    .map(({ category, id }) => ({ category, id, directory: join(rules, category, id) }))
    .filter(({ directory }) => existsSync(join(directory, 'rule.ts')))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Loads a folder's rule; throws one sentence where it is not what its place says. */
export async function loadRule(folder: RuleFolder): Promise<Rule> {
  const at = `src/rules/${folder.category}/${folder.id}`
  const loaded: { readonly default?: Rule } = await import(pathToFileURL(join(folder.directory, 'rule.ts')).href)
  const rule = loaded.default
  if (!rule) throw new Error(`${at}/rule.ts must have a rule as its default export`)
  if (rule.id !== folder.id) throw new Error(`${at}/rule.ts calls itself ${rule.id}: the folder and the id must agree`)
  if (!(folder.category in categories)) throw new Error(`${at}: ${folder.category} is not one of the seven categories`)
  if (rule.category !== folder.category) throw new Error(`${at}/rule.ts says category ${rule.category}: move it there`)
  return rule
}
