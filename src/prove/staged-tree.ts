/** Copies of a project in a temporary directory, in which a stack is started: the project itself is only read. */
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { PathKind } from './harmless-stack.ts'

/** Bytes of a project that are copied at most: several copies are there at once. */
const mostBytes = 4 * 2 ** 30

/** So many directories lie above a staged project that `../..` of a compose file leads to no other copy. */
const above = ['a', 'b', 'c', 'd', 'e', 'f']

export interface Staged {
  /** The directory of the copy, beside which everything else of its side lies. */
  readonly side: string
  /** What stands for the project's own directory. */
  readonly tree: string
}

/** Copies a project, with these texts instead of what some of its files hold. Throws a `UsageError` for one that is too large. */
export function stageTree(directory: string, side: string, files: ReadonlyMap<string, string>): Staged {
  const tree = join(side, ...above, 'project')
  mkdirSync(tree, { recursive: true })
  copyBelow(realpathSync(directory), tree, { left: mostBytes })
  const top = realpathSync(tree)
  for (const [file, text] of files) {
    const path = join(top, file)
    mkdirSync(dirname(path), { recursive: true })
    const real = existsSync(path) ? realpathSync(path) : path
    if (!isInside(top, real)) throw new UsageError(`${file} is a link that leads out of ${directory}.`)
    writeFileSync(real, text)
  }
  return { side, tree: top }
}

function copyBelow(from: string, to: string, room: { left: number }): void {
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)]
    const found = lstatSync(source)
    if (found.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else if (found.isDirectory()) {
      mkdirSync(target)
      copyBelow(source, target, room)
      chmodSync(target, found.mode & 0o7777)
    } else if (found.isFile()) {
      room.left -= found.size
      if (room.left < 0) throw new UsageError(`${from} holds more than is copied for a proof (4 GiB).`)
      copyFileSync(source, target, constants.COPYFILE_FICLONE)
      chmodSync(target, found.mode & 0o7777)
    } else continue
    // Only root may give files away, and only then can they belong to somebody else.
    if (process.getuid?.() === 0) lchownSync(target, found.uid, found.gid)
  }
}

const isInside = (top: string, path: string): boolean => path === top || path.startsWith(top + sep)

/** What a path of a staged project's configuration stands for. */
export const kindOf =
  (directory: string, staged: Staged) =>
  (path: string): PathKind => {
    const wanted = originalOf(directory, staged, path)
    const nearest = nearestReal(wanted)
    if (isInside(staged.tree, nearest)) return 'inside'
    const found = statSync(wanted, { throwIfNoEntry: false })
    // The engine's machine may have a socket that this one does not show.
    if (found === undefined) return wanted.endsWith('.sock') ? 'socket' : 'missing'
    // An engine that mounts a socket which is not there makes a directory of its name.
    if (found.isDirectory() && wanted.endsWith('.sock')) return 'socket'
    return found.isSocket() ? 'socket' : found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'socket'
  }

/** A path above the staged project is one above the project itself. */
const originalOf = (directory: string, { side, tree }: Staged, path: string): string =>
  isInside(realpathSync(side), path) && !isInside(tree, path) ? resolve(directory, relative(tree, path)) : path

/** The path without links; of one that is not there, that of the nearest directory above. */
function nearestReal(path: string): string {
  return existsSync(path) ? realpathSync(path) : dirname(path) === path ? path : nearestReal(dirname(path))
}

/** Where the copy of a path from outside lies. */
export const copyOf =
  ({ side }: Staged) =>
  (path: string): string =>
    join(side, 'outside', relative(sep, path).replaceAll(sep, '-'))

/** Copies files from outside; an empty directory stands for what is not there. */
export function copyOutside(directory: string, staged: Staged, paths: readonly string[]): void {
  for (const path of paths) {
    const original = originalOf(directory, staged, path)
    const copy = copyOf(staged)(path)
    mkdirSync(dirname(copy), { recursive: true })
    if (existsSync(original)) copyFileSync(original, copy)
    else mkdirSync(copy, { recursive: true })
  }
}

/** A file of a staged project; undefined where there is none. */
export const stagedText = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined

export function writeStaged(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A new directory that only its owner can look into. */
export function makePrivate(parent: string, name: string): string {
  const path = join(parent, name)
  mkdirSync(path, { mode: 0o700 })
  return realpathSync(path)
}

/** Removes a directory; false where something in it could not be removed, such as what a container wrote as root. */
export function removeStaged(path: string): boolean {
  try {
    rmSync(path, { recursive: true, force: true })
    return true
  } catch {
    return false
  }
}

/** Directories of a parent whose name starts so. */
export const directoriesNamed = (parent: string, prefix: string): readonly string[] =>
  readdirSync(parent)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(parent, basename(name)))
