/** What a repository knows of itself: commit, branch, tags. */
import { lazy } from '../../core/lazy.ts'
import type { Repository } from '../../core/tree.ts'
import type { GitDirectory } from './directory.ts'
import type { ObjectStore } from './object.ts'
import { currentBranch, readRef, refsBelow } from './refs.ts'
import { readCommit } from './revision.ts'

/** Facts about a commit (HEAD unless told), each computed when somebody asks for it. */
export function repositoryFacts(git: GitDirectory, objects: ObjectStore, commit = readRef(git, 'HEAD')): Repository {
  const tags = lazy(() =>
    refsBelow(git, 'refs/tags/').flatMap((ref) => {
      const target = ref.peeled ?? readCommit(objects, ref.hash)?.hash
      return target === undefined ? [] : [{ name: ref.name.slice('refs/tags/'.length), commit: target }]
    }),
  )
  return {
    commit,
    branch: currentBranch(git),
    get tags() {
      return tags()
    },
  }
}
