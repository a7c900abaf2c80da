/** Git's index, versions 2 to 4: which paths are tracked. */
import { join } from 'node:path'
import { readWhole } from './bytes.ts'
import type { GitDirectory } from './directory.ts'

/** An index of a million files has about 100 MB; beyond that nobody waits for us. */
const LARGEST = 512 * 1024 * 1024

export interface TrackedPaths {
  /** Paths from the repository's top. */
  readonly files: ReadonlySet<string>
  /** Directories that hold a tracked file at any depth, `''` included. */
  readonly directories: ReadonlySet<string>
  /** Folders that a sparse index holds as one entry: everything below is tracked. */
  readonly whole: ReadonlySet<string>
}

const nothing: TrackedPaths = { files: new Set(), directories: new Set(), whole: new Set() }

/** What the repository's index holds; nothing where there is no index yet, `undefined` where it cannot be read. */
export function readIndex(git: GitDirectory): TrackedPaths | undefined {
  const bytes = readWhole(join(git.own, 'index'), LARGEST)
  if (bytes === undefined) return nothing
  return parseIndex(bytes, git.objectFormat === 'sha1' ? 20 : 32)
}

/** Parses an index; `undefined` for one that is broken, of another version, or split over two files. */
export function parseIndex(bytes: Buffer, hashLength: 20 | 32): TrackedPaths | undefined {
  if (bytes.length < 12 + hashLength || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined
  const version = bytes.readUInt32BE(4)
  if (version < 2 || version > 4) return undefined
  const count = bytes.readUInt32BE(8)
  const end = bytes.length - hashLength
  const files = new Set<string>()
  const whole = new Set<string>()
  let at = 12
  let previous: Buffer = Buffer.alloc(0)
  for (let i = 0; i < count; i++) {
    const flagsAt = at + 40 + hashLength
    if (flagsAt + 2 > end) return undefined
    const mode = bytes.readUInt32BE(at + 24)
    const extended = version >= 3 && (bytes.readUInt16BE(flagsAt) & 0x4000) !== 0
    const pathAt = flagsAt + (extended ? 4 : 2)
    const entry = version === 4 ? compressedPath(bytes, pathAt, end, previous) : plainPath(bytes, pathAt, end, at)
    if (entry === undefined) return undefined
    const path = entry.path.toString('utf8')
    if ((mode & 0o170000) === 0o040000) whole.add(path.replace(/\/$/, ''))
    else files.add(path)
    previous = entry.path
    at = entry.next
  }
  if (isSplit(bytes, at, end)) return undefined
  return { files, directories: directoriesOf([...files, ...whole]), whole }
}

interface PathAt {
  readonly path: Buffer
  readonly next: number
}

/** Versions 2 and 3: the path ends with NUL, and NULs fill the entry up to a multiple of eight. */
function plainPath(bytes: Buffer, at: number, end: number, start: number): PathAt | undefined {
  const stop = bytes.indexOf(0, at)
  if (stop === -1 || stop >= end) return undefined
  const next = start + ((stop - start + 8) & ~7)
  return { path: bytes.subarray(at, stop), next }
}

/** Version 4: how many bytes to drop from the previous path, then what to add. */
function compressedPath(bytes: Buffer, at: number, end: number, previous: Buffer): PathAt | undefined {
  let position = at
  let dropped = 0
  for (let first = true; ; first = false) {
    const byte = bytes[position++]
    if (byte === undefined || position > end || dropped > previous.length) return undefined
    dropped = first ? byte & 0x7f : ((dropped + 1) << 7) | (byte & 0x7f)
    if ((byte & 0x80) === 0) break
  }
  const stop = bytes.indexOf(0, position)
  if (stop === -1 || stop >= end || dropped > previous.length) return undefined
  const kept = previous.subarray(0, previous.length - dropped)
  // A path longer than any file system takes is an attempt to make us copy without end.
  if (kept.length + stop - position > 65_536) return undefined
  return { path: Buffer.concat([kept, bytes.subarray(position, stop)]), next: stop + 1 }
}

/** Whether the `link` extension says that most entries stand in another file. */
function isSplit(bytes: Buffer, from: number, end: number): boolean {
  for (let at = from; at + 8 <= end; at += 8 + bytes.readUInt32BE(at + 4)) {
    if (bytes.toString('latin1', at, at + 4) === 'link') return true
  }
  return false
}

function directoriesOf(paths: Iterable<string>): ReadonlySet<string> {
  const directories = new Set<string>()
  for (const path of paths) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const directory = path.slice(0, slash)
      if (directories.has(directory)) break
      directories.add(directory)
    }
    directories.add('')
  }
  return directories
}

/** Whether git tracks a path from the repository's top. */
export function isTracked(tracked: TrackedPaths, path: string): boolean {
  if (tracked.files.has(path) || tracked.directories.has(path) || tracked.whole.has(path)) return true
  if (tracked.whole.size === 0) return false
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    if (tracked.whole.has(path.slice(0, slash))) return true
  }
  return false
}
