/** Which commands cannot fail, and so swallow the failure that they are the alternative to. */
import type { AndOr, Command, CommandNode, Pipeline, Statement } from 'unbash'

const harmless: ReadonlySet<string> = new Set(['true', ':', 'echo', 'printf'])

/** Whether a node always succeeds, as far as its text tells: `true`, `:`, `echo …`, `exit 0`, and groups that end so. */
export function cannotFail(node: AndOr | Pipeline | CommandNode): boolean {
  switch (node.type) {
    case 'Command':
      return succeeds(node)
    case 'Pipeline': {
      const last = node.commands.at(-1)
      return last !== undefined && node.prefixes.length === 0 && cannotFail(last)
    }
    case 'AndOr':
      return node.commands.every(cannotFail)
    case 'Redirected':
      return cannotFail(node.command)
    case 'Subshell':
    case 'BraceGroup':
      return listSucceeds(node.body.commands)
    default:
      return false
  }
}

function succeeds(command: Command): boolean {
  const name = command.name?.value
  if (name === undefined) return false
  if (name === 'exit' || name === 'return') return firstArgument(command) === '0'
  return harmless.has(name)
}

const firstArgument = (command: Command): string | undefined => {
  const [first] = command.args
  return first?.type === 'Word' ? first.value : undefined
}

function listSucceeds(statements: readonly Statement[]): boolean {
  const last = statements.at(-1)
  if (last === undefined || !cannotFail(last.command)) return false
  return !statements.some(({ command }) => command.type === 'Command' && leaves(command) && !succeeds(command))
}

const leaves = (command: Command): boolean => command.name?.value === 'exit' || command.name?.value === 'return'
