/** Which pattern decides about a path of the build context: the last one that matches it or one of its directories. */
import { directoryPart } from './clean-path.ts'
import type { IgnoreFile, IgnorePattern } from './ignore-file.ts'
import type { PathTest } from './path-expression.ts'
import { testOf } from './path-pattern.ts'

/** What is known of the directory that a file was asked about last: trees are walked directory by directory. */
interface LastDirectory {
  directory: string
  /** Per pattern, whether the directory or one above it matches; `undefined` where nobody has asked. */
  above: (boolean | undefined)[]
}

const lastDirectories = new WeakMap<IgnoreFile, LastDirectory>()

function lastDirectoryOf(file: IgnoreFile, directory: string): LastDirectory {
  const known = lastDirectories.get(file)
  if (known?.directory === directory) return known
  const fresh = { directory, above: [] }
  lastDirectories.set(file, fresh)
  return fresh
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
  const { above } = lastDirectoryOf(file, directory)
  const isAbove = (index: number, test: PathTest): boolean => {
    above[index] ??= directory !== '.' && test.matchesAbove(directory)
    return above[index]
  }
  let by: IgnorePattern | undefined
  let error: string | undefined
  for (const [index, pattern] of file.patterns.entries()) {
    if (pattern.negated !== (by !== undefined && !by.negated)) continue
    const test = testOf(pattern)
    if (test === undefined) error ??= 'syntax error in pattern'
    else if (test.matches(path) || isAbove(index, test)) by = pattern
  }
  return { ignored: by !== undefined && !by.negated, by, error }
}

/** Whether the build context leaves the path out. */
export const isIgnored = (file: IgnoreFile, path: string): boolean => decide(file, path).ignored

/** The pattern that decides about the path: one that leaves it out, or (negated) lets it back in. */
export const decidingPattern = (file: IgnoreFile, path: string): IgnorePattern | undefined => decide(file, path).by
