/** Looks into the directories that a container writes to: whose they are, how they are protected, how much came into them. */
import { isMissing } from '../../engine/engine.ts'
import { archiveOf, type Change } from '../../engine/run/single.ts'
import type { Bench } from './bench.ts'
import { type TarEntry, tarEntries } from './tar-entries.ts'
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
const page = 4096
const inPages = (size: number): number => Math.ceil(size / page) * page

/** What an archive of the path holds, with whole paths; nothing where there is no such path. */
async function entriesOf(
  { engine }: Pick<Bench, 'engine'>,
  id: string,
  path: string,
  most: number,
  contentOf = 0,
): Promise<readonly TarEntry[]> {
  const found: TarEntry[] = []
  try {
    const bytes = await archiveOf(engine, id, path, most)
    const above = path.slice(0, path.lastIndexOf('/') + 1)
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield bytes
    }
    for await (const entry of tarEntries(whole(), contentOf)) found.push({ ...entry, path: above + entry.path })
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  return found
}

/** The path itself, and whether something is in it: the beginning of the archive tells. */
async function top(
  bench: Bench,
  id: string,
  path: string,
): Promise<{ readonly entry: TarEntry; readonly filled: boolean } | undefined> {
  const [entry, ...below] = await entriesOf(bench, id, path, 8192)
  return entry && { entry, filled: below.length > 0 }
}

/** The names of a container's accounts by their number, as its `/etc/passwd` has them; the first of a number counts. */
export async function accountNames(bench: Pick<Bench, 'engine'>, id: string): Promise<ReadonlyMap<number, string>> {
  const [file] = await entriesOf(bench, id, '/etc/passwd', 1 << 17, 1 << 16)
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
export async function volumeContents(bench: Bench, id: string, paths: readonly string[]): Promise<readonly Written[]> {
  const found: Written[] = []
  for (const path of paths) {
    const [directory, ...below] = await entriesOf(bench, id, path, mostRead)
    if (!directory) continue
    const size = below.reduce((sum, entry) => sum + inPages(entry.size), 0)
    found.push({ path, uid: directory.uid, gid: directory.gid, mode: directory.mode, size })
  }
  return found
}

/**
 * The directories that a running container wrote to outside its volumes. `reference` is a container of the same image that was never started:
 * owner and mode are those that the directory has there, and has to have when something else is mounted in its place.
 */
export async function writtenDirectories(
  bench: Bench,
  reference: string,
  id: string,
  changes: readonly Change[],
  volumes: readonly string[],
): Promise<readonly WrittenDirectory[]> {
  const parents = new Set(changes.map(({ path }) => path.slice(0, path.lastIndexOf('/'))))
  const directories = new Set<string>()
  for (const { path, kind } of changes) {
    const isInRoot = path.lastIndexOf('/') === 0
    if (parents.has(path) || kind === 'deleted' || (kind === 'added' && !isInRoot)) continue
    if ((await top(bench, id, path))?.entry.kind === 'directory') directories.add(path)
  }
  const paths = writeDirectories(changes, volumes, (path) => directories.has(path))
  const found: WrittenDirectory[] = []
  for (const path of paths) {
    const before = await top(bench, reference, path)
    const changed = changedBelow(changes, path, paths)
    const now = (await entriesOf(bench, id, path, mostRead)).filter((entry) => changed.has(entry.path))
    const { uid, gid, mode } = before?.entry ?? now[0] ?? { uid: 0, gid: 0, mode: 0o755 }
    const size = now.reduce((sum, entry) => sum + inPages(entry.size), 0)
    found.push({ path, uid, gid, mode, size, filled: before?.filled ?? false })
  }
  return found
}
