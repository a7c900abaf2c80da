/** The scalars of compose files as they are written, before anything is interpolated or merged. */
import { keptWith } from '../core/lazy.ts'
import type { Node } from '../core/node.ts'
import { type Origin, type PathSegment, type SpanOrigin, span, spansOf } from '../core/origin.ts'
import type { ComposeFile, Project } from './model.ts'

export interface WrittenScalar {
  readonly text: string
  readonly place: SpanOrigin
  /** The name that the value has: its key, or the part before `=` of a list entry. */
  readonly name: string
  readonly path: readonly PathSegment[]
}

/** Deeper nesting is no compose file. */
const deepest = 64

/** Every text of a compose file, in written order. */
export const writtenScalars = keptWith((file: ComposeFile): readonly WrittenScalar[] => collect(file.root, '', 0))

function collect(node: Node | undefined, key: string, depth: number): readonly WrittenScalar[] {
  if (node === undefined || depth > deepest) return []
  if (node.kind === 'map') return node.entries.flatMap((entry) => collect(entry.value, entry.key, depth + 1))
  if (node.kind === 'list') return node.items.flatMap((item) => collect(item, key, depth + 1))
  const [place] = spansOf(node.origin)
  if (place === undefined || typeof node.value !== 'string') return []
  const assigned = typeof place.path.at(-1) === 'number' ? /^([\w.-]{1,128})=/.exec(node.value)?.[1] : undefined
  return [{ text: node.value, place, name: assigned ?? key, path: place.path }]
}

/** The text that was written at the place of an effective value; `undefined` where no compose file of the project holds it. */
export function writtenAt(project: Project, origin: Origin): string | undefined {
  const [place] = spansOf(origin)
  if (place === undefined) return undefined
  const file = project.composeFiles.find((candidate) => candidate.file === place.file)
  return file && writtenScalars(file).find((scalar) => scalar.place.start === place.start)?.text
}

/** A stretch of a scalar's text in the file, where it is written on one line without escapes; else the whole scalar. */
export function stretchOf(place: SpanOrigin, text: string, start: number, end: number): SpanOrigin {
  const surplus = place.end - place.start - text.length
  if (surplus !== 0 && surplus !== 2) return place
  const from = place.start + surplus / 2
  return span(place.file, place.path, from + start, from + end)
}
