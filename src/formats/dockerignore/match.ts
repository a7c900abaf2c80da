/** Which pattern decides about a path of the build context: the last one that matches it or one of its directories. */
import { directoryPart } from './clean-path.ts'
import type { IgnoreFile, IgnorePattern } from './ignore-file.ts'
import { pathTest } from './path-pattern.ts'

/** One file's patterns as tests, with what is known of the directory that was asked about last. */
interface Matcher {
  readonly rules: readonly Rule[]
  directory: string
  /** Per rule, whether the directory or one above it matches; `undefined` where nobody has asked. */
  above: (boolean | undefined)[]
}

interface Rule {
  readonly pattern: IgnorePattern
  /** `undefined` for a pattern that the builder fails on. */
  readonly test: ((path: string) => boolean) | undefined
}

const matchers = new WeakMap<IgnoreFile, Matcher>()

function matcherOf(file: IgnoreFile): Matcher {
  const cached = matchers.get(file)
  if (cached) return cached
  const rules = file.patterns.map((pattern) => ({ pattern, test: pathTest(pattern.pattern) }))
  const matcher = { rules, directory: '', above: [] }
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
  const matcher = matcherOf(file)
  const directory = directoryPart(path)
  if (directory !== matcher.directory) {
    matcher.directory = directory
    matcher.above = []
  }
  let by: IgnorePattern | undefined
  let ignored = false
  let error: string | undefined
  matcher.rules.forEach((rule, index) => {
    if (rule.pattern.negated !== ignored) return
    if (rule.test === undefined) {
      error ??= 'syntax error in pattern'
      return
    }
    if (!rule.test(path) && !matchesAbove(matcher, rule.test, index)) return
    ignored = !rule.pattern.negated
    by = rule.pattern
  })
  return { ignored, by, error }
}

function matchesAbove(matcher: Matcher, test: (path: string) => boolean, index: number): boolean {
  const { directory } = matcher
  const known = matcher.above[index]
  if (known !== undefined) return known
  let matches = false
  if (directory !== '.') {
    for (let end = directory.indexOf('/'); !matches && end >= 0; end = directory.indexOf('/', end + 1)) {
      matches = test(directory.slice(0, end))
    }
    matches ||= test(directory)
  }
  matcher.above[index] = matches
  return matches
}

/** Whether the build context leaves the path out. */
export const isIgnored = (file: IgnoreFile, path: string): boolean => decide(file, path).ignored

/** The pattern that decides about the path: one that leaves it out, or (negated) lets it back in. */
export const decidingPattern = (file: IgnoreFile, path: string): IgnorePattern | undefined => decide(file, path).by
