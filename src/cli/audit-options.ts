/** The library's options, from the flags that commands share. */
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { UsageError } from '../core/errors.ts'
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

/** Options for auditing `directory`; a flag that was not given is left to the configuration. */
export function auditOptions(given: Arguments, directory: string): AuditOptions {
  const config = given.value('config')
  const variant = given.value('variant')
  const environment = given.value('environment')
  return {
    ...(given.on('only') ? { only: given.values('only') } : {}),
    ...(given.on('preset') ? { preset: given.values('preset') } : {}),
    ...(given.on('persona') ? { persona: given.value('persona') === 'pedantic' ? 'pedantic' : 'default' } : {}),
    ...(config === undefined ? {} : { config: configIn(directory, config) }),
    ...(variant === undefined ? {} : { variant }),
    ...(environment === 'production' || environment === 'development' ? { environment } : {}),
  }
}
