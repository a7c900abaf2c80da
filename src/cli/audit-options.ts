/** The library's options, from the flags that commands share. */
import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { readLock } from '../config/lock.ts'
import { UsageError } from '../core/errors.ts'
import type { Lock } from '../core/lock.ts'
import type { AuditOptions } from '../index.ts'
import type { Arguments } from './arguments.ts'

/** A configuration is named from where somebody stands, and read from the tree: it must lie in it. */
function configIn(directory: string, written: string): string {
  const path = relative(resolve(directory), resolve(written))
  if (!path.startsWith('..') && !isAbsolute(path)) return path.replaceAll(sep, '/')
  throw new UsageError(
    `${written} lies outside of ${directory}, which is what is audited.`,
    'Audit a directory above both.',
  )
}

/** Reads the lock that repairs may use. */
function lockIn(file: string): Lock {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`There is no lock file ${JSON.stringify(file)}.`)
  return readLock(readFileSync(file, 'utf8'), file)
}

/** Larger than any scan of one image, and small enough to be read at once. */
const largestScan = 256 * 1024 * 1024

/** Reads a scan as it was saved; what a shell on Windows redirects into a file is UTF-16. */
function scanIn(file: string): { readonly file: string; readonly text: string } {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`There is no scan ${JSON.stringify(file)}.`)
  if (found.size > largestScan)
    throw new UsageError(`${file} is larger than any scan of an image: ${found.size} bytes.`)
  const bytes = readFileSync(file)
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  return { file, text: bytes.toString(utf16 ? 'utf16le' : 'utf8') }
}

/** Options for auditing `directory`; a flag that was not given is left to the configuration. */
export function auditOptions(given: Arguments, directory: string): AuditOptions {
  const config = given.value('config')
  const variant = given.value('variant')
  const environment = given.value('environment')
  const lock = given.value('lock')
  return {
    ...(given.on('only') ? { only: given.values('only') } : {}),
    ...(given.on('fixes') ? { fixes: true } : {}),
    ...(lock === undefined ? {} : { lock: lockIn(lock) }),
    ...(given.on('scan') ? { scans: given.values('scan').map(scanIn) } : {}),
    ...(given.on('preset') ? { preset: given.values('preset') } : {}),
    ...(given.on('persona') ? { persona: given.value('persona') === 'pedantic' ? 'pedantic' : 'default' } : {}),
    ...(config === undefined ? {} : { config: configIn(directory, config) }),
    ...(variant === undefined ? {} : { variant }),
    ...(environment === 'production' || environment === 'development' ? { environment } : {}),
  }
}
