/** Tells from what a container changed in its own file system which directories it has to be able to write to. */
import type { Change } from '../../engine/run/single.ts'

/** Mounted by the runtime, whatever the image; its first process is one of its own where it is asked for. */
const OF_THE_RUNTIME = ['/dev', '/proc', '/sys', '/sbin/docker-init', '/usr/sbin/docker-init']

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))
const isWithin = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`)

/** Directories that one list may name: who changes the owner of a whole tree has written to every one of it. */
const mostDirectories = 24

/**
 * The directories, sorted, in which something came, went or changed. A directory that the container made belongs to the one it made it in; one
 * that it made in the root is named itself, because the root cannot be made writable alone; a file there can be helped by nothing. What lies
 * in `mounted` is left out, and so are the directories that the runtime made or changed to mount it there. `isDirectory` is asked of paths below
 * which nothing changed. Of very many directories, those above stand for them.
 */
export function writeDirectories(
  changes: readonly Change[],
  mounted: readonly string[],
  isDirectory: (path: string) => boolean,
): readonly string[] {
  const elsewhere = [...OF_THE_RUNTIME, ...mounted]
  const own = changes.filter(({ path }) => !elsewhere.some((directory) => isWithin(path, directory)))
  const made = changes.filter(({ path, kind }) => kind === 'added' && elsewhere.includes(path)).map(({ path }) => path)
  const leadsToMount = (path: string): boolean => made.some((point) => isWithin(point, path))
  const added = new Set(own.filter(({ path, kind }) => kind === 'added' && !leadsToMount(path)).map(({ path }) => path))
  const parents = new Set(own.filter(({ path }) => !leadsToMount(path)).map(({ path }) => parentOf(path)))
  const found = new Set<string>()
  for (const { path, kind } of own) {
    if (leadsToMount(path)) continue
    if (kind === 'changed') {
      // A directory in which something changed is listed as changed itself.
      if (!parents.has(path)) found.add(isDirectory(path) ? path : parentOf(path))
    } else if (!added.has(parentOf(path))) {
      const isInRoot = parentOf(path) === '/'
      const isMade = parents.has(path) || (kind === 'added' && isDirectory(path))
      if (!isInRoot) found.add(parentOf(path))
      else if (isMade) found.add(path)
    }
  }
  found.delete('/')
  return fewer([...found]).sort()
}

/** The directories, or so many at most of those above them, the deepest given up first; none in the root comes into it. */
function fewer(paths: readonly string[]): string[] {
  const names = paths.map((path) => path.split('/'))
  for (let depth = Math.max(0, ...names.map(({ length }) => length)); depth > 2; depth--) {
    const above = new Set(names.map((name) => name.slice(0, depth).join('/')))
    if (above.size <= mostDirectories) return [...above]
  }
  return [...new Set(names.map((name) => name.slice(0, 2).join('/')))]
}

/** The files that are new or different, below a directory and its own; those of directories in `others` that lie deeper aside. */
export function changedBelow(
  changes: readonly Change[],
  directory: string,
  others: readonly string[],
): ReadonlySet<string> {
  const deeper = others.filter((other) => other !== directory && isWithin(other, directory))
  return new Set(
    changes
      .filter(({ path, kind }) => kind !== 'deleted' && isWithin(path, directory))
      .filter(({ path }) => !deeper.some((other) => isWithin(path, other)))
      .map(({ path }) => path),
  )
}
