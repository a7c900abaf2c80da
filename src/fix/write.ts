/** Writes repaired files: all of them or none, each in one step, with the permissions it had. */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { Tree } from '../core/tree.ts'
import { gitTree } from '../trees/git.ts'

/** A file's new text, ready beside the place where it belongs. */
interface Staged {
  readonly path: string
  readonly temporary: string
  /** What the file held, to put it back; undefined where it was not there. */
  readonly before: string | undefined
}

/** Tracked files that differ from the last commit: a repair would be mixed with somebody's unfinished work. */
export function uncommitted(root: string, tree: Tree, files: Iterable<string>): readonly string[] {
  const tracked = [...files].filter((file) => tree.entry(file)?.tracked === true)
  if (tracked.length === 0) return []
  const committed = gitTree(root, 'HEAD')
  return tracked.filter((file) => {
    const [now, then] = [tree.read(file), committed.read(file)]
    return !now.ok || !then.ok || now.text !== then.text
  })
}

/** The file that a path of the tree stands for, links followed as long as they stay in the tree. */
function placeOf(root: string, file: string): string {
  const top = realpathSync(root)
  const wanted = resolve(top, file)
  const found = statSync(wanted, { throwIfNoEntry: false })
  const real = found
    ? realpathSync(wanted)
    : join(realpathSync(existingAbove(dirname(wanted))), relative(existingAbove(dirname(wanted)), wanted))
  const inside = relative(top, real)
  if (inside === '..' || inside.startsWith(`..${sep}`))
    throw new UsageError(`${file} is a link that leads out of ${root}; it is not written.`)
  return real
}

function existingAbove(directory: string): string {
  return statSync(directory, { throwIfNoEntry: false }) ? directory : existingAbove(dirname(directory))
}

/**
 * Writes the texts below `root`. Throws a `UsageError` where a file cannot be written; then every file is as it was.
 */
export function writeFiles(root: string, tree: Tree, files: ReadonlyMap<string, string>): void {
  const staged: Staged[] = []
  const done: Staged[] = []
  const texts = new Map<string, string>()
  try {
    for (const [file, text] of files) {
      const path = placeOf(root, file)
      // Two names of one file are written once.
      if (texts.get(path) === text) continue
      if (texts.has(path))
        throw new UsageError(`${file} has another name, under which it would be written differently.`)
      texts.set(path, text)
      const read = tree.read(file)
      staged.push({ path, temporary: stage(path, text), before: read.ok ? read.text : undefined })
    }
    for (const one of staged) {
      renameSync(one.temporary, one.path)
      done.push(one)
    }
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true })
    for (const { path, before } of done) {
      if (before === undefined) rmSync(path, { force: true })
      else renameSync(stage(path, before), path)
    }
    if (error instanceof UsageError) throw error
    throw new UsageError(`Nothing was written: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

/** Writes a text into a new file beside `path`, on the disk for good, with the permissions of what is there. */
function stage(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.drydock`)
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o644
  const descriptor = openSync(temporary, 'wx', mode & 0o777)
  try {
    fchmodSync(descriptor, mode & 0o777)
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  return temporary
}
