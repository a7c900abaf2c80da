/** Edits of an ignore file, of docker or of git: patterns are added at the end, where they win, or changed by their number. */
import type { Compiled, Data, TreeEdit } from '../../core/edit.ts'
import { type Changes, compileInTurn } from '../../core/piecewise.ts'
import { compileSpans, newlineOf } from '../../core/span-edits.ts'

interface Line {
  readonly pattern: string
  readonly start: number
  readonly end: number
}

/** Compiles edits: `append` at the path `[]`; `set` and `remove` at `[number of the pattern]`, from 0. */
export const editIgnore = (text: string, edits: readonly TreeEdit[]): Compiled =>
  compileInTurn(text, edits, changesInIgnore)

/** The patterns of a file in order, comments and empty lines left out. */
function linesOf(text: string): readonly Line[] {
  const found: Line[] = []
  for (const { index, 0: whole } of text.matchAll(/^(?!\uFEFF?#)[^\r\n]*\S[^\r\n]*$/gm)) {
    const bare = whole.replace(/^\uFEFF/, '')
    const start = index + (whole.length - bare.length) + (bare.length - bare.trimStart().length)
    found.push({ pattern: bare.trim(), start, end: start + bare.trim().length })
  }
  return found
}

const isPattern = (value: Data): value is string =>
  typeof value === 'string' && value.trim() !== '' && !/[\r\n]/.test(value)

/** The changes of the text that one edit asks for. */
export function changesInIgnore(text: string, edit: TreeEdit): Changes {
  const lines = linesOf(text)
  if (edit.do === 'append')
    return edit.path.length > 0 ? 'an ignore file is one list' : appended(text, lines, edit.values)
  const [index, ...rest] = edit.path
  const line = typeof index === 'number' && rest.length === 0 ? lines[index] : undefined
  if (edit.do === 'remove') {
    if (line === undefined) return []
    const compiled = compileSpans(text, [{ do: 'delete', start: line.start, end: line.end }])
    return compiled.ok ? compiled.edits : compiled.because
  }
  if (line === undefined) return 'there is no such pattern'
  if (!isPattern(edit.value)) return 'a pattern is one line of text'
  return line.pattern === edit.value ? [] : [{ start: line.start, end: line.end, text: edit.value }]
}

function appended(text: string, lines: readonly Line[], values: readonly Data[]): Changes {
  if (!values.every(isPattern)) return 'a pattern is one line of text'
  if (standsAlready(lines, values)) return []
  // What stands before a `!` may be undone by it, so only the patterns after the last one count as there.
  const after = lines.slice(lines.findLastIndex(({ pattern }) => pattern.startsWith('!')) + 1)
  const lacking = values.filter(
    (value, at) => !after.some(({ pattern }) => pattern === value) && values.indexOf(value) === at,
  )
  if (lacking.length === 0) return []
  const newline = newlineOf(text)
  const isEnded = text === '' || text === '\uFEFF' || text.endsWith('\n')
  const added = isEnded ? lacking.map((pattern) => pattern + newline) : lacking.map((pattern) => newline + pattern)
  return [{ start: text.length, end: text.length, text: added.join('') }]
}

/** Whether the file says all of it already, in this order, and lets nothing else back in behind it. */
function standsAlready(lines: readonly Line[], values: readonly Data[]): boolean {
  const first = lines.findLastIndex(({ pattern }) => pattern === values[0])
  if (first === -1) return false
  const tail = lines.slice(first).map(({ pattern }) => pattern)
  let at = 0
  for (const pattern of tail) if (pattern === values[at]) at++
  return at === values.length && tail.every((pattern) => !pattern.startsWith('!') || values.includes(pattern))
}
