/** What one loading carries along: the files read so far, the problems found, the variables used. */
import type { Node } from '../../core/node.ts'
import { type Origin, type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { type Tree, within } from '../../core/tree.ts'
import { parseYamlStream } from '../../formats/yaml/parse-yaml.ts'
import type { YamlStream } from '../../formats/yaml/reading.ts'
import type { ComposeProblem, ComposeProblemKind, ComposeVariableUse } from './compose-model.ts'
import { placeOf, unsetOf } from './nodes.ts'

/** A variable's value in the surroundings of a compose file. */
export interface EnvironmentValue {
  readonly value: string
  readonly source: 'environment' | 'file'
  readonly origin: Origin
}

export type Environment = ReadonlyMap<string, EnvironmentValue>

/** The surroundings that a compose file is read in. */
export interface Scope {
  readonly environment: Environment
  /** Directory in the tree that relative paths start from. */
  readonly directory: string
  /** The files whose `include` led here, outermost first. */
  readonly including: readonly string[]
}

export interface Loading {
  readonly tree: Tree
  readonly sources: Map<string, SourceText>
  readonly streams: Map<string, YamlStream>
  readonly problems: ComposeProblem[]
  readonly uses: Map<string, ComposeVariableUse[]>
  /** Models of included files, by their surroundings' environment and then by what was included. */
  readonly included: Map<Environment, Map<string, Node>>
  /** Files processed so far, each counted as often as it is; bounds what includes of includes can cost. */
  processed: number
}

export const maxProcessed = 500

export const newLoading = (tree: Tree): Loading => ({
  tree,
  sources: new Map(),
  streams: new Map(),
  problems: [],
  uses: new Map(),
  included: new Map(),
  processed: 0,
})

/** Notes a problem at a place. */
export function refuseAt(
  loading: Loading,
  kind: ComposeProblemKind,
  message: string,
  origin: SpanOrigin,
  more: {
    readonly hint?: string
    readonly code?: string | undefined
    readonly unset?: readonly string[] | undefined
    readonly missing?: string
  } = {},
): void {
  const { hint, code, unset, missing } = more
  const problem = {
    kind,
    message,
    origin,
    ...(hint === undefined ? {} : { hint }),
    ...(code === undefined ? {} : { code }),
    ...(missing === undefined ? {} : { missing }),
  }
  loading.problems.push(unset === undefined ? problem : { ...problem, unset })
}

/** Notes a problem with a node, at the first place where it is written; `code` names the mistake among others of its kind. */
export function refuse(loading: Loading, kind: ComposeProblemKind, message: string, node: Node, code?: string): void {
  const file = loading.sources.keys().next().value ?? ''
  refuseAt(loading, kind, message, placeOf(node.origin, file), { unset: unsetOf(node), code })
}

/** Notes that the file which `node` names is not there. */
export function refuseMissing(
  loading: Loading,
  kind: ComposeProblemKind,
  message: string,
  node: Node,
  missing: string,
): void {
  const file = loading.sources.keys().next().value ?? ''
  refuseAt(loading, kind, message, placeOf(node.origin, file), { unset: unsetOf(node), missing })
}

/** Why there is no text, as the end of a sentence that begins with the file. */
export interface Unreadable {
  readonly why: string
  readonly kind: 'missing' | 'unreadable'
}

/** The text of a file of the tree, read once; why not, where it cannot be had. */
export function sourceOf(loading: Loading, path: string): SourceText | Unreadable {
  const known = loading.sources.get(path)
  if (known) return known
  const read = loading.tree.read(path)
  if (!read.ok && read.reason === 'missing') return { why: 'does not exist', kind: 'missing' }
  if (!read.ok) return { why: `cannot be read (${read.detail})`, kind: 'unreadable' }
  const source = { file: path, text: read.text, utf8: read.utf8 }
  loading.sources.set(path, source)
  return source
}

/** The YAML documents of a file, parsed once, its problems noted once. */
export function streamOf(loading: Loading, source: SourceText): YamlStream {
  const known = loading.streams.get(source.file)
  if (known) return known
  const stream = parseYamlStream(source, { textKeys: true })
  loading.streams.set(source.file, stream)
  if (!source.utf8) refuseAt(loading, 'syntax', 'the file is not UTF-8', span(source.file, [], 0, 0))
  for (const { message, origin } of stream.problems) refuseAt(loading, 'syntax', message, origin)
  return stream
}

/** A path in the tree, from a directory of it; `undefined` where it leads out. */
export const inTree = (directory: string, path: string): string | undefined =>
  path.startsWith('~') ? undefined : within(directory, path)
