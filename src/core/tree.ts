/** What a project's files are, whatever holds them: a disk, memory, a git commit, or edits over another tree. */

export type EntryKind = 'file' | 'directory' | 'link'

export interface Entry {
  readonly kind: EntryKind
  /** Permission bits, e.g. `0o644`. */
  readonly mode: number
  /** Size in bytes. */
  readonly size: number
  /** Whether git's index (or the commit) holds it; `unknown` outside a repository. For a directory: whether it holds a tracked file. */
  readonly tracked: boolean | 'unknown'
  /** Whether `.gitignore` leaves it out. Decides what is audited, never what exists. */
  readonly ignored: boolean
  /** Where the entry itself is a link that points inside the tree: what it points at. Who walks must not descend there. */
  readonly target?: string
}

export type ReadResult =
  | { readonly ok: true; readonly text: string; readonly utf8: boolean }
  | {
      readonly ok: false
      readonly reason: 'missing' | 'too-large' | 'binary' | 'outside' | 'unreadable'
      readonly detail: string
    }

/** What the repository knows of itself, as far as its files tell. */
export interface Repository {
  /** Full hash of HEAD's commit. */
  readonly commit: string | undefined
  readonly branch: string | undefined
  /** Tags that point at commits, each with the commit's hash, in name order. */
  readonly tags: readonly { readonly name: string; readonly commit: string }[]
}

/** Paths are relative to the tree's root, use `/`, have no leading `./`, and the root itself is `''`. */
export interface Tree {
  /** How the tree is called in reports, e.g. the directory that was named on the command line. */
  readonly name: string
  /** What the directory at its top is called, which `name` may not say: it may be `.`. Empty for the root of a file system. */
  readonly folder: string
  /** Names (not paths) of a directory's entries in code-unit order; empty where there is no such directory. */
  list(directory: string): readonly string[]
  /** What is at the path. Links are not followed out of the tree; a link that points inside is reported as what it points at. */
  entry(path: string): Entry | undefined
  read(path: string): ReadResult
  /** Whether `.gitignore` would leave out a file at the path, be there one or not. What git tracks is asked of `entry`. */
  ignores(path: string): boolean
  repository(): Repository | undefined
}

/** Joins and normalises a path inside a tree; `undefined` where it would leave the root. */
export function within(directory: string, path: string): string | undefined {
  if (path.startsWith('/')) return undefined
  const parts: string[] = directory === '' ? [] : directory.split('/')
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (parts.length === 0) return undefined
      parts.pop()
    } else parts.push(part)
  }
  return parts.join('/')
}

/** The directory that holds a path; `''` at the top. */
export const directoryOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
