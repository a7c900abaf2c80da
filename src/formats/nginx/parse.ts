/** Reads nginx's configuration language; a broken file yields what could be read, and located problems. */
import type { Problem } from '../../core/node.ts'
import { type PathSegment, span } from '../../core/origin.ts'
import type { SourceText } from '../../core/text.ts'
import type { NginxDirective, NginxDocument, NginxWord } from './document.ts'

const deepest = 60
const mostProblems = 50

interface Token {
  readonly kind: 'word' | ';' | '{' | '}'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A block that is still open, and what its directives are counted by. */
interface Level {
  readonly directives: NginxDirective[]
  readonly counts: Map<string, number>
  readonly path: readonly PathSegment[]
  readonly opener: Omit<NginxDirective, 'block' | 'origin'> | undefined
  readonly start: number
}

const blank = /[\s\uFEFF]/
const endsWord = /[\s;{]/
const unescaped: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' }

/** The token at or after `from`; `undefined` at the end. Comments count as blank. */
function tokenAt(text: string, from: number): Token | undefined {
  let at = from
  for (;;) {
    const character = text[at]
    if (character === undefined) return undefined
    if (character === '#') {
      const end = text.indexOf('\n', at)
      at = end === -1 ? text.length : end + 1
    } else if (blank.test(character)) at += 1
    else break
  }
  const start = at
  const first = text[at]
  if (first === ';' || first === '{' || first === '}') return { kind: first, text: first, start, end: at + 1 }
  const quote = first === '"' || first === "'" ? first : undefined
  let value = ''
  if (quote !== undefined) at += 1
  for (; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === quote) return { kind: 'word', text: value, start, end: at + 1 }
    if (character === '\\' && at + 1 < text.length) {
      const next = text[at + 1] ?? ''
      // Only these escapes are nginx's own: any other backslash belongs to a regular expression.
      value += unescaped[next] ?? (next === '"' || next === "'" || next === '\\' ? next : `\\${next}`)
      at += 1
    } else if (quote === undefined && character === '$' && text[at + 1] === '{') {
      value += '${'
      at += 1
    } else if (quote === undefined && endsWord.test(character)) break
    else value += character
  }
  return { kind: 'word', text: value, start, end: at }
}

/** The offset of the brace that closes a Lua block, whose text is not nginx's; the text's end where there is none. */
function endOfForeignBlock(text: string, from: number): number {
  let depth = 1
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    else if (text[at] === '}') {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return text.length
}

/** Parses one configuration file. Includes are not followed. */
export function parseNginx(source: SourceText): NginxDocument {
  const { text, file } = source
  const problems: Problem[] = []
  const top: Level = { directives: [], counts: new Map(), path: [], opener: undefined, start: 0 }
  const levels: Level[] = [top]
  let words: Token[] = []

  const problem = (message: string, start: number, end: number): void => {
    if (problems.length < mostProblems) problems.push({ message, origin: span(file, [], start, end) })
  }

  /** The directive that the collected words begin, without its block and extent. */
  function begin(
    level: Level,
  ): (Omit<NginxDirective, 'block' | 'origin'> & { path: readonly PathSegment[] }) | undefined {
    const [name, ...args] = words
    words = []
    if (name === undefined) return undefined
    const ordinal = level.counts.get(name.text) ?? 0
    level.counts.set(name.text, ordinal + 1)
    const path = [...level.path, name.text, ordinal]
    const located = (token: Token, index: number): NginxWord => ({
      text: token.text,
      origin: span(file, [...path, index], token.start, token.end),
    })
    return { name: name.text, nameOrigin: span(file, path, name.start, name.end), args: args.map(located), path }
  }

  function endSimple(level: Level, end: number): void {
    const begun = begin(level)
    if (begun === undefined) return
    const { path, ...directive } = begun
    level.directives.push({ ...directive, block: undefined, origin: span(file, path, directive.nameOrigin.start, end) })
  }

  function close(end: number): void {
    const level = levels.pop()
    const parent = levels.at(-1)
    if (level?.opener === undefined || parent === undefined) return
    const origin = span(file, level.path, level.start, end)
    parent.directives.push({ ...level.opener, block: level.directives, origin })
  }

  for (let token = tokenAt(text, 0); token !== undefined; ) {
    const level = levels.at(-1) ?? top
    let next = token.end
    if (token.kind === 'word') words.push(token)
    else if (token.kind === ';') {
      if (words.length === 0) problem('This semicolon ends nothing', token.start, token.end)
      endSimple(level, token.end)
    } else if (token.kind === '}') {
      if (words.length > 0) problem('A semicolon is missing before this brace', token.start, token.end)
      endSimple(level, token.start)
      if (level === top) problem('This brace closes nothing', token.start, token.end)
      else close(token.end)
    } else {
      const begun = begin(level)
      if (begun === undefined) problem('This block has no name', token.start, token.end)
      const { path, ...opener } = begun ?? {
        name: '',
        nameOrigin: span(file, level.path, token.start, token.end),
        args: [],
        path: [...level.path, ''],
      }
      if (levels.length > deepest) {
        problem(`More than ${deepest} levels are not read`, token.start, token.end)
        break
      }
      levels.push({ directives: [], counts: new Map(), path, opener, start: opener.nameOrigin.start })
      if (opener.name.endsWith('_by_lua_block')) next = endOfForeignBlock(text, next)
    }
    token = tokenAt(text, next)
  }

  const last = words.at(-1)
  if (last !== undefined) {
    problem('A semicolon is missing at the end of the file', last.start, last.end)
    endSimple(levels.at(-1) ?? top, last.end)
  }
  while (levels.length > 1) {
    const { nameOrigin } = levels.at(-1)?.opener ?? {}
    if (nameOrigin !== undefined) problem('This block is never closed', nameOrigin.start, nameOrigin.end)
    close(text.length)
  }
  return { source, directives: top.directives, problems }
}
