/** Phase: `include`: whole models of other files, each read in its own directory and with its own env files. */
import type { MapNode, Node } from '../../core/node.ts'
import { directoryOf } from '../../core/tree.ts'
import { readEnvironment } from './environment.ts'
import type { FileReading } from './load-file.ts'
import { type Environment, inTree, type Loading, refuse, type Scope, sourceOf } from './loading.ts'
import { merge } from './merge.ts'
import { mergeRules } from './merge-rules.ts'
import { emptyMap, hasKey, isNull, sameValue, stringOf, valueAt, withEntry, withoutEntry } from './nodes.ts'
import { below } from './path-table.ts'
import { joinPath, relativePath, resolvePaths } from './paths.ts'
import { applyResets, resetsBelow } from './resets.ts'

const sections = ['services', 'jobs', 'volumes', 'networks', 'secrets', 'configs', 'models']

/** Reads files as one model in a scope. */
export type ReadModel = (loading: Loading, scope: Scope, files: readonly string[]) => MapNode

/** Takes every included model into a document; what the document says itself wins. */
export function applyIncludes(reading: FileReading, root: MapNode, readModel: ReadModel): MapNode {
  const includes = valueAt(root, 'include')
  if (includes === undefined) return root
  let document = withoutEntry(root, 'include')
  if (isNull(includes)) return document
  if (includes.kind !== 'list') {
    refuse(reading.loading, 'schema', 'include must be a list', includes)
    return document
  }
  for (const item of includes.items) {
    const model = includedModel(reading, item, readModel)
    if (model) document = imported(reading, model, document)
  }
  return document
}

const textsOf = (node: Node | undefined): readonly Node[] =>
  node === undefined || isNull(node) ? [] : node.kind === 'list' ? node.items : [node]

function includedModel(reading: FileReading, item: Node, readModel: ReadModel): MapNode | undefined {
  const { loading, scope } = reading
  const paths = textsOf(item.kind === 'map' ? valueAt(item, 'path') : item)
  const files: string[] = []
  for (const path of paths) {
    const file = fileAt(loading, scope.directory, path)
    if (file === undefined) return undefined
    files.push(file)
  }
  const [first] = files
  if (first === undefined) {
    refuse(loading, 'schema', 'an include needs a path', item)
    return undefined
  }
  if (scope.including.includes(first) || first === reading.file) {
    refuse(loading, 'cycle', `${first} includes itself`, item)
    return undefined
  }
  const directory = directoryFor(reading, item, first)
  if (directory === undefined) return undefined
  const environment = environmentFor(reading, item, directory)
  const known = loading.included.get(environment) ?? new Map<string, Node>()
  loading.included.set(environment, known)
  const key = JSON.stringify([files, directory, scope.directory])
  const cached = known.get(key)
  if (cached?.kind === 'map') return cached
  const inner: Scope = { environment, directory, including: [...scope.including, reading.file] }
  const model = readModel(loading, inner, files)
  const from = relativePath(scope.directory, directory)
  const resolved = resolvePaths(model, (path) => joinPath(from, path))
  known.set(key, resolved)
  return resolved
}

function fileAt(loading: Loading, directory: string, node: Node): string | undefined {
  const written = stringOf(node)
  const path = written === undefined ? undefined : inTree(directory, written)
  if (written === undefined || path === undefined) {
    const why =
      written === undefined ? 'a path must be text' : `${JSON.stringify(written)} lies outside of what is audited`
    refuse(loading, written === undefined ? 'schema' : 'missing', why, node)
    return undefined
  }
  const source = sourceOf(loading, path)
  if ('why' in source) {
    refuse(loading, source.kind, `${path} ${source.why}`, node)
    return undefined
  }
  return path
}

/** The included files' project directory: as written, else that of the first file. */
function directoryFor(reading: FileReading, item: Node, first: string): string | undefined {
  const written = stringOf(valueAt(item, 'project_directory'))
  if (written === undefined || written === '') return directoryOf(first)
  const directory = inTree(reading.scope.directory, written)
  if (directory === undefined) {
    refuse(reading.loading, 'missing', `${JSON.stringify(written)} lies outside of what is audited`, item)
  }
  return directory
}

function environmentFor(reading: FileReading, item: Node, directory: string): Environment {
  const { loading, scope } = reading
  const written = textsOf(valueAt(item, 'env_file')).filter((node) => stringOf(node) !== '/dev/null')
  if (valueAt(item, 'env_file') === undefined) {
    const usual = directory === '' ? '.env' : `${directory}/.env`
    const exists = loading.tree.entry(usual)?.kind === 'file'
    return exists ? readEnvironment(loading, scope.environment, [usual]) : scope.environment
  }
  const files = written.flatMap((node) => fileAt(loading, scope.directory, node) ?? [])
  return files.length === 0 ? scope.environment : readEnvironment(loading, scope.environment, files)
}

function imported(reading: FileReading, model: MapNode, document: MapNode): MapNode {
  return sections.reduce((target, section) => {
    const from = valueAt(model, section)
    if (from?.kind !== 'map') return target
    const own = valueAt(target, section)
    let to = own?.kind === 'map' ? own : emptyMap(from.origin)
    for (const { key, keyOrigin, value } of from.entries) {
      const conflict = valueAt(to, key)
      if (conflict === undefined) to = { ...to, entries: [...to.entries, { key, keyOrigin, value }] }
      else if (!sameValue(value, conflict)) {
        const resets = resetsBelow(reading.resets, section, key)
        if (resets?.here === true) continue
        const kept = value.kind === 'map' ? applyResets(resets, value) : value
        to = withEntry(to, key, merge(reading.loading, kept, conflict, below(below(mergeRules, section), key)))
      }
    }
    return to.entries.length === 0 && !hasKey(target, section) ? target : withEntry(target, section, to)
  }, document)
}
