/** Looks into the directories that a container writes to: whose they are, how they are protected, how much came into them. */

import { bytesIn } from '../../core/bytes.ts'
import { isMissing, type Reader } from '../../engine/engine.ts'
import { archiveOf, type Change, type PathStat, statOf } from '../../engine/run/single.ts'
import { type TarEntry, tarEntries } from '../../formats/tar/tar-entries.ts'
import { changedBelow, writeDirectories } from './write-paths.ts'

export interface Owned {
  readonly path: string
  readonly uid: number
  readonly gid: number
  /** Permission bits. */
  readonly mode: number
}

export interface Written extends Owned {
  /** Bytes, in whole pages, at the time it was looked at; of what is new or different, in a directory of the image. */
  readonly size: number
}

/** A directory of the container's own file system, as it is before the first start. */
export interface WrittenDirectory extends Written {
  /** Whether the image has something in it, which a file system mounted there hides. */
  readonly filled: boolean
}

/** What of a directory is read to add up its size; a volume that has more counts as having this much. */
const mostRead = 256 * 1024 ** 2
/** A directory that is larger than this is not read as a whole where only so many of its files changed. */
const [smallDirectory, fewFiles] = [4 * 1024 ** 2, 32]
/** What tells of a path which it is, and whether something is in it. */
const beginning = 8192
/** Paths below which nothing changed and that are looked at: of more of them it is taken for granted that they are files. */
const mostLookedAt = 200
const page = 4096
const inPages = (size: number): number => Math.ceil(size / page) * page

interface Archived extends Omit<TarEntry, 'body'> {
  /** What a file contains, where it was asked for and is not longer than that. */
  readonly content?: Uint8Array
}

interface Archive {
  /** With whole paths; none where there is no such path. */
  readonly entries: readonly Archived[]
  /** Whether it had more than was read. */
  readonly isCut: boolean
}

async function archived(engine: Reader, id: string, path: string, most: number, contentOf = 0): Promise<Archive> {
  try {
    const bytes = await archiveOf(engine, id, path, most)
    const above = path.slice(0, path.lastIndexOf('/') + 1)
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield bytes
    }
    const entries: Archived[] = []
    for await (const { body, ...entry } of tarEntries(whole())) {
      const isWanted = entry.kind === 'file' && entry.size <= contentOf
      const content = isWanted ? { content: await bytesIn(body, entry.size) } : {}
      entries.push({ ...entry, path: above + entry.path, ...content })
    }
    return { entries, isCut: bytes.length >= most }
  } catch (error) {
    if (!isMissing(error)) throw error
    return { entries: [], isCut: false }
  }
}

/** A path of a container, and whether something is in it. */
export interface Top {
  readonly entry: Archived
  readonly filled: boolean
}

/** What an image has, as a container that was never started shows. */
export interface ImageReads {
  top(path: string): Promise<Top | undefined>
  stat(path: string): Promise<PathStat | undefined>
}

/** What is at a path, running or not: the beginning of its archive tells. */
export async function topOf(engine: Reader, id: string, path: string): Promise<Top | undefined> {
  const [entry, ...below] = (await archived(engine, id, path, beginning)).entries
  return entry && { entry, filled: below.length > 0 }
}

/** The names of a container's accounts by their number, as its `/etc/passwd` has them; the first of a number counts. */
export async function accountNames(engine: Reader, id: string): Promise<ReadonlyMap<number, string>> {
  const [file] = (await archived(engine, id, '/etc/passwd', 1 << 17, 1 << 16)).entries
  const names = new Map<number, string>()
  for (const line of Buffer.from(file?.content ?? [])
    .toString('utf8')
    .split('\n')) {
    const [, name = '', uid = ''] = /^([^:]+):[^:]*:(\d+):/.exec(line) ?? []
    if (name !== '' && !names.has(Number(uid))) names.set(Number(uid), name)
  }
  return names
}

/** What a running container has in its volumes. */
export async function volumeContents(
  engine: Reader,
  id: string,
  paths: readonly string[],
): Promise<readonly Written[]> {
  const found: Written[] = []
  for (const path of paths) {
    const [directory, ...below] = (await archived(engine, id, path, mostRead)).entries
    if (!directory) continue
    const size = below.reduce((sum, entry) => sum + inPages(entry.size), 0)
    found.push({ path, uid: directory.uid, gid: directory.gid, mode: directory.mode, size })
  }
  return found
}

/** Changes of a container, with the files that it has open for writing, as if they were written to. */
export function changesWithOpen(changes: readonly Change[], open: readonly string[]): readonly Change[] {
  const known = new Set(changes.map(({ path }) => path))
  const more = open.filter((path) => !known.has(path)).map((path) => ({ path, kind: 'changed' as const }))
  return [...changes, ...more]
}

/**
 * The directories that a container wrote to outside of what is `mounted` in it. `image` tells what its image has at a path: owner and mode are those that something mounted in its place has to have.
 */
export async function writtenDirectories(
  engine: Reader,
  image: ImageReads,
  id: string,
  changes: readonly Change[],
  mounted: readonly string[],
): Promise<readonly WrittenDirectory[]> {
  const parents = new Set(changes.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))
  const unclear = changes.filter(({ path, kind }) => {
    const isInRoot = path.lastIndexOf('/') === 0
    return !parents.has(path) && kind !== 'deleted' && (kind !== 'added' || isInRoot)
  })
  const directories = new Set<string>()
  for (const { path } of unclear.slice(0, mostLookedAt)) {
    if ((await statOf(engine, id, path))?.isDirectory) directories.add(path)
  }
  const known = writeDirectories(changes, mounted, (path) => directories.has(path))
  const others = await usedForAWhile(engine, image, id, mounted)
  const paths = [...new Set([...known, ...others])].sort()
  return Promise.all(
    paths.map(async (path) => {
      const changed = changedBelow(changes, path, paths)
      const [before, now] = await Promise.all([image.top(path), changedEntries(engine, id, path, changed)])
      const { uid, gid, mode } = before?.entry ?? now[0] ?? { uid: 0, gid: 0, mode: 0o755 }
      const size = now.reduce((sum, entry) => sum + inPages(entry.size), 0)
      return { path, uid, gid, mode, size, filled: before?.filled ?? false }
    }),
  )
}

/** Where programs put files that they remove again, which no list of changes has: the time of the directory tells. */
const forAWhile = ['/tmp', '/var/tmp', '/run']

async function usedForAWhile(
  engine: Reader,
  image: ImageReads,
  id: string,
  mounted: readonly string[],
): Promise<readonly string[]> {
  // What is mounted below one is put there by the runtime.
  const paths = forAWhile.filter((path) => !mounted.some((one) => one === path || one.startsWith(`${path}/`)))
  const used = paths.map(async (path) => {
    const [now, before] = await Promise.all([statOf(engine, id, path), image.stat(path)])
    return now?.isDirectory && before?.isDirectory && now.modified !== before.modified ? [path] : []
  })
  return (await Promise.all(used)).flat()
}

/** What is new or different below a directory, and the directory itself. */
async function changedEntries(
  engine: Reader,
  id: string,
  path: string,
  changed: ReadonlySet<string>,
): Promise<readonly Archived[]> {
  const isChanged = (entry: Archived): boolean => changed.has(entry.path)
  const small = await archived(engine, id, path, smallDirectory)
  if (!small.isCut) return small.entries.filter(isChanged)
  if (changed.size > fewFiles) return (await archived(engine, id, path, mostRead)).entries.filter(isChanged)
  const each = await Promise.all([...changed].map((one) => topOf(engine, id, one)))
  return each.flatMap((top) => top?.entry ?? [])
}
