/** Refs as git keeps them: one file each, or packed together. */
import { join } from 'node:path'
import { namesIn, readLine, readWhole } from './bytes.ts'
import type { GitDirectory } from './directory.ts'

export interface Ref {
  readonly name: string
  readonly hash: string
  /** What an annotated tag points at, where the packed file says so. */
  readonly peeled?: string
}

/** A repository with more refs than this gets only the first of them. */
const MOST_REFS = 200_000

const HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** Whether a name may be joined to a path: git's own rules, as far as they keep it inside the folder. */
const isRefName = (name: string): boolean =>
  name !== '' && !/[\x00-\x20\x7f~^:?*[\\]|\.\.|\/\/|^\/|\/$|(?:^|\/)\.|\.lock(?:\/|$)/.test(name)

/** The branch that is checked out; `undefined` where HEAD is a commit by itself. */
export function currentBranch(git: GitDirectory): string | undefined {
  const target = readLine(join(git.own, 'HEAD'))
  const branch = target === undefined ? undefined : /^ref: refs\/heads\/(.+)$/.exec(target)?.[1]
  return branch !== undefined && git.refsAreFiles ? branch : undefined
}

/** The hash a full ref name (`HEAD`, `refs/heads/main`) stands for; annotated tags are not peeled. */
export function readRef(git: GitDirectory, name: string, depth = 0): string | undefined {
  if (!git.refsAreFiles || depth > 5 || !isRefName(name)) return undefined
  const text = readLine(join(git.own, name)) ?? (git.own === git.common ? undefined : readLine(join(git.common, name)))
  if (text !== undefined) {
    if (HASH.test(text)) return text
    const target = /^ref:\s*(\S+)$/.exec(text)?.[1]
    return target === undefined ? undefined : readRef(git, target, depth + 1)
  }
  return packedRefs(git).find((ref) => ref.name === name)?.hash
}

/** Every ref below a prefix such as `refs/tags/`, in name order. */
export function refsBelow(git: GitDirectory, prefix: string): readonly Ref[] {
  if (!git.refsAreFiles) return []
  const refs = new Map(packedRefs(git).flatMap((ref) => (ref.name.startsWith(prefix) ? [[ref.name, ref]] : [])))
  for (const name of looseNames(git, prefix)) {
    const hash = readRef(git, name)
    // The packed entry goes stale when the loose one is written.
    if (hash !== undefined && refs.get(name)?.hash !== hash) refs.set(name, { name, hash })
  }
  return [...refs.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

function looseNames(git: GitDirectory, prefix: string): readonly string[] {
  const names: string[] = []
  const pending = [{ path: prefix.replace(/\/$/, ''), depth: 0 }]
  for (let at = pending.pop(); at !== undefined && names.length < MOST_REFS; at = pending.pop()) {
    for (const entry of namesIn(git.common, at.path)) {
      const path = `${at.path}/${entry.name}`
      if (!entry.directory) names.push(path)
      else if (at.depth < 20) pending.push({ path, depth: at.depth + 1 })
    }
  }
  return names
}

function packedRefs(git: GitDirectory): readonly Ref[] {
  const text = readWhole(join(git.common, 'packed-refs'), 64 * 1024 * 1024)?.toString('utf8') ?? ''
  const refs: Ref[] = []
  for (const line of text.split('\n')) {
    if (refs.length >= MOST_REFS) break
    const last = refs.at(-1)
    if (line.startsWith('^') && last && HASH.test(line.slice(1)))
      refs[refs.length - 1] = { ...last, peeled: line.slice(1) }
    const match = /^([0-9a-f]{40}|[0-9a-f]{64}) (\S+)$/.exec(line)
    if (match?.[1] && match[2]) refs.push({ hash: match[1], name: match[2] })
  }
  return refs
}
