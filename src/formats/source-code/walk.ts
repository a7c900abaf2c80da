/** Small questions about a list of tokens that every language's reader asks. */
import type { Token } from './tokens.ts'

const partners: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const openings: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
/** A bracket further away than this is not looked for: it keeps every question's cost bounded. */
const farthest = 2_000

export const isWord = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'word' && texts.includes(token.text)

export const isSign = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'punctuation' && texts.includes(token.text)

/** The text of a string that nothing is inserted into. */
export const literal = (token: Token | undefined): string | undefined =>
  token?.kind === 'string' && !token.partial ? token.text : undefined

/** Index of the bracket that closes the one at `open`; -1 where it is missing. */
export function closing(tokens: readonly Token[], open: number): number {
  const opener = tokens[open]?.text ?? ''
  const closer = partners[opener]
  let depth = 0
  for (let at = open; at < Math.min(tokens.length, open + farthest); at += 1) {
    const token = tokens[at]
    if (isSign(token, opener)) depth += 1
    else if (closer !== undefined && isSign(token, closer)) {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}

/** Index of the bracket that opens the one at `close`; -1 where it is missing. */
export function opening(tokens: readonly Token[], close: number): number {
  const closer = tokens[close]?.text ?? ''
  const opener = openings[closer]
  let depth = 0
  for (let at = close; at >= Math.max(0, close - farthest); at -= 1) {
    const token = tokens[at]
    if (isSign(token, closer)) depth += 1
    else if (opener !== undefined && isSign(token, opener)) {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}

/** Index of the bracket around the token at `inside`; -1 at the top. */
export function enclosing(tokens: readonly Token[], inside: number): number {
  let depth = 0
  for (let at = inside - 1; at >= Math.max(0, inside - farthest); at -= 1) {
    const token = tokens[at]
    if (isSign(token, ')', ']', '}')) depth += 1
    else if (isSign(token, '(', '[', '{')) {
      if (depth === 0) return at
      depth -= 1
    }
  }
  return -1
}

/** The word that is called by the parenthesis at `open`, type arguments skipped: `Get<Options>(`. */
export function calleeOf(tokens: readonly Token[], open: number): Token | undefined {
  let at = open - 1
  if (isSign(tokens[at], '>')) {
    let depth = 0
    for (; at >= Math.max(0, open - 60); at -= 1) {
      if (isSign(tokens[at], '>')) depth += 1
      else if (isSign(tokens[at], '<')) depth -= 1
      if (depth === 0) break
    }
    at -= 1
  }
  const callee = tokens[at]
  return callee?.kind === 'word' ? callee : undefined
}

/** Start and end (exclusive) of each argument between the parentheses at `open`. */
export function argumentsOf(tokens: readonly Token[], open: number): readonly (readonly [number, number])[] {
  const close = closing(tokens, open)
  if (close === -1 || close === open + 1) return []
  const ranges: [number, number][] = []
  let start = open + 1
  for (let at = open + 1; at <= close; at += 1) {
    const inner = isSign(tokens[at], '(', '[', '{') ? closing(tokens, at) : -1
    if (inner !== -1 && inner < close) at = inner
    else if (at === close || isSign(tokens[at], ',')) {
      if (at > start) ranges.push([start, at])
      start = at + 1
    }
  }
  return ranges
}

/** The last number between two indexes: a port with its fallbacks and conversions around it. */
export function lastNumber(tokens: readonly Token[], from: number, to: number): Token | undefined {
  for (let at = to - 1; at >= from; at -= 1) if (tokens[at]?.kind === 'number') return tokens[at]
  return undefined
}

export const numberOf = (token: Token): number => Number(token.text.replaceAll('_', ''))

/** The number that a name stands for: the last one in the statement that first assigns it. */
export function assignedNumber(tokens: readonly Token[], name: string): Token | undefined {
  if (name === '') return undefined
  const at = tokens.findIndex(
    (token, index) => isWord(token, name) && isAssigned(tokens, index) && !isSign(tokens[index - 1], '.', '?.'),
  )
  if (at === -1) return undefined
  let end = at + 1
  while (end < tokens.length && end < at + 30 && !isSign(tokens[end], ';', '}')) {
    const token = tokens[end]
    if (token?.indent !== undefined && !isSign(token, '?', ':', '||', '??', ')', '.') && end > at + 2) break
    end += 1
  }
  return lastNumber(tokens, at, end)
}

/** `name =` or, with a type, `name: number =`. */
const isAssigned = (tokens: readonly Token[], index: number): boolean =>
  isSign(tokens[index + 1], '=') || (isSign(tokens[index + 1], ':') && isSign(tokens[index + 3], '='))
