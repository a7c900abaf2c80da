/** The wildcard patterns of `${name#pattern}`, `${name%pattern}` and `${name/pattern/…}`, matched in bounded time. */
import { isNameCharacter } from './characters.ts'

/** What is to be matched, in order: a code point, any one character, or any run of characters. */
type Token = number
const ANY: Token = -1
const RUN: Token = -2

/** Code points. */
export type Characters = readonly number[]

export const charactersOf = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0) ?? 0)
export const textOfCharacters = (characters: Characters): string => {
  let text = ''
  for (const code of characters) text += String.fromCodePoint(code)
  return text
}

/**
 * Cells of the table one match may fill: patterns and values beyond it are refused rather than waited for, and a file of
 * nothing else is read in seconds. Room for a pattern of a hundred characters and a value of a thousand.
 */
const tableLimit = 1 << 17
const newline = 0x0a
const backslash = 0x5c

export type PatternResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string }

/** Reads a pattern. `*` and `?` are wildcards, a backslash (whatever the escape directive says) makes them plain. */
function compile(pattern: Characters): PatternResult<readonly Token[]> {
  const tokens: Token[] = []
  for (let at = pattern[0] === 0xfeff ? 1 : 0; at < pattern.length; at++) {
    const code = pattern[at] ?? 0
    if (code === 0x2a) {
      if (tokens.at(-1) !== RUN) tokens.push(RUN)
    } else if (code === 0x3f) tokens.push(ANY)
    else if (code !== backslash) tokens.push(code)
    else {
      const next = pattern[at + 1]
      // The escape that keeps `}` and `/` from ending the substitution is not part of the pattern.
      if (next === 0x7d || next === 0x2f) continue
      if (next !== 0x2a && next !== 0x3f && next !== backslash) {
        return { ok: false, error: `invalid escape '\\${next === undefined ? '\ufffd' : String.fromCodePoint(next)}'` }
      }
      tokens.push(next)
      at++
    }
  }
  return { ok: true, value: tokens }
}

interface Matcher {
  /** End of the preferred match that begins at `from`, or -1. */
  readonly endFrom: (from: number) => number
}

/**
 * Fills a table of "the tokens from i on can match from j on" backwards, then walks it forwards; preferring the long or
 * the short way at each run gives the same match as a backtracking regular expression, without its worst case.
 */
function matcher(tokens: readonly Token[], value: Characters, greedy: boolean): Matcher | undefined {
  const width = value.length + 1
  if ((tokens.length + 1) * width > tableLimit) return undefined
  const can = new Uint8Array((tokens.length + 1) * width)
  can.fill(1, tokens.length * width)
  for (let i = tokens.length - 1; i >= 0; i--) {
    const token = tokens[i]
    for (let j = value.length; j >= 0; j--) {
      const here = value[j]
      let possible: number | undefined
      if (token === RUN) {
        possible = can[(i + 1) * width + j]
        if (!possible && here !== undefined && here !== newline) possible = can[i * width + j + 1]
      } else if (here !== undefined && (token === ANY ? here !== newline : here === token)) {
        possible = can[(i + 1) * width + j + 1]
      }
      can[i * width + j] = possible ?? 0
    }
  }
  return {
    endFrom(from) {
      if (!can[from]) return -1
      let j = from
      for (let i = 0; i < tokens.length; ) {
        if (tokens[i] !== RUN) {
          i++
          j++
        } else if (greedy) {
          if (j < value.length && value[j] !== newline && can[i * width + j + 1]) j++
          else i++
        } else if (can[(i + 1) * width + j]) i++
        else j++
      }
      return j
    },
  }
}

const tooLarge = { ok: false, error: 'pattern and value are too long' } as const

/** Removes the shortest (or longest) match of `pattern` from the beginning of `value`. */
export function withoutPrefix(pattern: Characters, value: Characters, greedy: boolean): PatternResult<Characters> {
  const tokens = compile(pattern)
  if (!tokens.ok) return tokens
  const found = matcher(tokens.value, value, greedy)
  if (found === undefined) return tooLarge
  const end = found.endFrom(0)
  return { ok: true, value: end < 0 ? value : value.slice(end) }
}

/** A pattern backwards, its escapes still before what they escape. */
export function reversedPattern(pattern: Characters): number[] {
  const out: number[] = []
  for (let at = 0; at < pattern.length; at++) {
    const code = pattern[at] ?? 0
    const next = pattern[at + 1]
    if (code === backslash && next !== undefined) {
      out.push(next, code)
      at++
    } else out.push(code)
  }
  return out.reverse()
}

/** Replaces the first match, or every match, of `pattern` in `value`. */
export function replaced(
  pattern: Characters,
  value: Characters,
  replacement: string,
  everywhere: boolean,
): PatternResult<string> {
  const tokens = compile(pattern)
  if (!tokens.ok) return tokens
  const found = matcher(tokens.value, value, true)
  if (found === undefined) return tooLarge
  const limit = 1 << 17
  let out = ''
  let copied = 0
  for (let at = 0; at <= value.length; ) {
    let start = at
    let end = -1
    for (; start <= value.length; start++) {
      end = found.endFrom(start)
      if (end >= 0) break
    }
    if (end < 0) break
    out += textOfCharacters(value.slice(copied, start))
    // An empty match right behind another match does not count.
    if (end > copied || start === 0) {
      out += everywhere ? templated(replacement, textOfCharacters(value.slice(start, end))) : replacement
    }
    copied = end
    at = Math.max(at + 1, end)
    if (!everywhere) break
    if (out.length > limit) return tooLarge
  }
  return { ok: true, value: out + textOfCharacters(value.slice(copied)) }
}

/** The builder replaces every match through a template: `$0` is the match, other `$names` are empty, `$$` is a dollar. */
function templated(template: string, match: string): string {
  let out = ''
  let at = 0
  for (;;) {
    const dollar = template.indexOf('$', at)
    if (dollar < 0) return out + template.slice(at)
    out += template.slice(at, dollar)
    at = dollar + 1
    if (template[at] === '$') {
      out += '$'
      at++
      continue
    }
    const brace = template[at] === '{'
    const nameStart = brace ? at + 1 : at
    let end = nameStart
    while (end < template.length) {
      const character = String.fromCodePoint(template.codePointAt(end) ?? 0)
      if (!isNameCharacter(character)) break
      end += character.length
    }
    if (end === nameStart || (brace && template[end] !== '}')) {
      out += '$'
      continue
    }
    if (template.slice(nameStart, end) === '0') out += match
    at = brace ? end + 1 : end
  }
}
