/** `drydock prove --check`: proves again what drydock.proof.json says, and names what differs. */
import { resolve } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { proofFile } from '../core/proof.ts'
import { type CheckedProof, checkProof } from '../index.ts'
import { plain } from '../report/plain-text.ts'
import type { Arguments } from './arguments.ts'
import { complain, print, screen } from './output.ts'
import { brokenText, refusalText } from './proof-text.ts'
import { interruptedCode, interruptible, proveOptions } from './proving.ts'
import { type Style, styleFor } from './style.ts'
import { targetOf } from './target.ts'

/** Exit code 0 where every record still holds, 1 where something differs, 3 where a stack does not work as it is written. */
export async function runProofCheck(given: Arguments): Promise<number> {
  if (given.on('write')) throw new UsageError('--check compares with the record; leave --write out.')
  const { directory, paths } = targetOf(given.operands)
  const style = styleFor(screen(given.on('no-color')).color)
  const options = proveOptions(given, directory, paths)
  const checked = await interruptible(given, style, (around) => checkProof(resolve(directory), options, around))
  if (checked === undefined) return interruptedCode
  if (given.format === 'json') print(`${JSON.stringify(checked.map(plainly), undefined, 2)}\n`)
  return Math.max(...checked.map((one) => shown(one, given, style)))
}

const plainly = ({ record: { project, variant, createdAt }, proved, differences }: CheckedProof): object => ({
  ...{ project, variant, createdAt, outcome: proved.kind, differences },
})

function shown({ record, proved, differences }: CheckedProof, given: Arguments, style: Style): number {
  if (proved.kind === 'refused') throw refusalText(proved.refused)
  if (proved.kind === 'broken') complain(brokenText(proved.failure, style))
  if (proved.kind === 'tried' && given.format === 'terminal') {
    const { project, variant, createdAt } = record
    const what = `${proofFile} of ${createdAt.slice(0, 10)}, ${plain(project)} (${plain(variant)})`
    const verdict = differences.length === 0 ? style.green('✔ still holds') : style.red('✘ no longer holds')
    print([`${verdict}: ${what}`, ...differences.map((one) => `  ${plain(one)}`), ''].join('\n'))
  }
  return proved.kind === 'broken' ? 3 : differences.length > 0 ? 1 : 0
}
