/** Puts a GitLab pipeline together from its file and the files of the tree that it includes. */
import { entryOf, type MapNode, type Node, nodeAt, type Problem, textOf } from '../../core/node.ts'
import { type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { within } from '../../core/tree.ts'
import type { OutsideInclude } from '../workflow/document.ts'
import { parseYamlStream } from '../yaml/parse-yaml.ts'
import { mergeNodes } from './merge.ts'

/** Gives a file of the tree, by its path from the tree's top; `undefined` where it cannot be read. */
export type ReadFile = (path: string) => SourceText | undefined

export interface PipelineFiles {
  /** What all files say together, `include` left out. */
  readonly root: MapNode | undefined
  readonly sources: ReadonlyMap<string, SourceText>
  readonly problems: readonly Problem[]
  readonly outside: readonly OutsideInclude[]
}

/** GitLab itself stops at 150 includes. */
const mostFiles = 150

/** Reads the pipeline of `source`; includes are looked up from `home`, the repository's directory. */
export function loadPipeline(source: SourceText, read: ReadFile, home: string): PipelineFiles {
  const sources = new Map<string, SourceText>()
  const problems: Problem[] = []
  const outside: OutsideInclude[] = []
  const whole: SpanOrigin = span(source.file, [], 0, source.text.length)

  function load(from: SourceText): MapNode | undefined {
    if (sources.has(from.file) || sources.size >= mostFiles) return undefined
    sources.set(from.file, from)
    const { roots, problems: broken } = parseYamlStream(from)
    problems.push(...broken)
    // A file with inputs says them in a document of its own, before the pipeline.
    const [first, second] = roots
    const root = entryOf(first, 'spec') !== undefined && second !== undefined ? second : first
    if (root?.kind !== 'map') return undefined
    const include = entryOf(root, 'include')?.value
    const base = (include?.kind === 'list' ? include.items : include === undefined ? [] : [include])
      .flatMap((item) => included(item) ?? [])
      .reduce<Node | undefined>((below, above) => mergeNodes(below, above), undefined)
    const own: MapNode = { ...root, entries: root.entries.filter(({ key }) => key !== 'include') }
    const merged = mergeNodes(base, own)
    return merged.kind === 'map' ? merged : own
  }

  function included(item: Node): MapNode | undefined {
    const path = textOf(item) ?? textOf(nodeAt(item, 'local'))
    if (path !== undefined && !/^https?:/i.test(path)) {
      const target = within(home, path.replace(/^\/+/, ''))
      const file = target === undefined ? undefined : read(target)
      if (file !== undefined) return load(file)
      outside.push({ kind: 'project', value: path, origin: item.origin })
      return undefined
    }
    for (const kind of ['project', 'remote', 'template', 'component'] as const) {
      const value = kind === 'remote' && path !== undefined ? path : textOf(nodeAt(item, kind))
      const files = kind === 'project' ? nodeAt(item, 'file') : undefined
      const named = files?.kind === 'list' ? files.items.map((one) => textOf(one) ?? '').join(' ') : textOf(files)
      if (value === undefined) continue
      outside.push({ kind, value: named === undefined ? value : `${value} ${named}`, origin: item.origin })
    }
    return undefined
  }

  const root = load(source)
  if (root === undefined && problems.length === 0) {
    problems.push({ message: 'A pipeline is a mapping of jobs', origin: whole })
  }
  return { root, sources, problems, outside }
}
