/** One ignore pattern as a test of paths, with the builder's shortcuts, which decide as much as its expressions do. */
import { compileExpression, type PathTest } from './path-expression.ts'

/** How a pattern is matched: as it is, by its beginning, by its end, or as an expression. */
type Matching = 'exact' | 'prefix' | 'suffix' | 'expression'

interface Translation {
  readonly expression: string
  readonly matching: Matching
}

/** Characters that are escaped in the expression. `^`, `|` and braces are not, and so keep their meaning there. */
const escapedCharacters = '.+()$'

/** Compiles a cleaned pattern; `undefined` where the builder fails on it as soon as a path is compared with it. */
export function pathTest(pattern: string): PathTest | undefined {
  const { expression, matching } = translate(pattern)
  switch (matching) {
    case 'exact':
      return (path) => path === pattern
    case 'prefix': {
      const prefix = pattern.slice(0, -2)
      return (path) => path.startsWith(prefix)
    }
    case 'suffix': {
      const suffix = pattern.slice(2)
      return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1))
    }
    case 'expression':
      return compileExpression(`${expression}$`)
  }
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
