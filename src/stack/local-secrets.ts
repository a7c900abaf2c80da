/** Files of secrets that lie on this machine only: what git tracks is everybody's anyway. */
import { nodeAt, textOf } from '../core/node.ts'
import { directoryOf, within } from '../core/tree.ts'
import { holdsCredential, literalCredentials } from './credentials.ts'
import type { Project } from './model.ts'

/** Env files with a secret in them, and the files of Compose's `secrets:`. */
export function localSecretFiles(project: Project): readonly string[] {
  const envFiles = project.envFiles
    .filter(
      ({ template, variables }) =>
        !template &&
        variables.some(({ name, value }) => holdsCredential(name) && literalCredentials(name, value).length > 0),
    )
    .map(({ file }) => file)
  const secrets = project.composeFiles.flatMap(({ file, root }) => {
    const declared = nodeAt(root, 'secrets')
    return declared?.kind !== 'map'
      ? []
      : declared.entries.flatMap(({ value }) => {
          const path = textOf(nodeAt(value, 'file'))
          return path === undefined ? [] : (within(directoryOf(file), path) ?? [])
        })
  })
  return [...new Set([...envFiles, ...secrets])].filter(
    (path) => project.file(path) !== undefined && project.tracked(path) !== true,
  )
}
