/** What lies in the layers of an image and is of no use to what runs: caches, and files that a later layer hides. */
import type { Ballast } from '../../core/image-contents.ts'
import type { PlacedFile } from '../../formats/image-archive/placed-files.ts'
import { cacheOf } from '../../knowledge/image-directories.ts'

/** Less is not worth a line. */
const leastCache = 100_000
const leastHidden = 1_000_000

interface Sum {
  files: number
  bytes: number
}

/** Sums over each layer, the heaviest first. */
export function ballastOf(files: readonly PlacedFile<unknown>[]): readonly Ballast[] {
  const sums = new Map<string, Omit<Ballast, 'files' | 'bytes'> & Sum>()
  for (const { path, layer, gone, kind, size } of files) {
    if (kind !== 'file' || size === 0) continue
    const cache = cacheOf(path)
    if (cache === undefined && gone === undefined) continue
    const goneIn = gone?.layer ?? null
    const directory = cache?.directory ?? top(path)
    const key = `${layer} ${goneIn} ${directory}`
    const sum = sums.get(key) ?? {
      ...{ layer, goneIn, directory, what: cache?.what ?? directory, kind: cache ? 'cache' : 'hidden' },
      ...{ files: 0, bytes: 0 },
    }
    sum.files += 1
    sum.bytes += size
    sums.set(key, sum)
  }
  return [...sums.values()]
    .filter(({ kind, bytes }) => bytes >= (kind === 'cache' ? leastCache : leastHidden))
    .sort((a, b) => b.bytes - a.bytes || a.layer - b.layer || (a.directory < b.directory ? -1 : 1))
}

/** The first two directories of a path: close enough to say what it is, and far enough to add up. */
const top = (path: string): string =>
  path
    .split('/')
    .slice(0, 3)
    .slice(0, Math.max(2, path.split('/').length - 1))
    .join('/')
