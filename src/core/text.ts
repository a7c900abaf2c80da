/** A file's text with its line index, computed once and only when somebody asks for a line. */

/** A position for people: both 1-based, the column in UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

export interface SourceText {
  /** Path from the workspace root, with `/`. */
  readonly file: string
  readonly text: string
  /** False where the bytes were not UTF-8: such a file is read as far as possible and never edited. */
  readonly utf8: boolean
}

const lineStarts = new WeakMap<SourceText, readonly number[]>()

function startsOf(source: SourceText): readonly number[] {
  const cached = lineStarts.get(source)
  if (cached) return cached
  const starts = [0]
  for (let at = source.text.indexOf('\n'); at !== -1; at = source.text.indexOf('\n', at + 1)) starts.push(at + 1)
  lineStarts.set(source, starts)
  return starts
}

/** Line and column of an offset; an offset past the end is taken as the end. */
export function positionAt(source: SourceText, offset: number): Position {
  const starts = startsOf(source)
  const at = Math.max(0, Math.min(offset, source.text.length))
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: at - (starts[low] ?? 0) + 1 }
}

/** Offset of the first character of a 1-based line. */
export function offsetOfLine(source: SourceText, line: number): number {
  const starts = startsOf(source)
  return starts[Math.max(0, Math.min(line - 1, starts.length - 1))] ?? 0
}

/** The text of a 1-based line without its line end. */
export function lineAt(source: SourceText, line: number): string {
  const starts = startsOf(source)
  const start = starts[line - 1]
  if (start === undefined) return ''
  const end = starts[line] ?? source.text.length + 1
  return source.text.slice(start, end - 1).replace(/\r$/, '')
}

export const lineCount = (source: SourceText): number => startsOf(source).length
