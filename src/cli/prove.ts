/** `drydock prove [path]`: starts the stack as it is and as it would be repaired, and says which repairs it works with. */
import { join, resolve } from 'node:path'
import { proofFile } from '../core/proof.ts'
import { type Proved, prove } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { complain, print, screen, writeOut } from './output.ts'
import { brokenText, proofText, refusalText } from './proof-text.ts'
import { interruptedCode, interruptible, proveOptions } from './proving.ts'
import { styleFor } from './style.ts'
import { targetOf } from './target.ts'

/** Exit code 0 where the stack works with every repair, 1 where it does not with some, 3 where it does not work as it is written. */
export async function runProve(given: Arguments): Promise<number> {
  if (given.on('check')) return (await import('./prove-check.ts')).runProofCheck(given)
  const { directory, paths } = targetOf(given.operands)
  const style = styleFor(screen(given.on('no-color')).color)
  const options = proveOptions(given, directory, paths)
  const proved = await interruptible(given, style, (around) => prove(resolve(directory), options, around))
  return proved === undefined ? interruptedCode : shown(proved, given, directory)
}

function shown(proved: Proved, given: Arguments, directory: string): number {
  const style = styleFor(screen(given.on('no-color')).color)
  switch (proved.kind) {
    case 'declined':
    case 'nothing':
      return 0
    case 'refused':
      throw refusalText(proved.refused)
    case 'broken':
      complain(brokenText(proved.failure, style))
      return 3
    case 'tried':
      if (given.on('write')) writeOut(join(directory, proofFile), [proved.text])
      print(given.format === 'json' ? proved.text : proofText(proved, style, given.on('write') ? proofFile : undefined))
      return proved.record.refuted.length > 0 ? 1 : 0
  }
}
