/** `drydock prove [path]`: starts the stack as it is and as it would be repaired, and says which repairs it works with. */
import { statSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { UsageError } from '../core/errors.ts'
import { type ProofPlan, type Proved, type ProveOptions, prove } from '../index.ts'
import { plain } from '../report/plain-text.ts'
import type { Arguments } from './arguments.ts'
import { auditOptions } from './audit-options.ts'
import { complain, print, screen, writeOut } from './output.ts'
import { planText, proofText, refusalText } from './proof-text.ts'
import { styleFor } from './style.ts'
import { targetOf } from './target.ts'

const recordFile = 'drydock.proof.json'

/** Exit code 0 where the stack works with every repair, 1 where it does not with some, 3 where it does not work as it is written. */
export async function runProve(given: Arguments): Promise<number> {
  const { directory, paths } = targetOf(given.operands)
  const style = styleFor(screen(given.on('no-color')).color)
  const controller = new AbortController()
  const interrupt = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.on(name, interrupt)
  const began = Date.now()
  const progress = (line: string): void => {
    const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6)
    complain(`${style.dim(`${seconds} s`)}  ${plain(line)}\n`)
  }
  try {
    const options = { ...optionsOf(given, directory), ...(paths.length === 0 ? {} : { paths }) }
    const proved = await prove(resolve(directory), options, {
      env: process.env,
      platform: process.platform,
      machine: hostname(),
      temporary: tmpdir(),
      signal: controller.signal,
      confirm: (plan) => confirmed(plan, given, planText(plan, style)),
      progress,
    })
    return shown(proved, given, directory)
  } catch (error) {
    if (!controller.signal.aborted) throw error
    complain('Interrupted; everything that was started is removed.\n')
    return 130
  } finally {
    for (const name of signals) process.removeListener(name, interrupt)
  }
}

function optionsOf(given: Arguments, directory: string): ProveOptions {
  const within = given.value('within')
  if (within !== undefined && !/^[1-9]\d{0,4}$/.test(within)) {
    throw new UsageError(`--within takes seconds, not ${JSON.stringify(within)}.`)
  }
  const envFiles = given.values('env-file').map((file) => resolve(file))
  const missing = envFiles.find((file) => !statSync(file, { throwIfNoEntry: false })?.isFile())
  if (missing !== undefined) throw new UsageError(`There is no env file ${JSON.stringify(missing)}.`)
  return {
    ...auditOptions(given, directory),
    allow: given.values('allow') as NonNullable<ProveOptions['allow']>,
    envFiles,
    ...(within === undefined ? {} : { within: Number(within) }),
  }
}

/** Says what will be done, and waits for a yes where there is somebody to say it. */
async function confirmed(_plan: ProofPlan, given: Arguments, text: string): Promise<boolean> {
  complain(text)
  if (given.on('yes')) return true
  if (!process.stdin.isTTY) {
    throw new UsageError('Nobody is there to say whether this may be started.', 'Say so with --yes.')
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(?:es)?$/i.test((await lines.question('Start it? [y/N] ')).trim())
  } finally {
    lines.close()
  }
}

function shown(proved: Proved, given: Arguments, directory: string): number {
  const style = styleFor(screen(given.on('no-color')).color)
  if (proved.kind === 'declined' || proved.kind === 'nothing') return 0
  if (proved.kind === 'refused') throw refusalText(proved.refused)
  if (proved.kind === 'tried') {
    if (given.on('write')) writeOut(join(directory, recordFile), [proved.text])
    print(given.format === 'json' ? proved.text : proofText(proved, style, given.on('write') ? recordFile : undefined))
    return proved.record.refuted.length > 0 ? 1 : 0
  }
  complain(proofText(proved, style, undefined))
  return 3
}
