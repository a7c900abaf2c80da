/** Whether a shell stands between the engine's signals and the program that a container is there for. */
import type { Origin } from '../core/origin.ts'
import type { ShellCommand } from '../formats/shell/command.ts'
import { commandsOfScript, type Start, scriptOf } from './start-scripts.ts'

export interface ShellInFront {
  /** The last command: the program. */
  readonly last: ShellCommand
  /** Whether it takes the shell's place. */
  readonly exec: boolean
  /** Whether the commands are a script's, and not those of the start itself. */
  readonly script: boolean
  /** What starts the script, or the program. */
  readonly origin: Origin
}

/** Programs that serve until they are stopped, from the images and frameworks that they come with. */
const servers =
  /^(?:node|nodemon|npm|yarn|pnpm|npx|bun|deno|python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|celery|flask|django-admin|java|dotnet|php|php-fpm[\d.]*|apache2-foreground|nginx|caddy|redis-server|postgres|mongod|mysqld|ruby|rails|puma|bundle|rackup|supervisord|go|cargo|air|streamlit|fastapi)$/
/** Calls of theirs that end by themselves. */
const endsByItself =
  /\b(?:migrate|migration|seed|build|install|ci|test|lint|generate|collectstatic|check|compile|--version|init|upgrade|createsuperuser|loaddata|setup|ef)\b|\s-[ce]\b|^(?:npx|pnpm|yarn|npm) .*(?:prisma|knex|typeorm)/

/** `undefined` where no shell is in front, or nobody can tell what it does last. */
export function shellInFront(start: Start): ShellInFront | undefined {
  const script = scriptOf(start)
  if (script?.file && /^#!.*\b(?:ba|da|a)?sh\b/.test(script.file.source.text))
    return judge(commandsOfScript(script.file), script.origin, true)
  if (script?.file && !script.direct) return judge(commandsOfScript(script.file), script.origin, true)
  // The shell form of a Dockerfile is a finding of its own.
  const inShell = start.commands.some(({ nesting }) => nesting.includes('command-string'))
  const program = start.commands.filter(({ nesting }) => !nesting.includes('substitution'))
  const first = program.at(-1)
  // A shell that has one command only takes itself out of the way.
  return inShell && first && program.filter(({ name }) => name !== 'sh' && name !== 'bash').length > 1
    ? judge(program, first.origin, false)
    : undefined
}

function judge(commands: readonly ShellCommand[], origin: Origin, script: boolean): ShellInFront | undefined {
  const top = commands.filter(({ nesting }) =>
    nesting.every((outer) => outer === 'command-string' || outer === 'group'),
  )
  const last = top.at(-1)
  // Whoever sets traps or waits has thought of signals.
  if (last === undefined || commands.some(({ name }) => name === 'trap' || name === 'wait' || name === 'supervisord'))
    return undefined
  const exec = last.wrappers.some(({ name }) => name === 'exec')
  const [program] = last.words
  const handsOn = program?.text === '$@' || program?.text === '$*'
  const text = last.words.map((word) => word.text).join(' ')
  const serves =
    handsOn ||
    (last.name !== undefined &&
      servers.test(last.name.slice(last.name.lastIndexOf('/') + 1)) &&
      !endsByItself.test(text))
  return serves && last.pipeLength === 1 ? { last, exec, script, origin } : undefined
}
