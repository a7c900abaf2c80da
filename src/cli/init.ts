/** `drydock init [path]`: writes a first drydock.yaml that tells what was found and changes nothing. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { initText } from '../config/init.ts'
import { UsageError } from '../core/errors.ts'
import { audit } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { print, writeOut } from './output.ts'
import { targetOf } from './target.ts'

/** Where the package keeps the schema when it is installed as a dependency. */
const schema = './node_modules/drydock-audit/schema/drydock.schema.json'

/** Writes the file; a `UsageError` where there is one already. */
export async function runInit(given: Arguments): Promise<number> {
  const { directory, paths } = targetOf(given.operands)
  if (paths.length > 0) throw new UsageError('drydock init takes a directory.')
  const file = join(directory, 'drydock.yaml')
  if (existsSync(file)) throw new UsageError(`${file} exists already.`, 'Edit it, or remove it first.')
  const { projects } = await audit(directory)
  const installed = existsSync(join(directory, schema)) ? { schema } : {}
  writeOut(file, [initText({ ...installed, variants: projects.flatMap((project) => project.variants) })])
  print(`${file} is written. drydock config shows what is in force.\n`)
  return 0
}
