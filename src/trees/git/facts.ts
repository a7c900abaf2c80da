/** What a repository knows of itself: commit, branch, tags, number of commits. */
import { join } from 'node:path'
import { lazy } from '../../core/lazy.ts'
import type { Repository } from '../../core/tree.ts'
import { sizeOf } from './bytes.ts'
import type { GitDirectory } from './directory.ts'
import type { ObjectStore } from './object.ts'
import { currentBranch, readRef, refsBelow } from './refs.ts'
import { readCommit } from './revision.ts'

/** Beyond this many commits counting is no longer cheap, and the number is given up. */
const MOST_COMMITS = 20_000

/** Facts about a commit (HEAD unless told), each computed when somebody asks for it. */
export function repositoryFacts(git: GitDirectory, objects: ObjectStore, commit = readRef(git, 'HEAD')): Repository {
  const tags = lazy(() =>
    refsBelow(git, 'refs/tags/').flatMap((ref) => {
      const target = ref.peeled ?? readCommit(objects, ref.hash)?.hash
      return target === undefined ? [] : [{ name: ref.name.slice('refs/tags/'.length), commit: target }]
    }),
  )
  const count = lazy(() => (commit === undefined ? undefined : countCommits(git, objects, commit)))
  return {
    commit,
    branch: currentBranch(git),
    get tags() {
      return tags()
    },
    get commitCount() {
      return count()
    },
  }
}

/** Commits by first parents; `undefined` in a shallow clone, whose history has been cut off. */
function countCommits(git: GitDirectory, objects: ObjectStore, from: string): number | undefined {
  if ((sizeOf(join(git.common, 'shallow')) ?? 0) > 0) return undefined
  let count = 0
  for (let at: string | undefined = from; at !== undefined; count++) {
    const commit = readCommit(objects, at)
    if (commit === undefined || count >= MOST_COMMITS) return undefined
    at = commit.parents[0]
  }
  return count
}
