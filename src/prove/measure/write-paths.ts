/** Tells from what a container changed in its own file system which directories it has to be able to write to. */
import type { Change } from '../../engine/run/single.ts'

/** Mounted by the runtime, whatever the image. */
const OF_THE_RUNTIME = ['/dev', '/proc', '/sys']

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf('/')))
const isWithin = (path: string, directory: string): boolean => path === directory || path.startsWith(`${directory}/`)

/**
 * The directories, sorted, in which something came, went or changed. A directory that the container made belongs to the one it made it in; one
 * that it made in the root is named itself, because the root cannot be made writable alone; a file there can be helped by nothing. What lies
 * in `mounted` is left out. `isDirectory` is asked of paths below which nothing changed.
 */
export function writeDirectories(
  changes: readonly Change[],
  mounted: readonly string[],
  isDirectory: (path: string) => boolean,
): readonly string[] {
  const elsewhere = [...OF_THE_RUNTIME, ...mounted]
  const own = changes.filter(({ path }) => !elsewhere.some((directory) => isWithin(path, directory)))
  const added = new Set(own.filter(({ kind }) => kind === 'added').map(({ path }) => path))
  const parents = new Set(own.map(({ path }) => parentOf(path)))
  const found = new Set<string>()
  for (const { path, kind } of own) {
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
  return [...found].sort()
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
