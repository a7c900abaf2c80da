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

/** One directory is audited as it is; files, or several paths, are parts of the deepest directory that holds them all. */
export function targetOf(operands: readonly string[]): Target {
  const [first = '.', ...more] = operands
  if (more.length === 0 && isDirectory(first)) return { directory: first, paths: [] }
  const absolute = [first, ...more].map((path) => resolve(path))
  const directory = sharedDirectory(absolute.map((path) => (isDirectory(path) ? path : dirname(path))))
  const paths = absolute.map((path) => relative(directory, path).replaceAll(sep, '/'))
  const written = relative('.', directory)
  const shown = written === '' ? '.' : written.startsWith('..') ? directory : written
  return { directory: shown, paths: paths.includes('') ? [] : paths }
}
