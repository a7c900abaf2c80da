/** From origins to lines and columns for people, with the lines around them. */
import { firstSpanOf, type Origin } from '../core/origin.ts'
import type { Excerpt, FileLocation } from '../core/report.ts'
import { lineAt, lineCount, positionAt, type SourceText } from '../core/text.ts'

/** The texts that were read, by path. */
export type Sources = (file: string) => SourceText | undefined

/** The first written place of an origin; `undefined` where nothing is written (a pure default). */
export function locate(origin: Origin, sources: Sources): FileLocation | undefined {
  const place = firstSpanOf(origin)
  if (!place) return undefined
  const source = sources(place.file)
  if (!source) {
    return { kind: 'file', file: place.file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }
  }
  const start = positionAt(source, place.start)
  const end = positionAt(source, Math.max(place.start, place.end))
  return {
    kind: 'file',
    file: place.file,
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  }
}

/** Most lines an excerpt shows of a long place. */
const longest = 6

/** The lines of a place with one line of context on both sides, through `mask`. */
export function excerptOf(location: FileLocation, sources: Sources, mask: (line: string) => string): Excerpt | null {
  const source = sources(location.file)
  if (!source) return null
  const first = Math.max(1, location.startLine - 1)
  const last = Math.min(lineCount(source), Math.min(location.endLine, location.startLine + longest - 1) + 1)
  const lines = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => mask(lineAt(source, first + at)))
  return { startLine: first, lines }
}
