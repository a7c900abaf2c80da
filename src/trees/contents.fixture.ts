/** What tests of trees compare: all that a tree holds. */
import type { Tree } from '../core/tree.ts'

/** Every file of a tree with its text, or why it has none. */
export function contents(tree: Tree, directory = ''): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of tree.list(directory)) {
    const path = directory === '' ? name : `${directory}/${name}`
    const entry = tree.entry(path)
    if (name === '.git') continue
    if (entry?.kind === 'directory' && entry.target === undefined) Object.assign(found, contents(tree, path))
    else {
      const result = tree.read(path)
      found[path] = result.ok ? result.text : `(${result.reason})`
    }
  }
  return found
}
