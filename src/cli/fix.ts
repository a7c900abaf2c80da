/** `drydock fix`: shows what it would repair as a diff, or repairs it. */
import { UsageError } from '../core/errors.ts'
import { fix, render, writeRepairs } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { auditOptions } from './audit-options.ts'
import { summary } from './fix-summary.ts'
import { print, printTo, screen, writeOut } from './output.ts'
import { shownPatch } from './shown-patch.ts'
import { styleFor } from './style.ts'
import { targetOf } from './target.ts'

/** Exit code 0; with `--check` 1 where something can be repaired, with `--apply` 1 where a repair had to be undone. */
export async function runFix(given: Arguments): Promise<number> {
  const { directory, paths } = targetOf(given.operands)
  const patchFile = given.value('patch')
  if (given.on('apply') && (given.on('check') || patchFile !== undefined)) {
    throw new UsageError('--apply writes the files; leave --check and --patch out.')
  }
  if (given.on('prove')) return (await import('./fix-proved.ts')).runProvedFix(given)
  const stray = (['yes', 'allow', 'env-file', 'within', 'measure'] as const).find((flag) => given.on(flag))
  if (stray !== undefined) throw new UsageError(`--${stray} is for what is started: give --prove too.`)
  const result = await fix(directory, {
    ...auditOptions(given, directory),
    ...(paths.length === 0 ? {} : { paths }),
    guarded: given.on('guarded'),
    withoutSecrets: patchFile !== undefined,
  })
  const { patch } = result
  if (patchFile !== undefined) writeOut(patchFile, [patch])
  if (given.on('apply')) await writeRepairs(directory, result, given.on('force'))
  if (given.format === 'terminal') {
    const { color, width } = screen(given.on('no-color'))
    const style = styleFor(color)
    const diff = given.on('apply') || patchFile !== undefined ? [] : shownPatch(patch, result, style)
    const shown = { style, width, patched: patchFile !== undefined, guarded: given.on('guarded') }
    print([...diff, summary(result, shown)].join('\n'))
    if (result.files.size === 0) print('Nothing to repair.\n')
    else if (given.on('apply')) print(`${result.files.size} files written.\n`)
    else if (patchFile !== undefined) print(`${result.files.size} files in ${patchFile}.\n`)
    else {
      const rules = given.values('only').flatMap((rule) => ['--only', rule])
      const guarded = given.on('guarded') ? ['--guarded'] : []
      const words = ['drydock fix', ...given.operands, '--apply', ...guarded, ...rules]
      print(`Nothing is written yet: ${words.join(' ')}\n`)
    }
  } else printTo(given.value('out'), [await render(result.before, given.format as 'json' | 'sarif')])
  if (given.on('check')) return result.files.size > 0 ? 1 : 0
  return given.on('apply') && result.reverted.length > 0 ? 1 : 0
}
