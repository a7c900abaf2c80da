/** Whose a container is: which of the audited projects, and which of its variants, it was started from. */
import type { StartedBy } from '../../core/observed.ts'
import { within } from '../../core/tree.ts'
import type { Platform } from '../model.ts'

/** A way of running a project, as far as a container can be told by it. */
export interface Runnable {
  readonly project: string
  readonly variant: string
  readonly platform: Platform
  /** Files and directory from the tree's top. */
  readonly files: readonly string[]
  readonly directory: string
  /** What an engine knows it by: Compose's project, the family of a task. */
  readonly stack: string
}

/** What its labels say of a container's beginnings; paths are those of the machine that it was started from. */
export interface Beginnings {
  readonly startedBy: StartedBy
  readonly stack: string
  readonly directory: string
  readonly files: readonly string[]
}

/** The machine of the audit. */
export interface Surroundings {
  /** The path of a file or directory from the tree's top; undefined where it lies elsewhere. */
  inTree(path: string): string | undefined
  /** Whether a path is there and lies outside of the tree. */
  existsElsewhere(path: string): boolean
}

/** `elsewhere`: of a project that is called the same and lies in another directory of this machine. */
export type Owner =
  | { readonly kind: 'ours'; readonly project: string; readonly variant: string | null }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'stranger' }

const stranger: Owner = { kind: 'stranger' }
const ours = (one: Runnable | undefined, variant: string | null): Owner =>
  one ? { kind: 'ours', project: one.project, variant } : stranger

/** Who owns a container: its files decide, then its directory, and its stack's name where neither is of this machine. */
export function ownerOf(begun: Beginnings, all: readonly Runnable[], around: Surroundings): Owner {
  if (begun.startedBy !== 'compose') {
    const one = all.find(({ stack, platform }) => stack === begun.stack && startsOn(begun.startedBy, platform))
    return ours(one, one?.variant ?? null)
  }
  const composed = all.filter(({ platform }) => startsOn('compose', platform))
  const directory = begun.directory === '' ? undefined : around.inTree(begun.directory)
  const written = begun.files.map((file) => absolute(file, begun.directory))
  const files = written.map((file) => around.inTree(file))
  if (directory !== undefined || files.some((file) => file !== undefined)) {
    const exact = composed.find((one) => isSame(one.files, files))
    if (exact) return ours(exact, exact.variant)
    const sharing = composed.find((one) => files.some((file) => file !== undefined && one.files.includes(file)))
    return ours(sharing ?? composed.find((one) => one.directory === directory), null)
  }
  const named = composed.filter(({ stack }) => stack === begun.stack)
  if (named.length === 0) return stranger
  if ([begun.directory, ...written].some((path) => path !== '' && around.existsElsewhere(path))) {
    return { kind: 'elsewhere' }
  }
  const below = written.map((file) => belowDirectory(file, begun.directory))
  const exact = named.find((one) =>
    isSame(
      one.files.map((file) => belowDirectory(file, one.directory)),
      below,
    ),
  )
  return ours(exact ?? named[0], exact?.variant ?? null)
}

const startsOn = (startedBy: StartedBy, platform: Platform): boolean =>
  startedBy === 'ecs' ? platform.startsWith('ecs-') : platform === 'compose' || platform === 'swarm'

/** Compose 1 and its likes write down files as they were named. */
const absolute = (file: string, directory: string): string =>
  directory === '' || /^(?:[/\\]|[A-Za-z]:)/.test(file) ? file : `${directory}/${file}`

const isSame = (files: readonly string[], others: readonly (string | undefined)[]): boolean =>
  files.length === others.length && files.every((file, index) => file === others[index])

/** A file's path from the directory of its project, wherever that lies. */
function belowDirectory(file: string, directory: string): string {
  const path = file.replaceAll('\\', '/')
  const top = directory.replaceAll('\\', '/').replace(/\/$/, '')
  return top !== '' && path.startsWith(`${top}/`) ? path.slice(top.length + 1) : path
}

/** Tells the paths of a tree that lies at these absolute paths, one of them perhaps by way of a link. */
export const pathsBelow =
  (roots: readonly string[]) =>
  (path: string): string | undefined => {
    const written = path.replaceAll('\\', '/')
    for (const root of roots) {
      const top = root.replaceAll('\\', '/').replace(/\/$/, '')
      if (written === top) return ''
      if (written.startsWith(`${top}/`)) return within('', written.slice(top.length + 1))
    }
    return undefined
  }
