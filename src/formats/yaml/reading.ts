/** What one reading of a YAML file carries along: its options, problems, anchors and bounds. */
import type { Node, Problem } from '../../core/node.ts'
import { type PathSegment, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'

/** What one file held: a stream may have several documents. */
export interface YamlStream {
  readonly roots: readonly Node[]
  readonly problems: readonly Problem[]
}

export interface YamlOptions {
  /** Reports keys that are not text (`8080:`, `true:`), as Docker Compose refuses them. */
  readonly textKeys?: boolean
}

/** Beyond these a file is hostile rather than large. */
export const limits = { length: 8_000_000, depth: 200, nodes: 100_000, problems: 100 }

export interface Reading {
  readonly source: SourceText
  readonly options: YamlOptions
  readonly problems: Problem[]
  /** Anchored nodes, `undefined` while being read, and how many values each stands for. */
  readonly anchors: Map<string, { readonly node: Node | undefined; readonly size: number }>
  /** Values read so far, those behind aliases counted each time. */
  nodes: number
}

export const newReading = (source: SourceText, options: YamlOptions): Reading => ({
  source,
  options,
  problems: [],
  anchors: new Map(),
  nodes: 0,
})

/** Notes a problem at a stretch of the text. A message that repeats without end is noted once per hundred at most. */
export function report(
  reading: Reading,
  message: string,
  start: number,
  end: number,
  path: readonly PathSegment[] = [],
) {
  if (reading.problems.length >= limits.problems) return
  const last = reading.source.text.length
  const from = Math.min(Math.max(start, 0), last)
  const to = Math.min(Math.max(end, from), last)
  reading.problems.push({ message, origin: span(reading.source.file, path, from, to) })
}
