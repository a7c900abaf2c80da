/** One ignore pattern as a test of paths, with the builder's shortcuts, which decide as much as its expressions do. */
import { readExpression } from './expression.ts'
import { type Budget, expressionTest, type PathTest } from './path-expression.ts'

/** How a pattern is matched: as it is, by its beginning, by its end, or as an expression. */
type Matching = 'exact' | 'prefix' | 'suffix' | 'expression'

interface Translation {
  readonly expression: string
  readonly matching: Matching
}

/** Characters that are escaped in the expression. `^`, `|` and braces are not, and so keep their meaning there. */
const escapedCharacters = '.+()$'

/** Compiles a cleaned pattern; `undefined` where the builder fails on it as soon as a path is compared with it. */
export function compilePattern(pattern: string, budget: Budget): PathTest | undefined {
  const { expression, matching } = translate(pattern)
  switch (matching) {
    case 'exact':
      return {
        matches: (path) => path === pattern,
        matchesAbove: (directory) =>
          directory.startsWith(pattern) && (directory.length === pattern.length || directory[pattern.length] === '/'),
      }
    case 'prefix': {
      const prefix = pattern.slice(0, -2)
      const matches = (path: string): boolean => path.startsWith(prefix)
      return { matches, matchesAbove: matches }
    }
    case 'suffix':
      // Behind a byte order mark the builder compares with half a character.
      return pattern.startsWith('\ufeff') ? nothing : suffixTest(pattern.slice(2))
    case 'expression': {
      const read = readExpression(`${expression}$`)
      return read && expressionTest(read, budget)
    }
  }
}

const nothing: PathTest = { matches: () => false, matchesAbove: () => false }

function suffixTest(suffix: string): PathTest {
  const matchesUpTo = (path: string, end: number): boolean =>
    (end >= suffix.length && path.startsWith(suffix, end - suffix.length)) ||
    (suffix.startsWith('/') && end === suffix.length - 1 && path.startsWith(suffix.slice(1)))
  return {
    matches: (path) => matchesUpTo(path, path.length),
    matchesAbove: (directory) => {
      for (let end = directory.indexOf('/'); end >= 0; end = directory.indexOf('/', end + 1)) {
        if (matchesUpTo(directory, end)) return true
      }
      return matchesUpTo(directory, directory.length)
    },
  }
}

/** Whether the builder can compare paths with a cleaned pattern. */
export function isComparable(pattern: string): boolean {
  const { expression, matching } = translate(pattern)
  return matching !== 'expression' || readExpression(`${expression}$`) !== undefined
}

function translate(pattern: string): Translation {
  const start = pattern.charCodeAt(0) === 0xfeff ? 1 : 0
  let expression = '^'
  let matching: Matching = 'exact'
  for (let at = start; at < pattern.length; ) {
    const first = at === start
    const character = pattern.charAt(at++)
    if (character === '*' && pattern[at] === '*') {
      at++
      if (pattern[at] === '/') at++
      if (at < pattern.length) {
        expression += '(.*/)?'
        matching = 'expression'
      } else if (matching === 'exact') matching = 'prefix'
      else {
        expression += '.*'
        matching = 'expression'
      }
      if (first) matching = 'suffix'
    } else if (character === '*') {
      expression += '[^/]*'
      matching = 'expression'
    } else if (character === '?') {
      expression += '[^/]'
      matching = 'expression'
    } else if (escapedCharacters.includes(character)) expression += `\\${character}`
    else if (character === '\\') {
      expression += character
      if (at < pattern.length) {
        const escaped = String.fromCodePoint(pattern.codePointAt(at) ?? 0)
        expression += escaped
        at += escaped.length
        matching = 'expression'
      }
    } else {
      expression += character
      if (character === '[' || character === ']') matching = 'expression'
    }
  }
  return { expression, matching }
}
