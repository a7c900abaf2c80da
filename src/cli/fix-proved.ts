/** `drydock fix --prove`: repairs by a proof, which starts the stack as it is and as it would be repaired. */
import { join, resolve } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { proofFile } from '../core/proof.ts'
import { type FixResult, fixAndProve, type ProvedFix, render, writeRepairs } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { summary } from './fix-summary.ts'
import { complain, print, printTo, screen, writeOut } from './output.ts'
import { brokenText, proofBesideDiff, refusalText } from './proof-text.ts'
import { interruptedCode, interruptible, proveOptions } from './proving.ts'
import { shownPatch } from './shown-patch.ts'
import { type Style, styleFor } from './style.ts'
import { targetOf } from './target.ts'

/** Exit code 0, 1 where the stack does not work with a repair or one had to be undone, 3 where it does not work as it is written. */
export async function runProvedFix(given: Arguments): Promise<number> {
  if (given.on('check'))
    throw new UsageError('--check only looks; leave --prove out.', '`drydock prove --check` proves again.')
  const { directory, paths } = targetOf(given.operands)
  const { color } = screen(given.on('no-color'))
  const style = styleFor(color)
  const options = {
    ...proveOptions(given, directory, paths),
    guarded: given.on('guarded'),
    withoutSecrets: given.value('patch') !== undefined,
    writes: given.on('apply') && !given.on('force'),
  }
  const fixed = await interruptible(given, style, (around) => fixAndProve(resolve(directory), options, around))
  return fixed === undefined ? interruptedCode : shown(fixed, given, directory, style)
}

async function shown(fixed: ProvedFix, given: Arguments, directory: string, style: Style): Promise<number> {
  switch (fixed.kind) {
    case 'declined':
      return 0
    case 'refused':
      throw refusalText(fixed.refused)
    case 'broken':
      complain(brokenText(fixed.failure, style))
      return 3
    case 'nothing':
      complain('No repair is left that a start could prove; nothing was started.\n')
      await made(fixed.result, given, directory, '')
      return given.on('apply') && fixed.result.reverted.length > 0 ? 1 : 0
    case 'tried': {
      const { proof, result, patches } = fixed
      const isShown = !given.on('apply') && given.value('patch') === undefined
      const diff = !isShown
        ? []
        : [
            ...part(style.green('✔ proved: the stack came up twice with all of this'), patches.proved, result, style),
            ...part(style.yellow('⚠ unproven: no start says anything of this'), patches.besides, result, style),
          ]
      await made(result, given, directory, [...diff, proofBesideDiff(proof, style)].join('\n'), proof.text)
      return proof.record.refuted.length > 0 || result.reverted.length > 0 ? 1 : 0
    }
  }
}

const part = (title: string, patch: string, result: FixResult, style: Style): readonly string[] =>
  patch === '' ? [] : [title, ...shownPatch(patch, result, style)]

/** Writes what is asked for, and says what was made. */
async function made(
  result: FixResult,
  given: Arguments,
  directory: string,
  text: string,
  record?: string,
): Promise<void> {
  const patchFile = given.value('patch')
  const { color, width } = screen(given.on('no-color'))
  if (patchFile !== undefined) writeOut(patchFile, [result.patch])
  if (given.on('apply')) {
    await writeRepairs(directory, result, given.on('force'))
    if (record !== undefined) writeOut(join(directory, proofFile), [record])
  }
  if (given.format !== 'terminal') {
    printTo(given.value('out'), [await render(result.before, given.format as 'json' | 'sarif')])
    return
  }
  const style = styleFor(color)
  const diff =
    record === undefined && !given.on('apply') && patchFile === undefined ? shownPatch(result.patch, result, style) : []
  const about = { style, width, patched: patchFile !== undefined, guarded: given.on('guarded') }
  print([...diff, ...(text === '' ? [] : [text]), summary(result, about)].join('\n'))
  if (result.files.size === 0) print('Nothing to repair.\n')
  else if (patchFile !== undefined) print(`${result.files.size} files in ${patchFile}.\n`)
  else if (!given.on('apply')) print('Nothing is written; with --apply it is.\n')
  else print(`${result.files.size} files written${record === undefined ? '' : `, and ${proofFile}`}.\n`)
}
