/** The effective model as JSON, in the form in which Docker Compose prints it. */
import type { Node } from '../../core/node.ts'
import type { ComposeModel } from './compose-model.ts'
import { joinPath, resolvePaths } from './paths.ts'

export interface ComposeConfigOptions {
  /** The absolute directory that the tree's top stands for; without it local paths stay relative to the top. */
  readonly top?: string
}

/** The model as indented JSON with sorted keys. Secrets are shown: masking is the caller's. */
export function composeConfig(model: ComposeModel, { top }: ComposeConfigOptions = {}): string {
  const root = top === undefined ? model.root : resolvePaths(model.root, (path) => joinPath(top, path))
  return json(root, '\n')
}

function json(node: Node, newline: string): string {
  const inner = `${newline}  `
  if (node.kind === 'scalar') {
    const { value } = node
    if (typeof value === 'string') return JSON.stringify(value)
    return typeof value === 'number' && !Number.isFinite(value) ? 'null' : String(value)
  }
  if (node.kind === 'list') {
    return node.items.length === 0
      ? '[]'
      : `[${node.items.map((item) => inner + json(item, inner)).join(',')}${newline}]`
  }
  const entries = node.entries.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const lines = entries.map(({ key, value }) => `${inner}${JSON.stringify(key)}: ${json(value, inner)}`)
  return lines.length === 0 ? '{}' : `{${lines.join(',')}${newline}}`
}
