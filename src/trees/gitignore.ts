/** `.gitignore` as git reads it: pure functions over pattern texts, and a lookup over a tree of them. */
import { directoryOf, nameOf } from '../core/tree.ts'
import { bytesOf, wildmatch } from './wildmatch.ts'

export interface IgnorePattern {
  readonly negated: boolean
  readonly directoryOnly: boolean
  /** A pattern with a slash is matched against the whole path below its file, any other against the name alone. */
  readonly anchored: boolean
  /** The pattern without `!`, leading and trailing slash, one character per byte. */
  readonly pattern: string
  /** Length of the plain text the pattern begins with; all of it where there is no wildcard. */
  readonly plain: number
  /** What a name ends with, for the commonest pattern of all: `*.log`. */
  readonly suffix: string | undefined
}

function parseLine(line: string): IgnorePattern | undefined {
  let text = withoutTrailingSpaces(line)
  const negated = text.startsWith('!')
  if (negated) text = text.slice(1)
  const directoryOnly = text.endsWith('/')
  if (directoryOnly) text = text.slice(0, -1)
  const anchored = text.includes('/')
  if (text.startsWith('/')) text = text.slice(1)
  if (text === '') return undefined
  const pattern = bytesOf(text)
  const wildcard = pattern.search(/[*?[\\]/)
  const plain = wildcard === -1 ? pattern.length : wildcard
  const suffix = !anchored && /^\*[^*?[\\]*$/.test(pattern) ? pattern.slice(1) : undefined
  return { negated, directoryOnly, anchored, pattern, plain, suffix }
}

/** Spaces at the end do not count, unless a backslash quotes them. */
function withoutTrailingSpaces(line: string): string {
  let end = 0
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '\\') i++
    else if (line[i] === ' ') continue
    end = i + 1
  }
  return line.slice(0, end)
}

/** The patterns of one `.gitignore`, in the order they are written. */
export function parseGitignore(text: string): readonly IgnorePattern[] {
  const patterns: IgnorePattern[] = []
  for (const line of text.replace(/^\ufeff/, '').split('\n')) {
    if (line.startsWith('#')) continue
    const pattern = parseLine(line.replace(/\r$/, ''))
    if (pattern) patterns.push(pattern)
  }
  return patterns
}

function matches(pattern: IgnorePattern, path: string): boolean {
  const text = pattern.anchored ? path : nameOf(path)
  if (pattern.suffix !== undefined) return text.endsWith(pattern.suffix)
  if (pattern.plain === pattern.pattern.length) return text === pattern.pattern
  if (pattern.plain > 0 && !text.startsWith(pattern.pattern.slice(0, pattern.plain))) return false
  return wildmatch(pattern.pattern, text, pattern.anchored ? pattern.plain : 0)
}

/**
 * What one file's patterns say of a path below its directory: ignored, not ignored, or nothing (`undefined`). The last
 * matching pattern decides. Parents are not looked at: whoever walks asks for them first, as `ignoreLookup` does.
 */
export function isGitIgnored(
  patterns: readonly IgnorePattern[],
  path: string,
  isDirectory: boolean,
): boolean | undefined {
  const bytes = bytesOf(path)
  for (let i = patterns.length - 1; i >= 0; i--) {
    const pattern = patterns[i]
    if (pattern === undefined || (pattern.directoryOnly && !isDirectory)) continue
    if (matches(pattern, bytes)) return !pattern.negated
  }
  return undefined
}

/** Where `ignoreLookup` finds its patterns. */
export interface IgnoreSources {
  /** The text of the `.gitignore` in a directory of the tree; `undefined` where there is none. */
  readonly gitignore: (directory: string) => string | undefined
  /** Pattern files from outside the tree, the weakest first, each with the path from its directory to the tree's root. */
  readonly above?: readonly { readonly text: string; readonly path: string }[]
}

interface Level {
  /** Turns a path of the tree into one below the pattern file. */
  readonly below: (path: string) => string
  readonly patterns: readonly IgnorePattern[]
}

interface DirectoryState {
  readonly ignored: boolean
  /** Pattern files that apply to the directory's entries, the nearest last. */
  readonly levels: readonly Level[]
}

function decide(levels: readonly Level[], path: string, isDirectory: boolean): boolean {
  for (let i = levels.length - 1; i >= 0; i--) {
    const level = levels[i]
    const verdict = level && isGitIgnored(level.patterns, level.below(path), isDirectory)
    if (verdict !== undefined) return verdict
  }
  return false
}

/**
 * Whether git's patterns leave a path out. What lies in an ignored directory cannot be taken back in; the root itself
 * is never ignored, because somebody asked for it.
 */
export function ignoreLookup(sources: IgnoreSources): (path: string, isDirectory: boolean) => boolean {
  const states = new Map<string, DirectoryState>()
  const above = (sources.above ?? []).map(({ text, path }) => ({
    below: (inside: string) => (path === '' ? inside : `${path}/${inside}`),
    patterns: parseGitignore(text),
  }))

  function stateOf(directory: string): DirectoryState {
    const cached = states.get(directory)
    if (cached) return cached
    const parent = directory === '' ? { ignored: false, levels: above } : stateOf(directoryOf(directory))
    const ignored = parent.ignored || (directory !== '' && decide(parent.levels, directory, true))
    const text = ignored ? undefined : sources.gitignore(directory)
    const skip = directory === '' ? 0 : directory.length + 1
    const own: Level[] = text ? [{ below: (path) => path.slice(skip), patterns: parseGitignore(text) }] : []
    const state = { ignored, levels: own.length > 0 ? [...parent.levels, ...own] : parent.levels }
    states.set(directory, state)
    return state
  }

  return (path, isDirectory) => {
    if (path === '') return false
    const parent = stateOf(directoryOf(path))
    return parent.ignored || decide(parent.levels, path, isDirectory)
  }
}
