/** Env files that hold somebody's real values, and what stands for them in a proof. */
import type { Tree } from '../core/tree.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import { parseEnvFile } from '../formats/env/parse-env-file.ts'
import { envText, examplesOf, isEnvFile } from './stand-in-values.ts'

/** Directories in which nobody keeps a stack's values, and that may hold very many files. */
const passedOver = new Set(['node_modules', '.git', 'vendor', '.venv'])
const deepest = 12

/**
 * New texts for every env file that git does not track: the example beside it, and made-up values for what it leaves out.
 * `given` are files that may be used as they are.
 */
export function standInFiles(
  tree: Tree,
  given: ReadonlySet<string>,
  standIn: (name: string) => string,
): ReadonlyMap<string, string> {
  return new Map(
    envFilesIn(tree, '', 0)
      .filter((path) => !given.has(path) && tree.entry(path)?.tracked !== true)
      .map((path) => [path, standInText(tree, path, standIn)]),
  )
}

function envFilesIn(tree: Tree, directory: string, depth: number): readonly string[] {
  if (depth > deepest) return []
  return tree.list(directory).flatMap((name) => {
    const path = directory === '' ? name : `${directory}/${name}`
    const entry = tree.entry(path)
    if (entry?.target !== undefined) return []
    if (entry?.kind === 'directory') return passedOver.has(name) ? [] : envFilesIn(tree, path, depth + 1)
    return entry?.kind === 'file' && isEnvFile(name) ? [path] : []
  })
}

/** What stands for an env file, be it there or not. */
export function standInText(tree: Tree, path: string, standIn: (name: string) => string): string {
  const directory = directoryOf(path)
  const examples = examplesOf(nameOf(path)).map((name) => (directory === '' ? name : `${directory}/${name}`))
  const example = examples.map((name) => textOf(tree, name)).find((text) => text !== '') ?? ''
  const filled = new Set(namesIn(example, (value) => value !== ''))
  const missing = [...new Set([...namesIn(textOf(tree, path)), ...namesIn(example)])].filter(
    (name) => !filled.has(name),
  )
  return `${example}\n${envText(new Map(missing.map((name) => [name, standIn(name)])))}`
}

const textOf = (tree: Tree, path: string): string => {
  const read = tree.read(path)
  return read.ok ? read.text : ''
}

const namesIn = (text: string, wanted: (value: string) => boolean = () => true): readonly string[] =>
  parseEnvFile({ file: '', text, utf8: true }).variables.flatMap(({ name, value }) => (wanted(value) ? [name] : []))
