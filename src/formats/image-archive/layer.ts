/** Reads one layer of an image: which files it adds, which ones of the layers below it takes away. */
import { bytesIn } from '../../core/bytes.ts'
import { type TarEntry, tarEntries } from '../tar/tar-entries.ts'

/** A file that a layer adds or replaces. */
export interface LayerFile<T> extends Omit<TarEntry, 'body'> {
  /** Absolute, without `.` and `..`. */
  readonly path: string
  /** What somebody made of its contents. */
  readonly note: T | undefined
}

export interface Layer<T> {
  readonly files: readonly LayerFile<T>[]
  /** Paths that were in a layer below and are no longer. */
  readonly removed: readonly string[]
  /** Directories that hide all that layers below have in them. */
  readonly opaque: readonly string[]
  /** Bytes of its files. */
  readonly size: number
  /** Why not all of it could be read; undefined where it could. */
  readonly problem: string | undefined
}

/** Looks into files as they go by. */
export interface Look<T> {
  /** How many bytes of a file are wanted; 0 leaves it closed. */
  wanted(path: string, size: number): number
  /** What is to be remembered of it. The bytes are the file's own only during the call. */
  see(path: string, bytes: Uint8Array): T | undefined
}

/** How much may still be read; one for a whole archive, so that many layers cannot do what one may not. */
export interface Budget {
  entries: number
}

/** A path in an image: absolute, and never above its top. */
export function cleanPath(written: string): string {
  const parts: string[] = []
  for (const part of written.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

const whiteout = '.wh.'
/** No file system takes longer ones. */
const longestPath = 4096

/** Reads a layer's archive to its end. A damaged one is read as far as it makes sense. */
export async function readLayer<T>(
  chunks: AsyncIterable<Uint8Array>,
  look: Look<T>,
  budget: Budget,
): Promise<Layer<T>> {
  const files: LayerFile<T>[] = []
  const [removed, opaque]: [string[], string[]] = [[], []]
  let size = 0
  let problem: string | undefined
  try {
    for await (const entry of tarEntries(chunks, (why) => {
      problem = why
    })) {
      if (budget.entries-- <= 0) {
        problem = 'it has more files than are looked at'
        break
      }
      if (entry.path.length > longestPath) continue
      const path = cleanPath(entry.path)
      const slash = path.lastIndexOf('/')
      const [directory, name] = [path.slice(0, slash), path.slice(slash + 1)]
      if (name === '.wh..wh..opq') opaque.push(directory === '' ? '/' : directory)
      else if (name.startsWith(whiteout)) {
        // The file system's own bookkeeping.
        if (!name.startsWith('.wh..wh.')) removed.push(`${directory}/${name.slice(whiteout.length)}`)
      } else {
        const { kind, uid, gid, mode, target, capable } = entry
        const wanted = kind === 'file' ? look.wanted(path, entry.size) : 0
        const note = wanted > 0 ? look.see(path, await bytesIn(entry.body, wanted)) : undefined
        files.push({ path, kind, size: entry.size, uid, gid, mode, target, capable, note })
        size += entry.size
      }
    }
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error)
  }
  return { files, removed, opaque, size, problem }
}
