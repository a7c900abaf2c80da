/** Which pattern decides about a path of the build context: the last one that matches it or one of its directories. */
import { directoryPart } from './clean-path.ts'
import type { IgnoreFile, IgnorePattern } from './ignore-file.ts'
import type { PathTest } from './path-expression.ts'
import { compilePattern } from './path-pattern.ts'

/** One file's patterns as tests, with what is known of the directory that was asked about last. */
interface Matcher {
  /** `undefined` for a pattern that the builder fails on. */
  readonly tests: readonly (PathTest | undefined)[]
  /** Trees are walked directory by directory. */
  directory: string
  /** Per pattern, whether the directory or one above it matches; `undefined` where nobody has asked. */
  above: (boolean | undefined)[]
}

/** Steps of matching per file: far more than any honest file takes, about a second for a hostile one. */
const stepsPerFile = 5_000_000

const matchers = new WeakMap<IgnoreFile, Matcher>()

function matcherOf(file: IgnoreFile): Matcher {
  const known = matchers.get(file)
  if (known) return known
  const budget = { left: stepsPerFile }
  const tests = file.patterns.map(({ pattern }) => compilePattern(pattern, budget))
  const matcher: Matcher = { tests, directory: '', above: [] }
  matchers.set(file, matcher)
  return matcher
}

export interface Decision {
  readonly ignored: boolean
  /** The pattern that decided; `undefined` where none matches. */
  readonly by: IgnorePattern | undefined
  /** The builder fails on a pattern that it compares with this path. */
  readonly error: string | undefined
}

/** Decides about a path, relative to the context's root, with `/`. */
export function decide(file: IgnoreFile, path: string): Decision {
  const directory = directoryPart(path)
  const matcher = matcherOf(file)
  if (matcher.directory !== directory) {
    matcher.directory = directory
    matcher.above = []
  }
  const { above, tests } = matcher
  const isAbove = (index: number, test: PathTest): boolean => {
    above[index] ??= directory !== '.' && test.matchesAbove(directory)
    return above[index]
  }
  let by: IgnorePattern | undefined
  let error: string | undefined
  for (const [index, pattern] of file.patterns.entries()) {
    if (pattern.negated !== (by !== undefined && !by.negated)) continue
    const test = tests[index]
    if (test === undefined) error ??= 'syntax error in pattern'
    else if (test.matches(path) || isAbove(index, test)) by = pattern
  }
  return { ignored: by !== undefined && !by.negated, by, error }
}

/** Whether the build context leaves the path out. */
export const isIgnored = (file: IgnoreFile, path: string): boolean => decide(file, path).ignored

/** The pattern that decides about the path: one that leaves it out, or (negated) lets it back in. */
export const decidingPattern = (file: IgnoreFile, path: string): IgnorePattern | undefined => decide(file, path).by
