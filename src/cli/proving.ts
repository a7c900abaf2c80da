/** What commands share that start a stack: their options, where it happens, what is asked before, Ctrl-C. */
import { statSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { UsageError } from '../core/errors.ts'
import type { ProveOptions, Surroundings } from '../index.ts'
import { plain } from '../report/plain-text.ts'
import type { Arguments } from './arguments.ts'
import { auditOptions } from './audit-options.ts'
import { complain } from './output.ts'
import { planText } from './proof-text.ts'
import type { Style } from './style.ts'

/** The options that their flags stand for; throws a `UsageError` for wrong ones. */
export function proveOptions(given: Arguments, directory: string, paths: readonly string[]): ProveOptions {
  const within = given.value('within')
  if (within !== undefined && !/^[1-9]\d{0,4}$/.test(within)) {
    throw new UsageError(`--within takes seconds, not ${JSON.stringify(within)}.`)
  }
  const envFiles = given.values('env-file').map((file) => resolve(file))
  const missing = envFiles.find((file) => !statSync(file, { throwIfNoEntry: false })?.isFile())
  if (missing !== undefined) throw new UsageError(`There is no env file ${JSON.stringify(missing)}.`)
  return {
    ...auditOptions(given, directory),
    ...(paths.length === 0 ? {} : { paths }),
    allow: given.values('allow') as NonNullable<ProveOptions['allow']>,
    envFiles,
    measure: given.on('measure'),
    ...(within === undefined ? {} : { within: Number(within) }),
  }
}

/** Does what starts a stack; where somebody interrupts it, everything is removed first, and it resolves to undefined. */
export async function interruptible<T>(
  given: Arguments,
  style: Style,
  start: (around: Surroundings) => Promise<T>,
): Promise<T | undefined> {
  const controller = new AbortController()
  const interrupt = (): void => controller.abort()
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of signals) process.on(name, interrupt)
  const began = Date.now()
  try {
    return await start({
      env: process.env,
      platform: process.platform,
      machine: hostname(),
      temporary: tmpdir(),
      signal: controller.signal,
      confirm: (plan) => confirmed(given, planText(plan, style)),
      progress: (line) => {
        const seconds = ((Date.now() - began) / 1000).toFixed(1).padStart(6)
        complain(`${style.dim(`${seconds} s`)}  ${plain(line)}\n`)
      },
    })
  } catch (error) {
    if (!controller.signal.aborted) throw error
    complain('Interrupted; everything that was started is removed.\n')
    return undefined
  } finally {
    for (const name of signals) process.removeListener(name, interrupt)
  }
}

/** Of a command that was interrupted. */
export const interruptedCode = 130

/** Says what will be done, and waits for a yes where there is somebody to say it. */
async function confirmed(given: Arguments, text: string): Promise<boolean> {
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
