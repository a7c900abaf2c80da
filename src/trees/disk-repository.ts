/** The repositories that a tree on disk lies in or holds: what they track, and what they ignore from outside the tree. */
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { lazy } from '../core/lazy.ts'
import type { Entry } from '../core/tree.ts'
import { readWhole } from './git/bytes.ts'
import { findGitDirectory, type GitDirectory, gitDirectoryAt, pathBelow } from './git/directory.ts'
import { isTracked, readIndex, type TrackedPaths } from './git/index-file.ts'

/** Larger ignore files are not read. */
const LARGEST_IGNORE = 4 * 1024 * 1024

/** A repository and where it meets the tree. */
export interface Holder {
  readonly git: GitDirectory
  /** The directory of the tree that it starts at, `''` for the repository the root lies in. */
  readonly at: string
  /** The path from the repository's top to that directory. */
  readonly prefix: string
  readonly tracked: () => TrackedPaths | undefined
}

const holder = (git: GitDirectory, at: string, prefix: string): Holder => ({
  git,
  at,
  prefix,
  tracked: lazy(() => readIndex(git)),
})

/** The repository that a tree's root lies in, which may begin far above it. */
export function holderAbove(root: string): Holder | undefined {
  const git = findGitDirectory(root)
  const prefix = git && pathBelow(realpathSync.native(git.top), root)
  return git === undefined || prefix === undefined ? undefined : holder(git, '', prefix)
}

/** A submodule or a nested repository that begins at `at`, which is `directory` on disk. */
export function holderAt(directory: string, at: string): Holder | undefined {
  const git = gitDirectoryAt(directory)
  return git && holder(git, at, '')
}

/** Whether the repository tracks a path of the tree. */
export function heldBy(owner: Holder | undefined, path: string): Entry['tracked'] {
  const tracked = owner?.tracked()
  if (owner === undefined || tracked === undefined) return 'unknown'
  const inside = owner.at === '' ? path : path.slice(owner.at.length + 1)
  return isTracked(tracked, owner.prefix === '' || inside === '' ? owner.prefix + inside : `${owner.prefix}/${inside}`)
}

/** `.git/info/exclude` and the ignore files between the repository's top and the root, the weakest first. */
export function ignoreFilesAbove({ git, prefix }: Holder): { text: string; path: string }[] {
  const steps = prefix === '' ? [] : prefix.split('/')
  const files = [
    { file: join(git.common, 'info', 'exclude'), path: prefix },
    ...steps.map((_, i) => ({
      file: join(git.top, ...steps.slice(0, i), '.gitignore'),
      path: steps.slice(i).join('/'),
    })),
  ]
  return files.flatMap(({ file, path }) => {
    const text = readWhole(file, LARGEST_IGNORE)?.toString('utf8')
    return text === undefined ? [] : [{ text, path }]
  })
}
