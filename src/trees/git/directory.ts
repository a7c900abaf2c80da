/** Finds the `.git` that a directory belongs to, as git does: upwards, through worktrees and submodules. */
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { isDirectory, isFile, readLine } from './bytes.ts'

export interface GitDirectory {
  /** The top of the working tree; the directory itself for a bare repository. */
  readonly top: string
  /** What belongs to this working tree alone: `HEAD`, `index`. */
  readonly own: string
  /** What all working trees share: objects, refs, configuration. */
  readonly common: string
  readonly objectFormat: 'sha1' | 'sha256'
  /** Whether refs are files, the only storage that is read here. */
  readonly refsAreFiles: boolean
}

/** The repository whose working tree `directory` is in. */
export function findGitDirectory(directory: string): GitDirectory | undefined {
  for (let at = resolve(directory); ; at = dirname(at)) {
    const found = gitDirectoryAt(at)
    if (found) return found
    if (dirname(at) === at) return undefined
  }
}

/** The repository without a working tree that a directory is. */
export const bareGitDirectoryAt = (directory: string): GitDirectory | undefined =>
  isFile(join(directory, 'HEAD')) && isDirectory(join(directory, 'objects')) && isDirectory(join(directory, 'refs'))
    ? describe(directory, directory)
    : undefined

/** The repository whose top is this very directory. */
export function gitDirectoryAt(top: string): GitDirectory | undefined {
  const dotGit = join(top, '.git')
  if (isDirectory(dotGit)) return isFile(join(dotGit, 'HEAD')) ? describe(top, dotGit) : undefined
  const pointer = isFile(dotGit) ? readLine(dotGit) : undefined
  const target = pointer === undefined ? undefined : /^gitdir: (.+)$/.exec(pointer)?.[1]
  if (target === undefined) return undefined
  const own = resolve(top, target)
  return isFile(join(own, 'HEAD')) ? describe(top, own) : undefined
}

/** The path from the repository's top down to a directory, with `/`; `undefined` where it lies elsewhere. */
export function pathBelow(top: string, directory: string): string | undefined {
  const path = relative(top, directory)
  if (path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)) return undefined
  return path.split(sep).join('/')
}

function describe(top: string, own: string): GitDirectory {
  const shared = readLine(join(own, 'commondir'))
  const common = shared === undefined || shared === '' ? own : resolve(own, shared)
  const extensions = sectionOf(readLine(join(common, 'config')) ?? '', 'extensions')
  return {
    top,
    own,
    common,
    objectFormat: extensions.get('objectformat') === 'sha256' ? 'sha256' : 'sha1',
    refsAreFiles: (extensions.get('refstorage') ?? 'files') === 'files',
  }
}

/** The plain `key = value` lines of one section of a git configuration; keys in lower case. */
function sectionOf(text: string, section: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  let inside = false
  for (const line of text.split('\n')) {
    const header = /^\s*\[\s*([^\]"\s]+)/.exec(line)
    if (header) inside = header[1]?.toLowerCase() === section
    const assignment = inside ? /^\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*([^\s;#]+)/.exec(line) : null
    if (assignment?.[1] && assignment[2]) values.set(assignment[1].toLowerCase(), assignment[2].toLowerCase())
  }
  return values
}
