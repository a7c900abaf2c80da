/** Small questions about a list of tokens that every language's reader asks. */
import type { Token } from './tokens.ts'

const partners: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
/** How many brackets that were never closed are given up to find the partner of one that closes. */
const mostForgotten = 20

/** For every token the index of its partner, if it is a bracket, and of the bracket around it; -1 where there is none. */
interface Brackets {
  readonly partner: Int32Array
  readonly around: Int32Array
}

const known = new WeakMap<readonly Token[], Brackets>()

function bracketsOf(tokens: readonly Token[]): Brackets {
  const cached = known.get(tokens)
  if (cached !== undefined) return cached
  const partner = new Int32Array(tokens.length).fill(-1)
  const around = new Int32Array(tokens.length).fill(-1)
  const open: number[] = []
  tokens.forEach((token, at) => {
    const isOpening = isSign(token, '(', '[', '{')
    const opener = token.kind === 'punctuation' ? partners[token.text] : undefined
    if (opener !== undefined) {
      const recent = open.slice(-mostForgotten)
      const found = recent.findLastIndex((index) => tokens[index]?.text === opener)
      if (found !== -1) {
        open.length -= recent.length - found - 1
        const index = open.pop() ?? at
        partner[index] = at
        partner[at] = index
      }
    }
    around[at] = open.at(-1) ?? -1
    if (isOpening) open.push(at)
  })
  const brackets = { partner, around }
  known.set(tokens, brackets)
  return brackets
}

export const isWord = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'word' && texts.includes(token.text)

export const isSign = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'punctuation' && texts.includes(token.text)

/** The text of a string that nothing is inserted into. */
export const literal = (token: Token | undefined): string | undefined =>
  token?.kind === 'string' && !token.partial ? token.text : undefined

/** Index of the bracket that closes the one at `open`; -1 where it is missing. */
export const closing = (tokens: readonly Token[], open: number): number => bracketsOf(tokens).partner[open] ?? -1

/** Index of the bracket that opens the one at `close`; -1 where it is missing. */
export const opening = (tokens: readonly Token[], close: number): number => bracketsOf(tokens).partner[close] ?? -1

/** Index of the bracket around the token at `inside`; -1 at the top. */
export const enclosing = (tokens: readonly Token[], inside: number): number => bracketsOf(tokens).around[inside] ?? -1

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
