/** Runs one command line from words to exit code; whatever goes wrong becomes one sentence and a code. */
import { UsageError } from '../core/errors.ts'
import { version } from '../core/version.gen.ts'
import type { Arguments } from './arguments.ts'
import { readArguments } from './arguments.ts'
import { commands } from './commands.ts'
import { commandHelp, overview } from './help.ts'
import { complain, print, screen } from './output.ts'
import { styleFor } from './style.ts'

async function runCommand(given: Arguments): Promise<number> {
  if (given.on('help')) {
    const style = styleFor(screen(given.on('no-color')).color)
    print(given.named ? commandHelp(given.command, style) : overview(version, style))
    return 0
  }
  const run = await commands[given.command].load()
  return run(given)
}

/** Runs what follows `drydock` on the command line; resolves to the exit code once all output is written. */
export async function run(words: readonly string[]): Promise<number> {
  try {
    if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
      print(`${version}\n`)
      return 0
    }
    return await runCommand(readArguments(words[0] === 'help' ? [...words.slice(1), '--help'] : words))
  } catch (error) {
    if (error instanceof UsageError) {
      complain(`drydock: ${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}\n`)
      return 2
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    complain(`drydock: this is a fault of drydock itself, and the audit did not finish.\n${detail}\n`)
    return 3
  }
}
