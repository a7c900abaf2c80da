/** Matches one gitignore pattern against one path, byte for byte as git's own matcher does, in bounded time. */

/** Longer patterns and paths do not match at all: no real one comes near, and the time grows with both lengths. */
const LONGEST_PATTERN = 1024
const LONGEST_PATH = 4096

const ascii = /^[\x00-\x7f]*$/

/** One character per UTF-8 byte: git compares bytes, so `?` does not match `é`. */
export const bytesOf = (text: string): string =>
  ascii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')

const classes: Readonly<Record<string, RegExp>> = {
  alnum: /[A-Za-z0-9]/,
  alpha: /[A-Za-z]/,
  blank: /[ \t]/,
  cntrl: /[\x00-\x1f\x7f]/,
  digit: /[0-9]/,
  graph: /[\x21-\x7e]/,
  lower: /[a-z]/,
  print: /[\x20-\x7e]/,
  punct: /[!-/:-@[-`{-~]/,
  space: /[ \t\n\v\f\r]/,
  upper: /[A-Z]/,
  xdigit: /[0-9A-Fa-f]/,
}

/** Matches `[…]` starting at `at`; `next` is the offset after it, `undefined` where the bracket is never closed. */
function matchBracket(pattern: string, at: number, character: string): { next: number; matched: boolean } | undefined {
  let i = at + 1
  const negated = pattern[i] === '!' || pattern[i] === '^'
  if (negated) i++
  let matched = false
  let previous: string | undefined
  for (let first = true; first || pattern[i] !== ']'; first = false) {
    let c = pattern[i]
    if (c === undefined) return undefined
    if (c === '-' && previous !== undefined && pattern[i + 1] !== undefined && pattern[i + 1] !== ']') {
      i++
      c = pattern[i] ?? ''
      if (c === '\\') {
        i++
        c = pattern[i]
        if (c === undefined) return undefined
      }
      if (character >= previous && character <= c) matched = true
      previous = undefined
    } else if (c === '[' && pattern[i + 1] === ':') {
      const close = pattern.indexOf(']', i + 2)
      if (close === -1) return undefined
      if (pattern[close - 1] === ':' && close - 1 >= i + 2) {
        const named = classes[pattern.slice(i + 2, close - 1)]
        if (named === undefined) return undefined
        if (named.test(character)) matched = true
        i = close
        previous = undefined
      } else {
        // Not a class after all: git takes the bracket as an ordinary character.
        if (character === '[') matched = true
        previous = '['
      }
    } else {
      if (c === '\\') {
        i++
        c = pattern[i]
        if (c === undefined) return undefined
      }
      if (c === character) matched = true
      previous = c
    }
    i++
  }
  return { next: i + 1, matched: matched !== negated && character !== '/' }
}

/**
 * Whether a pattern matches a whole path: `*`, `?` and `[…]` stop at `/`, a `**` between slashes does not.
 * Both are given as `bytesOf` returns them. `from` is where the part begins that is not plain text: git compares the
 * plain beginning first and treats the rest as a pattern of its own, which shows in `foo**` followed by a slash.
 */
export function wildmatch(pattern: string, text: string, from = 0): boolean {
  if (pattern.length > LONGEST_PATTERN || text.length > LONGEST_PATH) return false
  // One mark for each place in the pattern at each place in the text that is known not to lead to a match.
  let failed: Uint8Array | undefined
  const width = text.length + 1

  /** Notes a visit; true where there was one before, which then did not succeed. */
  function visited(p: number, t: number): boolean {
    failed ??= new Uint8Array((pattern.length + 1) * width)
    const state = p * width + t
    const before = failed[state] === 1
    failed[state] = 1
    return before
  }

  function run(start: number, at: number): boolean {
    let p = start
    let t = at
    for (;;) {
      const c = pattern[p]
      if (c === undefined) return t === text.length
      if (c === '*') return star(start, p, t)
      const x = text[t]
      if (x === undefined) return false
      if (c === '?') {
        if (x === '/') return false
        p++
      } else if (c === '[') {
        const bracket = matchBracket(pattern, p, x)
        if (bracket === undefined || !bracket.matched) return false
        p = bracket.next
      } else {
        const literal = c === '\\' ? pattern[p + 1] : c
        if (literal !== x) return false
        p += c === '\\' ? 2 : 1
      }
      t++
    }
  }

  function star(start: number, at: number, t: number): boolean {
    let p = at
    while (pattern[p] === '*') p++
    const bounded = at === start || pattern[at - 1] === '/'
    const ends = p === pattern.length || pattern[p] === '/' || (pattern[p] === '\\' && pattern[p + 1] === '/')
    const crosses = p - at > 1 && bounded && ends
    // The second star's own mark says whether standing for no folder at all was tried here.
    if (crosses && pattern[p] === '/' && !visited(at + 1, t) && run(p + 1, t)) return true
    if (p === pattern.length) return crosses || !text.includes('/', t)
    for (let next = t; next <= text.length; next++) {
      if (visited(at, next)) return false
      if (run(p, next)) return true
      if (!crosses && text[next] === '/') return false
    }
    return false
  }

  return run(from, from)
}
