/** The files that compose mounts as secrets, and what git knows of them. */
import { nodeAt, textOf } from '../core/node.ts'
import type { Origin } from '../core/origin.ts'
import { directoryOf, within } from '../core/tree.ts'
import type { Variant } from './model.ts'
import { isTemplateName } from './secret-paths.ts'

export interface SecretFile {
  readonly name: string
  /** Path in the tree. */
  readonly file: string
  readonly origin: Origin
  readonly exists: boolean
  readonly tracked: boolean | 'unknown'
  readonly ignored: boolean
}

/** `file:` of every entry under `secrets:` that points into the tree. */
export function secretFilesOf({ project, files }: Variant): readonly SecretFile[] {
  return project.composeFiles
    .filter(({ file }) => files.includes(file))
    .flatMap(({ file, root }) => {
      const secrets = nodeAt(root, 'secrets')
      if (secrets?.kind !== 'map') return []
      return secrets.entries.flatMap(({ key, value }): readonly SecretFile[] => {
        const node = nodeAt(value, 'file')
        const path = within(directoryOf(file), textOf(node) ?? '/')
        if (node === undefined || path === undefined || path.includes('$') || isTemplateName(path)) return []
        const [exists, tracked, ignored] = [project.exists(path), project.tracked(path), project.ignored(path)]
        return [{ name: key, file: path, origin: node.origin, exists, tracked, ignored }]
      })
    })
}
