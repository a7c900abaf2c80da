/** What people call a commit (`main`, `v1.2`, `1a2b3c4`, `HEAD~2`) → its hash, and what a commit says. */
import type { GitDirectory } from './directory.ts'
import type { ObjectStore } from './object.ts'
import { readRef } from './refs.ts'

/** No commit message is larger than this. */
const LARGEST_COMMIT = 8 * 1024 * 1024

/** How far back `~n` is followed. */
const FARTHEST = 100_000

export interface Commit {
  readonly hash: string
  readonly tree: string
  readonly parents: readonly string[]
}

/** A commit by its full hash, annotated tags peeled; `undefined` for anything else. */
export function readCommit(objects: ObjectStore, hash: string): Commit | undefined {
  let at = hash
  for (let depth = 0; depth < 10; depth++) {
    const result = objects.read(at, LARGEST_COMMIT)
    if (!result.ok) return undefined
    const head = result.object.bytes.toString('latin1').split('\n\n', 1)[0] ?? ''
    if (result.object.type === 'commit') {
      const tree = /^tree ([0-9a-f]{40})$/m.exec(head)?.[1]
      const parents = [...head.matchAll(/^parent ([0-9a-f]{40})$/gm)].map((match) => match[1] ?? '')
      return tree === undefined ? undefined : { hash: at, tree, parents }
    }
    const target = result.object.type === 'tag' ? /^object ([0-9a-f]{40})$/m.exec(head)?.[1] : undefined
    if (target === undefined) return undefined
    at = target
  }
  return undefined
}

/** What a revision resolves to, or a sentence that says why it does not. */
export type Resolved = { readonly ok: true; readonly commit: Commit } | { readonly ok: false; readonly because: string }

/** Resolves a revision: a ref's full or short name, a full or short hash, then any number of `~n` and `^n`. */
export function resolveRevision(git: GitDirectory, objects: ObjectStore, revision: string): Resolved {
  const match = /^(.*?)((?:\^\{(?:commit)?\}|[~^][0-9]*)*)$/.exec(revision)
  const name = match?.[1] ?? ''
  const start = nameToHash(git, objects, name === '@' ? 'HEAD' : name)
  if (!start.ok) return start
  let commit = readCommit(objects, start.hash)
  if (commit === undefined) return { ok: false, because: `${JSON.stringify(name)} is not a commit that could be read` }
  for (const [, step = '', digits = ''] of (match?.[2] ?? '').matchAll(/(\^\{(?:commit)?\}|[~^])([0-9]*)/g)) {
    if (step.startsWith('^{')) continue
    const count = digits === '' ? 1 : Math.min(Number(digits), FARTHEST)
    const walk: readonly number[] = step === '^' ? (count === 0 ? [] : [count - 1]) : Array(count).fill(0)
    for (const parent of walk) {
      const hash: string | undefined = commit?.parents[parent]
      commit = hash === undefined ? undefined : readCommit(objects, hash)
      if (commit === undefined) return { ok: false, because: `the history ends before ${JSON.stringify(revision)}` }
    }
  }
  return { ok: true, commit }
}

function nameToHash(
  git: GitDirectory,
  objects: ObjectStore,
  name: string,
): { ok: true; hash: string } | { ok: false; because: string } {
  if (/^[0-9a-f]{40}$/i.test(name)) return { ok: true, hash: name.toLowerCase() }
  // The order in which git itself tries them.
  const candidates = ['', 'refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'].map((prefix) => prefix + name)
  for (const candidate of [...candidates, `refs/remotes/${name}/HEAD`]) {
    // At the top only names such as HEAD and FETCH_HEAD are refs; `config` and `index` are not.
    if (!candidate.includes('/') && !/^[A-Z_]+$/.test(candidate)) continue
    const hash = readRef(git, candidate)
    if (hash !== undefined) return { ok: true, hash }
  }
  if (!/^[0-9a-f]{4,39}$/i.test(name)) return { ok: false, because: `there is no ref ${JSON.stringify(name)}` }
  const hashes = objects.expand(name.toLowerCase())
  const commits = hashes.filter((hash) => ['commit', 'tag'].includes(objects.header(hash)?.type ?? ''))
  const [only] = commits
  if (only === undefined) return { ok: false, because: `there is no ref or commit ${JSON.stringify(name)}` }
  return commits.length > 1
    ? { ok: false, because: `${JSON.stringify(name)} is short for several commits` }
    : { ok: true, hash: only }
}
