/** A tree of the files below a directory on disk, read only where somebody asks. */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../core/errors.ts'
import type { Entry, ReadResult, Tree } from '../core/tree.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import { decode, LARGEST_TEXT, tooLarge } from './decode.ts'
import { type Holder, heldBy, holderAbove, holderAt, ignoreFilesAbove } from './disk-repository.ts'
import { repositoryFacts } from './git/facts.ts'
import { openObjects } from './git/objects.ts'
import { ignoreLookup } from './gitignore.ts'

export interface DiskOptions {
  /** How the tree is called in reports; the root as it was given unless told. */
  readonly name?: string
}

interface Directory {
  readonly names: readonly string[]
  readonly entries: ReadonlyMap<string, Dirent>
}

/** What a path really is, after following links that stay inside. */
interface Place {
  readonly kind: Entry['kind']
  /** The path without links, from the root. */
  readonly real: string
  /** Whether the last part of the path is itself a link. */
  readonly linked: boolean
}

/** What the disk, the index and the ignore files say of a path without links. */
interface EntryFacts {
  status(real: string): Stats | undefined
  tracked(real: string): Entry['tracked']
  ignored(path: string, directory: boolean): boolean
}

/**
 * An entry that asks only when somebody looks: a walk only wants the kind. A class, since an object with getters of its own
 * takes ten times as long to make, and there is one for every file.
 */
class DiskEntry implements Entry {
  readonly kind: Entry['kind']
  declare readonly target?: string
  readonly #path: string
  readonly #real: string
  readonly #facts: EntryFacts
  #status: Stats | undefined

  constructor(path: string, { kind, real, linked }: Place, facts: EntryFacts) {
    this.kind = kind
    this.#path = path
    this.#real = real
    this.#facts = facts
    if (linked && kind !== 'link') this.target = real
  }

