/** `.env` text to located variables, with the quoting, escapes and expansion that Docker Compose gives such files. */
import { lazy } from '../../core/lazy.ts'
import type { Problem } from '../../core/node.ts'
import { type SpanOrigin, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import { type Lookup, substitute, type VariableUse } from '../compose/template.ts'
import { expandEscapes, quotedValue } from './quoted-value.ts'

export interface EnvVariable {
  readonly name: string
  readonly nameOrigin: SpanOrigin
  readonly value: string
  /** The value as written, quotes included. */
  readonly valueOrigin: SpanOrigin
  readonly raw: string
  /** A bare `NAME`: its value is what the surroundings have. */
  readonly inherited: boolean
  /** The variables that its value refers to. */
  readonly uses: readonly VariableUse[]
}

export interface EnvFile {
  /** In written order; of several with one name the last counts. */
  readonly variables: readonly EnvVariable[]
  readonly problems: readonly Problem[]
}

const spaces = /[\t\v\f\r \u0085\u00a0]*/y
// Unicode's `White_Space`, written out: a class by property is costly to make.
const anySpaces = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/y
const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/
const asciiName = /[\t\v\f\r \w.\-[\]]*/y
/** Only for names with letters beyond ASCII. */
const anyName = lazy(() => /(?:[\t\v\f\r \u0085\u00a0]|[\p{L}\p{N}_.\-[\]])*/uy)
const exportWord = /export(?=\s)/y

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return at + (pattern.exec(text)?.[0].length ?? 0)
}

function nameEnd(text: string, at: number): number {
  const end = skip(asciiName, text, at)
  return text.charCodeAt(end) >= 0x80 ? skip(anyName(), text, end) : end
}

/** Reads an env file. `lookup` gives what is set around it, and wins in expansion over the file's own earlier lines. */
export function parseEnvFile(source: SourceText, lookup: Lookup = () => undefined): EnvFile {
  const { text, file } = source
  const variables: EnvVariable[] = []
  const problems: Problem[] = []
  const own = new Map<string, string>()
  const expansion: Lookup = (name) => lookup(name) ?? own.get(name)
  const refuse = (message: string, start: number, end: number) =>
    problems.push({ message, origin: span(file, [], start, end) })

  let at = text.startsWith('\uFEFF') ? 1 : 0
  for (;;) {
    at = statementStart(text, at)
    if (at >= text.length) return { variables, problems }
    const lineEnd = endOfLine(text, at)
    const keyStart = skip(spaces, text, skip(exportWord, text, at))
    if (keyStart === text.length) refuse('export names no variable', at, keyStart)
    const keyEnd = nameEnd(text, keyStart)
    const name = trimmed(text.slice(keyStart, keyEnd))
    const separator = text.charAt(keyEnd)
    if (separator !== '' && separator !== '=' && separator !== ':' && separator !== '\n') {
      refuse(`the variable name has the unexpected character ${JSON.stringify(separator)}`, keyStart, keyEnd + 1)
      at = lineEnd
      continue
    }
    // A last line without `=` and without line end names nothing that Compose would inherit.
    if (separator === '') return { variables, problems }
    if (name.includes(' ')) {
      refuse('a variable name cannot contain a space', keyStart, keyStart + name.length)
      at = lineEnd
      continue
    }
    const nameOrigin = span(file, [name], keyStart, keyStart + name.length)
    if (separator === '\n') {
      const value = lookup(name)
      if (value !== undefined) {
        variables.push({ name, nameOrigin, value, valueOrigin: nameOrigin, raw: '', inherited: true, uses: [] })
        own.set(name, value)
      }
      at = keyEnd + 1
      continue
    }
    const valueStart = skip(spaces, text, keyEnd + 1)
    const written = valueAt(text, valueStart)
    if (written === undefined) {
      refuse('the quoted value has no closing quote', valueStart, endOfLine(text, valueStart))
      at = endOfLine(text, valueStart)
      continue
    }
    const {
      text: value,
      uses,
      error,
    } = written.expands ? substitute(written.value, expansion) : { ...literal, text: written.value }
    const valueOrigin = span(file, [name], valueStart, written.end)
    if (error) problems.push({ message: error.message, origin: valueOrigin })
    variables.push({
      name,
      nameOrigin,
      value,
      valueOrigin,
      raw: text.slice(valueStart, written.end),
      inherited: false,
      uses,
    })
    own.set(name, value)
    at = written.next
  }
}

const literal: { readonly uses: readonly VariableUse[]; readonly error?: undefined } = { uses: [] }

/** Without white space at the end; a byte order mark is none. */
function trimmed(text: string): string {
  let end = text.length
  while (end > 0 && space.test(text.charAt(end - 1))) end -= 1
  return text.slice(0, end)
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at)
  return newline === -1 ? text.length : newline
}

/** The first character at or after `at` that is neither white space nor in a comment. */
function statementStart(text: string, at: number): number {
  let start = skip(anySpaces, text, at)
  while (text.charAt(start) === '#') start = skip(anySpaces, text, endOfLine(text, start))
  return start
}

interface WrittenValue {
  readonly value: string
  readonly expands: boolean
  readonly end: number
  readonly next: number
}

function valueAt(text: string, at: number): WrittenValue | undefined {
  const quote = text.charAt(at)
  if (quote === '"' || quote === "'") {
    const quoted = quotedValue(text, at, quote)
    if (quoted === undefined) return undefined
    const double = quote === '"'
    const value = double ? expandEscapes(quoted.value) : quoted.value
    return { value, expands: double, end: quoted.end, next: quoted.end }
  }
  const lineEnd = endOfLine(text, at)
  const line = text.slice(at, lineEnd)
  const comment = line.indexOf(' #')
  const value = trimmed(comment === -1 ? line : line.slice(0, comment))
  return { value, expands: true, end: at + value.length, next: lineEnd }
}
