/** The tree of a commit, read from `.git` by hand: no program is run, nothing is checked out. */
import { realpathSync } from 'node:fs'
import { resolve as absolute, basename } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { Entry, ReadResult, Tree } from '../core/tree.ts'
import { directoryOf, nameOf, within } from '../core/tree.ts'
import { decode, LARGEST_TEXT, tooLarge } from './decode.ts'
import { bareGitDirectoryAt, findGitDirectory, type GitDirectory, pathBelow } from './git/directory.ts'
import { repositoryFacts } from './git/facts.ts'
import { openObjects } from './git/objects.ts'
import { type Commit, resolveRevision } from './git/revision.ts'
import { parseTreeObject, type TreeEntry } from './git/tree-object.ts'
import { ignoreLookup } from './gitignore.ts'

export interface GitTreeOptions {
  /** How the tree is called in reports; the root as it was given unless told. */
  readonly name?: string
}

/** A folder with more bytes of names than this is not listed. */
const LARGEST_TREE = 64 * 1024 * 1024

/** Links that point at links are followed this often, as Linux does. */
const MOST_LINKS = 40

/**
 * The files of a commit below `root` (a directory in the repository's working tree, or a bare repository).
 * Throws a `UsageError` where there is no repository, no such commit, or a repository that cannot be read.
 */
export function gitTree(root: string, ref: string, options: GitTreeOptions = {}): Tree {
  const git = repositoryAt(root)
  const objects = openObjects(git)
  const commit = commitAt(git, objects, ref)
  const trees = new Map<string, ReadonlyMap<string, TreeEntry>>()
  const prefix = pathBelow(git.top, realPath(root)) ?? ''

  function children(hash: string): ReadonlyMap<string, TreeEntry> {
    const cached = trees.get(hash)
    if (cached) return cached
    const result = objects.read(hash, LARGEST_TREE)
    const entries = result.ok && result.object.type === 'tree' ? parseTreeObject(result.object.bytes) : new Map()
    trees.set(hash, entries)
    return entries
  }

  /** What is at a path from the repository's top, without following a link in its last part. */
  function find(path: string, links: { left: number }): { entry: TreeEntry; path: string } | undefined {
    if (path === '') return { entry: { kind: 'directory', mode: 0o755, hash: commit.tree }, path }
    const parent = resolve(directoryOf(path), links)
    if (parent?.entry.kind !== 'directory' || parent.entry.hash === undefined) return undefined
    const name = nameOf(path)
    const entry = children(parent.entry.hash).get(name)
    return entry && { entry, path: parent.path === '' ? name : `${parent.path}/${name}` }
  }

  /** The same, with links followed as long as they stay below the root. */
  function resolve(path: string, links: { left: number }): { entry: TreeEntry; path: string } | undefined {
    const found = find(path, links)
    if (found?.entry.kind !== 'link' || found.entry.hash === undefined) return found
    const text = objects.read(found.entry.hash, 4096)
    const target = text.ok ? within(directoryOf(found.path), text.object.bytes.toString('utf8')) : undefined
    if (target === undefined || links.left-- <= 0) return found
    if (prefix !== '' && target !== prefix && !target.startsWith(`${prefix}/`)) return found
    return resolve(target, links) ?? found
  }

  const at = (path: string): string => (prefix === '' ? path : path === '' ? prefix : `${prefix}/${path}`)
  const below = (path: string): string => (prefix === '' ? path : path.slice(prefix.length + 1))

  function entry(path: string): Entry | undefined {
    const found = resolve(at(path), { left: MOST_LINKS })
    if (found === undefined) return undefined
    const { kind, mode, hash } = found.entry
    const linked =
      kind !== 'link' && found.path !== at(path) && find(at(path), { left: MOST_LINKS })?.entry.kind === 'link'
    return {
      kind,
      mode,
      get size() {
        return kind === 'file' && hash !== undefined ? (objects.header(hash)?.size ?? 0) : 0
      },
      tracked: true,
      ignored: false,
      ...(linked ? { target: below(found.path) } : {}),
    }
  }

  function read(path: string): ReadResult {
    const found = resolve(at(path), { left: MOST_LINKS })
    if (found === undefined) return { ok: false, reason: 'missing', detail: 'the commit has no such file' }
    const { kind, hash } = found.entry
    if (kind === 'link')
      return { ok: false, reason: 'outside', detail: 'it is a link that leads out of the tree or nowhere' }
    if (kind === 'directory' || hash === undefined)
      return { ok: false, reason: 'unreadable', detail: 'it is a directory' }
    const result = objects.read(hash, LARGEST_TEXT)
    if (result.ok) return decode(result.object.bytes)
    if (result.reason === 'too-large') return tooLarge(result.size ?? LARGEST_TEXT + 1)
    return {
      ok: false,
      reason: 'unreadable',
      detail: `git object ${hash} is ${result.reason === 'missing' ? 'not in the repository' : 'broken'}`,
    }
  }

  const isIgnored = ignoreLookup({
    gitignore: (directory) => {
      const result = read(directory === '' ? '.gitignore' : `${directory}/.gitignore`)
      return result.ok ? result.text : undefined
    },
  })

  return {
    name: options.name ?? root,
    folder: basename(absolute(root)),
    list: (path) => {
      const found = resolve(at(path), { left: MOST_LINKS })
      if (found?.entry.kind !== 'directory' || found.entry.hash === undefined) return []
      return [...children(found.entry.hash).keys()].sort()
    },
    entry,
    read,
    ignores: (path) => isIgnored(path, false),
    repository: () => repositoryFacts(git, objects, commit.hash),
  }
}

function realPath(root: string): string {
  try {
    return realpathSync.native(root)
  } catch {
    throw new UsageError(`there is no directory ${JSON.stringify(root)}`, 'name a directory inside a git repository')
  }
}

function repositoryAt(root: string): GitDirectory {
  const directory = realPath(root)
  const git = bareGitDirectoryAt(directory) ?? findGitDirectory(directory)
  if (git === undefined) {
    throw new UsageError(`${JSON.stringify(root)} is not in a git repository`, 'name a directory inside one')
  }
  if (git.objectFormat !== 'sha1') {
    throw new UsageError(
      'git repositories with SHA-256 objects cannot be read',
      'check the commit out and audit the files',
    )
  }
  if (!git.refsAreFiles) {
    throw new UsageError(
      'git repositories that keep their refs in a reftable cannot be read',
      'check the commit out and audit the files',
    )
  }
  return git
}

function commitAt(git: GitDirectory, objects: ReturnType<typeof openObjects>, ref: string): Commit {
  const resolved = resolveRevision(git, objects, ref)
  if (!resolved.ok) {
    throw new UsageError(
      resolved.because,
      'name a branch, a tag or a commit; a shallow clone may lack it (fetch-depth: 0)',
    )
  }
  return resolved.commit
}
