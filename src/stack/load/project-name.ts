/** The project's name: who may say it, and what it may look like. */
import type { Node } from '../../core/node.ts'
import { span } from '../../core/origin.ts'
import { nameOf } from '../../core/tree.ts'
import { substitute } from '../../formats/compose/template.ts'
import type { ComposeRequest } from './compose-model.ts'
import { type Environment, type Loading, refuse, refuseAt, sourceOf, streamOf } from './loading.ts'
import { stringOf, valueAt } from './nodes.ts'

/** Lower-case letters, digits, `_` and `-`, not starting with the last two; everything else is dropped. */
export const normalisedName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')

/** The name by request, by `COMPOSE_PROJECT_NAME`, by the files' last `name:`, or by the directory. */
export function projectName(
  loading: Loading,
  request: ComposeRequest,
  directory: string,
  environment: Environment,
): string {
  const explicit = request.projectName ?? (environment.get('COMPOSE_PROJECT_NAME')?.value || undefined)
  if (explicit !== undefined) {
    const usable = normalisedName(explicit)
    if (usable !== explicit) {
      const place = span(request.files[0] ?? '', [], 0, 0)
      refuseAt(loading, 'schema', `${JSON.stringify(explicit)} cannot be a project's name`, place)
    }
    return usable
  }
  const written = request.files.flatMap((file) => {
    const source = sourceOf(loading, file)
    if ('why' in source) return []
    return streamOf(loading, source).roots.flatMap((root) => valueAt(root, 'name') ?? [])
  })
  const named = written.findLast((node) => stringOf(node) !== undefined && stringOf(node) !== '')
  return (named && nameFrom(loading, named, environment)) ?? fromDirectory(loading, request, directory)
}

function nameFrom(loading: Loading, node: Node, environment: Environment): string | undefined {
  const result = substitute(stringOf(node) ?? '', (name) => environment.get(name)?.value)
  const name = normalisedName(result.text)
  if (name === '') refuse(loading, 'schema', 'the project needs a name', node)
  return name
}

function fromDirectory(loading: Loading, { files }: ComposeRequest, directory: string): string {
  const name = normalisedName(directory === '' ? loading.tree.folder : nameOf(directory))
  if (name === '') refuseAt(loading, 'schema', 'the project needs a name', span(files[0] ?? '', [], 0, 0))
  return name
}
