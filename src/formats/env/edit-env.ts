/** Edits of an env file: a variable is set, or taken out, by its name. */
import type { Compiled, TextEdit, TreeEdit } from '../../core/edit.ts'
import { lineEnd, lineStart } from '../../core/lines.ts'
import { type Changes, compileInTurn } from '../../core/piecewise.ts'
import { compileSpans, newlineOf } from '../../core/span-edits.ts'
import { type EnvVariable, parseEnvFile } from './parse-env-file.ts'

/** A value that reads as itself: bare where it can be, in single quotes, which expand nothing, where it cannot. */
function written(value: string): string | undefined {
  if (/^[\w./:@%+,=-]*$/.test(value)) return value
  return /['\\\n\r]/.test(value) ? undefined : `'${value}'`
}

/** Compiles edits of paths `[NAME]`, each on what the ones before it left. Only text can be set, and nothing appended. */
export const editEnv = (text: string, edits: readonly TreeEdit[]): Compiled => compileInTurn(text, edits, changesInEnv)

/** The changes of the text that one edit asks for. */
export function changesInEnv(text: string, edit: TreeEdit): Changes {
  const [name, ...rest] = edit.path
  const { variables, problems } = parseEnvFile({ file: '', text, utf8: true })
  if (problems.length > 0) return 'the file is not a valid env file'
  if (typeof name !== 'string' || rest.length > 0 || edit.do === 'append')
    return 'an env file holds names and texts only'
  const own = variables.filter((variable) => variable.name === name)
  if (edit.do === 'remove') return own.map((variable) => withoutLine(text, variable))
  const value = written(String(edit.value ?? ''))
  if (value === undefined) return 'the value cannot be written on one line'
  const last = own.at(-1)
  // Of several lines with one name the last one counts.
  if (last === undefined) return [newLine(text, `${name}=${value}`)]
  if (last.value === String(edit.value ?? '') && last.uses.length === 0) return []
  return [{ start: last.valueOrigin.start, end: last.valueOrigin.end, text: value }]
}

const withoutLine = (text: string, { nameOrigin, valueOrigin }: EnvVariable): TextEdit => {
  const start = lineStart(text, nameOrigin.start)
  const compiled = compileSpans(text, [
    { do: 'delete', start, end: lineEnd(text, Math.max(nameOrigin.end, valueOrigin.end)) },
  ])
  return (compiled.ok && compiled.edits[0]) || { start, end: start, text: '' }
}

function newLine(text: string, line: string): TextEdit {
  const gap = text === '' || text === '\uFEFF' || text.endsWith('\n') ? '' : newlineOf(text)
  return { start: text.length, end: text.length, text: gap + line + (gap === '' ? newlineOf(text) : '') }
}