  #stat(): Stats | undefined {
    this.#status ??= this.#facts.status(this.#real)
    return this.#status
  }

  get mode(): number {
    return (this.#stat()?.mode ?? 0) & 0o7777
  }

  get size(): number {
    return this.kind === 'file' ? (this.#stat()?.size ?? 0) : 0
  }

  get tracked(): Entry['tracked'] {
    return this.#facts.tracked(this.#real)
  }

  get ignored(): boolean {
    return this.tracked !== true && this.#facts.ignored(this.#path, this.kind === 'directory')
  }
}

/** A tree of the files below `root`. Throws a `UsageError` where there is no such directory. */
export function diskTree(root: string, options: DiskOptions = {}): Tree {
  const top = realDirectory(root)
  const directories = new Map<string, Directory>()
  const places = new Map<string, Place | undefined>()

  /** Lists a directory by its path without links. */
  function listing(real: string): Directory {
    const cached = directories.get(real)
    if (cached) return cached
    const entries = new Map(read(real).map((entry) => [entry.name, entry]))
    const directory = { names: [...entries.keys()].sort(), entries }
    directories.set(real, directory)
    return directory
  }

  function read(real: string): readonly Dirent[] {
    try {
      return readdirSync(join(top, real), { withFileTypes: true })
    } catch {
      return []
    }
  }

  function placeOf(path: string): Place | undefined {
    if (path === '') return { kind: 'directory', real: '', linked: false }
    const directory = directoryOf(path)
    const parent = directory === '' ? '' : directoryAt(directory)
    if (parent === undefined) return undefined
    const entry = listing(parent).entries.get(nameOf(path))
    if (entry === undefined) return undefined
    const real = below(parent, entry.name)
    if (entry.isDirectory()) return { kind: 'directory', real, linked: false }
    return entry.isSymbolicLink() ? follow(real) : { kind: 'file', real, linked: false }
  }

  /** The path without links of a directory; `undefined` where the path is no directory of the tree. */
  function directoryAt(path: string): string | undefined {
    let place = places.get(path)
    if (place === undefined && !places.has(path)) {
      place = placeOf(path)
      places.set(path, place)
    }
    return place?.kind === 'directory' ? place.real : undefined
  }

  function follow(link: string): Place {
    try {
      const target = realpathSync.native(join(top, link))
      const real = relative(top, target)
      if (real === '..' || real.startsWith(`..${sep}`) || isAbsolute(real))
        return { kind: 'link', real: link, linked: true }
      const kind = statSync(target).isDirectory() ? 'directory' : 'file'
      return { kind, real: sep === '/' ? real : real.split(sep).join('/'), linked: true }
    } catch {
      return { kind: 'link', real: link, linked: true }
    }
  }

  const own = holderAbove(top)
  const isIgnored = ignoreLookup({
    above: own === undefined ? [] : ignoreFilesAbove(own),
    gitignore: (directory) => {
      if (!listing(directory).entries.has('.gitignore')) return undefined
      const result = tree.read(below(directory, '.gitignore'))
      return result.ok ? result.text : undefined
    },
  })

  const holders = new Map<string, Holder | undefined>([['', own]])

  /** The repository that decides on the entries of a directory: a nested one decides on its own. */
  function holderOf(directory: string): Holder | undefined {
    if (holders.has(directory)) return holders.get(directory)
    const nested = listing(directory).entries.has('.git') ? holderAt(join(top, directory), directory) : undefined
    const holder = nested ?? holderOf(directoryOf(directory))
    holders.set(directory, holder)
    return holder
  }

  const facts: EntryFacts = {
    status: (real) => statusOf(join(top, real)),
    tracked: (real) => heldBy(holderOf(real === '' ? '' : directoryOf(real)), real),
    ignored: isIgnored,
  }

  const tree: Tree = {
    name: options.name ?? root,
    folder: basename(resolve(root)),
    list: (directory) => {
      const real = directoryAt(directory)
      return real === undefined ? [] : listing(real).names
    },
    entry: (path) => {
      const place = placeOf(path)
      return place && new DiskEntry(path, place, facts)
    },
    read: (path) => {
      const place = placeOf(path)
      if (place === undefined) return { ok: false, reason: 'missing', detail: 'there is no such file' }
      if (place.kind === 'link')
        return { ok: false, reason: 'outside', detail: 'it is a link that leads out of the tree or nowhere' }
      if (place.kind === 'directory') return { ok: false, reason: 'unreadable', detail: 'it is a directory' }
      return readText(join(top, place.real))
    },
    ignores: (path) => isIgnored(path, false),
    repository: () => own && repositoryFacts(own.git, openObjects(own.git)),
  }
  return tree
}

const below = (directory: string, name: string): string => (directory === '' ? name : `${directory}/${name}`)

function realDirectory(root: string): string {
  try {
    const real = realpathSync.native(root)
    if (statSync(real).isDirectory()) return real
  } catch {
    throw new UsageError(
      `there is no directory ${JSON.stringify(root)}`,
      'name a directory that exists and can be read',
    )
  }
  throw new UsageError(`${JSON.stringify(root)} is not a directory`, 'name the directory that holds the project')
}

function statusOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Reads one regular file. Links are not followed and pipes not waited for, whatever became of the path meanwhile. */
function readText(file: string): ReadResult {
  let descriptor: number | undefined
  try {
    const { O_RDONLY, O_NONBLOCK, O_NOFOLLOW } = constants
    descriptor = openSync(file, O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOFOLLOW ?? 0))
    const status = fstatSync(descriptor)
    if (!status.isFile()) return { ok: false, reason: 'unreadable', detail: 'it is not a regular file' }
    if (status.size > LARGEST_TEXT) return tooLarge(status.size)
    return decode(readFileSync(descriptor))
  } catch (error) {
    return { ok: false, reason: 'unreadable', detail: reasonOf(error) }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? `the system says ${String(error.code)}` : 'the system refuses'
