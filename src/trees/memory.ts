/** A tree of files given as text: tests, examples, and callers that have no file system. */
import type { Entry, ReadResult, Repository, Tree } from '../core/tree.ts'
import { directoryOf, nameOf, within } from '../core/tree.ts'
import { ignoreLookup } from './gitignore.ts'

export interface MemoryFile {
  readonly text: string
  /** Permission bits; `0o644` unless told. */
  readonly mode?: number
  /** Whether git holds the file; what the options say unless told. */
  readonly tracked?: boolean
  /** Size in bytes where the text only stands for a larger file. */
  readonly size?: number
}

export type MemoryFiles = Readonly<Record<string, string | MemoryFile>>

export interface MemoryOptions {
  readonly name?: string
  /** Whether files that do not say are tracked; `unknown`, as outside a repository, unless told. */
  readonly tracked?: boolean | 'unknown'
  readonly repository?: Repository
}

interface Directory {
  readonly names: string[]
  tracked: boolean | 'unknown'
}

/** Whoever gives a script without saying how it lies there means one that can be run. */
const usualMode = (text: string): number => (text.startsWith('#!') ? 0o755 : 0o644)

const utf8 = (text: string): number => Buffer.byteLength(text, 'utf8')

/** A tree of the given files. Paths are normalised; one that leaves the root or names another's directory is dropped. */
export function memoryTree(files: MemoryFiles, options: MemoryOptions = {}): Tree {
  const contents = new Map<string, MemoryFile>()
  for (const [path, file] of Object.entries(files)) {
    const normal = within('', path)
    if (normal) contents.set(normal, typeof file === 'string' ? { text: file } : file)
  }
  const whenSilent = options.tracked ?? 'unknown'
  const directories = directoriesOf(contents, whenSilent)
  const isIgnored = ignoreLookup({ gitignore: (directory) => contents.get(join(directory, '.gitignore'))?.text })

  function entry(path: string): Entry | undefined {
    const directory = directories.get(path)
    if (directory) {
      const ignored = directory.tracked !== true && isIgnored(path, true)
      return { kind: 'directory', mode: 0o755, size: 0, tracked: directory.tracked, ignored }
    }
    const file = contents.get(path)
    if (file === undefined) return undefined
    const tracked = file.tracked ?? whenSilent
    const ignored = tracked !== true && isIgnored(path, false)
    return {
      kind: 'file',
      mode: file.mode ?? usualMode(file.text),
      size: file.size ?? utf8(file.text),
      tracked,
      ignored,
    }
  }

  function read(path: string): ReadResult {
    const file = directories.has(path) ? undefined : contents.get(path)
    if (file) return { ok: true, text: file.text, utf8: true }
    return directories.has(path)
      ? { ok: false, reason: 'unreadable', detail: 'it is a directory' }
      : { ok: false, reason: 'missing', detail: 'there is no such file' }
  }

  return {
    name: options.name ?? 'memory',
    folder: nameOf((options.name ?? 'memory').replace(/\/+$/, '')),
    list: (directory) => directories.get(directory)?.names ?? [],
    entry,
    read,
    ignores: (path) => isIgnored(path, false),
    repository: () => options.repository,
  }
}

const join = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`)

function directoriesOf(
  files: ReadonlyMap<string, MemoryFile>,
  whenSilent: boolean | 'unknown',
): Map<string, Directory> {
  const names = new Map<string, Set<string>>([['', new Set()]])
  const tracked = new Set<string>()
  for (const [path, file] of files) {
    const held = (file.tracked ?? whenSilent) === true
    for (let at = path; at !== ''; at = directoryOf(at)) {
      const parent = directoryOf(at)
      const siblings = names.get(parent) ?? new Set()
      names.set(parent, siblings.add(at.slice(parent === '' ? 0 : parent.length + 1)))
      if (held) tracked.add(parent)
    }
  }
  const known = whenSilent !== 'unknown' || [...files.values()].some((file) => file.tracked !== undefined)
  const result = new Map<string, Directory>()
  for (const [path, children] of names) {
    result.set(path, { names: [...children].sort(), tracked: known ? tracked.has(path) : 'unknown' })
  }
  return result
}
