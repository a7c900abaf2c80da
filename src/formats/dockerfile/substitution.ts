/** Variables in a word, with all the modifiers the builder has. */
import { isDigit, isNameCharacter } from './characters.ts'
import {
  charactersOf,
  type PatternResult,
  replaced,
  reversedPattern,
  textOfCharacters,
  withoutPrefix,
} from './shell-pattern.ts'
import { ENDLESS, fail, type Lexing, peek, take } from './word-reading.ts'

const braceOpen = 0x7b
const braceClose = 0x7d
const colon = 0x3a
const slash = 0x2f
const hash = 0x23
const percent = 0x25

const specialParameters = '@*#?-$!0'

/** A variable's name: letters, digits, underscores; or only digits; or one special parameter; or nothing. */
function readName(lexing: Lexing): string {
  const start = lexing.at
  const current = (): string => String.fromCodePoint(lexing.text.codePointAt(lexing.at) ?? 0)
  if (lexing.at >= lexing.text.length) return ''
  const first = current()
  const allowed = isDigit(first) ? isDigit : isNameCharacter
  if (allowed === isNameCharacter && specialParameters.includes(first)) {
    lexing.at++
    return first
  }
  while (lexing.at < lexing.text.length) {
    const character = current()
    if (!allowed(character)) break
    lexing.at += character.length
  }
  return lexing.text.slice(start, lexing.at)
}

function lookUp(lexing: Lexing, name: string): string | undefined {
  const value = lexing.options.lookup(name)
  if (value === undefined) lexing.unset.add(name)
  return value
}

/** Reads what a dollar sign begins: `$name`, `${name}`, `${name:-word}` and so on; a lone dollar stays. */
export function readDollar(lexing: Lexing): string | undefined {
  lexing.at++
  if (peek(lexing) !== braceOpen) {
    const name = readName(lexing)
    if (name === '') return '$'
    return lookUp(lexing, name) ?? (lexing.options.keepUnset ? `$${name}` : '')
  }
  lexing.at++
  const first = peek(lexing)
  if (first === ENDLESS) return fail(lexing, "syntax error: missing '}'")
  if (first === braceOpen || first === braceClose || first === colon) {
    return fail(lexing, 'syntax error: bad substitution')
  }
  const name = readName(lexing)
  const operator = take(lexing)
  switch (operator) {
    case '}':
      return lookUp(lexing, name) ?? (lexing.options.keepUnset ? `\${${name}}` : '')
    case ':':
      return readModified(lexing, name, take(lexing), true)
    case '+':
    case '-':
    case '?':
    case '#':
    case '%':
      return readModified(lexing, name, operator, false)
    case '/':
      return readReplacement(lexing, name)
    default:
      return fail(lexing, `unsupported modifier (${operator}) in substitution`)
  }
}

/** An operand up to `stop`; running out of text inside it is reported as the missing `stop`. */
function readOperand(
  lexing: Lexing,
  stop: number,
  raw: boolean,
  doubled: boolean,
  missing: string,
): string | undefined {
  const operand = lexing.readUntil(lexing, stop, raw, doubled)
  if (operand === undefined && peek(lexing) === ENDLESS) lexing.error = missing
  return operand?.value
}

function readModified(lexing: Lexing, name: string, operator: string, emptyIsUnset: boolean): string | undefined {
  const written = emptyIsUnset ? `:${operator}` : operator
  const trims = operator === '#' || operator === '%'
  if (emptyIsUnset && trims) return fail(lexing, `unsupported modifier (${written}) in substitution`)
  const operand = readOperand(lexing, braceClose, trims, trims, "syntax error: missing '}'")
  if (operand === undefined) return undefined
  const value = lookUp(lexing, name)
  if (lexing.options.keepUnset && value === undefined) return `\${${name}${written}${operand}}`
  const missing = value === undefined || (emptyIsUnset && value === '')
  switch (operator) {
    case '-':
      return missing ? operand : value
    case '+':
      return missing ? '' : operand
    case '?':
      if (!missing) return value
      return fail(lexing, `${name}: ${operand || `is not allowed to be ${value === undefined ? 'unset' : 'empty'}`}`)
    case '#':
    case '%':
      return trimmed(lexing, operator, operand, value ?? '')
    default:
      return fail(lexing, `unsupported modifier (${written}) in substitution`)
  }
}

function trimmed(lexing: Lexing, operator: '#' | '%', operand: string, value: string): string | undefined {
  const greedy = operand.charCodeAt(0) === (operator === '#' ? hash : percent)
  const written = charactersOf(greedy ? operand.slice(1) : operand)
  // The shortest suffix is found as the shortest prefix of everything backwards.
  const backwards = operator === '%'
  const pattern = backwards ? reversedPattern(written) : written
  const characters = charactersOf(value)
  const result = withoutPrefix(pattern, backwards ? characters.reverse() : characters, greedy)
  if (!result.ok) return invalidPattern(lexing, textOfCharacters(pattern), result)
  return textOfCharacters(backwards ? [...result.value].reverse() : result.value)
}

function readReplacement(lexing: Lexing, name: string): string | undefined {
  const everywhere = peek(lexing) === slash
  if (everywhere) lexing.at++
  const pattern = readOperand(lexing, slash, true, true, "syntax error: missing '/' in ${}")
  if (pattern === undefined) return undefined
  const replacement = readOperand(lexing, braceClose, true, false, "syntax error: missing '}'")
  if (replacement === undefined) return undefined
  const value = lookUp(lexing, name)
  if (lexing.options.keepUnset && value === undefined) return `\${${name}/${pattern}/${replacement}}`
  const result = replaced(charactersOf(pattern), charactersOf(value ?? ''), replacement, everywhere)
  return result.ok ? result.value : invalidPattern(lexing, pattern, result)
}

const invalidPattern = (lexing: Lexing, pattern: string, result: PatternResult<unknown> & { ok: false }): undefined =>
  fail(lexing, `invalid pattern (${pattern}) in substitution: ${result.error}`)
