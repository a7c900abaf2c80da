/**
 * Whether the builder accepts a pattern. It finds out by matching the pattern against `.`, and stops as soon as that has
 * failed: a mistake further on goes unnoticed, so this check has to stop at the same place.
 */

interface Chunk {
  /** Whether a `*` stands before it. */
  readonly star: boolean
  readonly start: number
  readonly end: number
}

/** Outcome of matching a chunk: what is left of the name, no match, or a mistake in the pattern. */
type ChunkResult = { readonly rest: string } | 'differs' | 'invalid'

/** Whether the builder takes `pattern`, which has no `!` in front any more. */
export function isAcceptedPattern(pattern: string): boolean {
  let name = '.'
  for (let at = 0; at < pattern.length; ) {
    const chunk = chunkAt(pattern, at)
    at = chunk.end
    const last = at === pattern.length
    if (chunk.star && chunk.start === chunk.end) return true
    const here = matchChunk(pattern, chunk, name)
    if (here === 'invalid') return false
    if (here !== 'differs' && (here.rest === '' || !last)) {
      name = here.rest
      continue
    }
    if (!chunk.star || name === '') return true
    const behind = matchChunk(pattern, chunk, '')
    if (behind === 'invalid') return false
    if (behind === 'differs') return true
    name = behind.rest
  }
  return true
}

/** The stars at `at` and what follows them up to the next one that is not in brackets. */
function chunkAt(pattern: string, at: number): Chunk {
  let start = at
  while (pattern[start] === '*') start++
  let bracket = false
  for (let end = start; end < pattern.length; end++) {
    const character = pattern[end]
    if (character === '\\') end++
    else if (character === '[') bracket = true
    else if (character === ']') bracket = false
    else if (character === '*' && !bracket) return { star: start > at, start, end }
  }
  return { star: start > at, start, end: pattern.length }
}

function matchChunk(pattern: string, { start, end }: Chunk, name: string): ChunkResult {
  let rest = name
  let failed = false
  for (let at = start; at < end; ) {
    failed ||= rest === ''
    const character = pattern[at]
    if (character === '[') {
      const list = matchClass(pattern, at + 1, end, failed ? 0 : (rest.codePointAt(0) ?? 0))
      if (list === undefined) return 'invalid'
      at = list.end
      failed ||= !list.matches
    } else if (character === '?') at++
    else {
      if (character === '\\') at++
      if (at >= end) return 'invalid'
      failed ||= pattern[at] !== rest[0]
      at++
    }
    if (!failed) rest = rest.slice(1)
  }
  return failed ? 'differs' : { rest }
}

/** Reads a character class behind its `[`; `undefined` for a malformed one. */
function matchClass(
  pattern: string,
  start: number,
  end: number,
  code: number,
): { readonly end: number; readonly matches: boolean } | undefined {
  const negated = pattern[start] === '^' && start < end
  let at = negated ? start + 1 : start
  let matches = false
  for (let ranges = 0; ; ranges++) {
    if (at < end && pattern[at] === ']' && ranges > 0) return { end: at + 1, matches: matches !== negated }
    const low = classCharacter(pattern, at, end)
    if (low === undefined) return undefined
    at = low.end
    let high = low
    if (pattern[at] === '-') {
      const upper = classCharacter(pattern, at + 1, end)
      if (upper === undefined) return undefined
      high = upper
      at = upper.end
    }
    matches ||= low.code <= code && code <= high.code
  }
}

/** One possibly escaped character of a class; something has to follow it. */
function classCharacter(pattern: string, start: number, end: number): { code: number; end: number } | undefined {
  if (start >= end || pattern[start] === '-' || pattern[start] === ']') return undefined
  const at = pattern[start] === '\\' ? start + 1 : start
  if (at >= end) return undefined
  const code = pattern.codePointAt(at) ?? 0
  const next = at + (code > 0xffff ? 2 : 1)
  return next >= end ? undefined : { code, end: next }
}
