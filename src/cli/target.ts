/** Which tree, and which part of it, the paths on the command line mean. */
import { statSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import { commands } from './commands.ts'

export interface Target {
  /** The directory to audit, as it was written where that is possible. */
  readonly directory: string
  /** What of it was asked for, relative to it and with `/`; all of it where there are none. */
  readonly paths: readonly string[]
}

function isDirectory(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found) return found.isDirectory()
  const command = didYouMean(path, Object.keys(commands))
  throw new UsageError(`There is no file or directory ${JSON.stringify(path)}.`, command)
}

/** The deepest directory that holds all of the absolute paths. */
function sharedDirectory(directories: readonly string[]): string {
  const [first = '', ...rest] = directories
  let shared = first
  while (!rest.every((path) => path === shared || path.startsWith(shared.endsWith(sep) ? shared : shared + sep))) {
    shared = dirname(shared)
  }
  return shared
}

/**
 * One directory is audited as it is. Files, or several paths, are parts of the current directory, whose configuration
 * and compose files then count, or of the deepest directory that holds them all where they lie outside.
 */
export function targetOf(operands: readonly string[]): Target {
  const [first = '.', ...more] = operands
  if (more.length === 0 && isDirectory(first)) return { directory: first, paths: [] }
  const absolute = [first, ...more].map((path) => resolve(path))
  const holders = [first, ...more].map((path) => (isDirectory(path) ? resolve(path) : dirname(resolve(path))))
  const here = resolve('.')
  const directory = sharedDirectory([here, ...holders]) === here ? here : sharedDirectory(holders)
  const paths = absolute.map((path) => relative(directory, path).replaceAll(sep, '/'))
  return { directory: directory === here ? '.' : directory, paths: paths.includes('') ? [] : paths }
}
