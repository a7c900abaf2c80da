/** Reads the command line into a command, its operands and its flags, or says in one sentence what is wrong with it. */
import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { CommandName, Flag, FlagName } from './commands.ts'
import { commands, flags, formats, isCommand } from './commands.ts'

export interface Arguments {
  readonly command: CommandName
  /** Whether the command's name was written, rather than meant by default. */
  readonly named: boolean
  readonly operands: readonly string[]
  /** Whether a switch was given. */
  on(flag: FlagName): boolean
  /** A flag's value, the last one where it was given twice. */
  value(flag: FlagName): string | undefined
  /** A list flag's values. */
  values(flag: FlagName): readonly string[]
  /** The format asked for, or the command's usual one. */
  readonly format: string
}

const flagNames = Object.keys(flags) as readonly FlagName[]
const specOf = (name: FlagName): Flag => flags[name]

const commandsWith = (flag: FlagName): readonly string[] =>
  Object.entries(commands)
    .filter(([, command]) => (command.flags as readonly FlagName[]).includes(flag))
    .map(([name]) => `drydock ${name}`)

/** Finds the flag that was written as `--name` or `-n`, and that the command takes. */
function flagOf(written: string, command: CommandName): FlagName {
  const allowed: readonly FlagName[] = commands[command].flags
  const name = flagNames.find((flag) => written === `--${flag}` || written === `-${specOf(flag).short}`)
  if (name !== undefined && allowed.includes(name)) return name
  if (name !== undefined) {
    const owners = commandsWith(name)
    const listed = [owners.slice(0, -1).join(', '), owners.at(-1)].filter((part) => part !== '')
    throw new UsageError(`drydock ${command} takes no ${written}.`, `It belongs to ${listed.join(' and ')}.`)
  }
  const hint = didYouMean(written.replace(/^-+/, ''), allowed)?.replace('mean ', 'mean --')
  throw new UsageError(`There is no flag ${written}.`, hint ?? `drydock ${command} --help lists the flags.`)
}

function checked(flag: FlagName, value: string, choices: readonly string[] | undefined): string {
  if (choices === undefined || choices.includes(value)) return value
  const sentence = `--${flag} takes ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}, not ${JSON.stringify(value)}.`
  throw new UsageError(sentence, didYouMean(value, choices))
}

/** Reads what follows `drydock`; throws a `UsageError` for anything it does not understand. */
export function readArguments(words: readonly string[]): Arguments {
  const first = words[0]
  const named = first !== undefined && isCommand(first)
  const command = named ? first : 'audit'
  const choices = formats[command]
  const operands: string[] = []
  const given = new Map<FlagName, string[]>()
  const rest = named ? words.slice(1) : [...words]
  while (rest.length > 0) {
    const word = rest.shift() ?? ''
    if (word === '--') {
      operands.push(...rest.splice(0))
    } else if (!word.startsWith('-') || word === '-') {
      operands.push(word)
    } else {
      const [, written = word, inline] = /^(--[^=]*)=([\s\S]*)$/.exec(word) ?? []
      const name = flagOf(written, command)
      const spec = specOf(name)
      if (spec.value === undefined && inline !== undefined) throw new UsageError(`--${name} takes no value.`)
      const value = spec.value === undefined ? '' : (inline ?? rest.shift())
      if (value === undefined || (spec.value !== undefined && value === '')) {
        throw new UsageError(`--${name} needs a value: --${name} ${spec.value}.`)
      }
      const values = spec.list ? value.split(',').filter((part) => part !== '') : [value]
      const permitted = name === 'format' ? choices : spec.choices
      given.set(name, [...(given.get(name) ?? []), ...values.map((one) => checked(name, one, permitted))])
    }
  }
  const { most, operands: form } = commands[command]
  if (operands.length > most) {
    const extra = operands[most] ?? ''
    throw new UsageError(`drydock ${command} takes ${form || 'nothing'}; ${JSON.stringify(extra)} is too much.`)
  }
  return {
    command,
    named,
    operands,
    on: (flag) => given.has(flag),
    value: (flag) => given.get(flag)?.at(-1),
    values: (flag) => given.get(flag) ?? [],
    format: given.get('format')?.at(-1) ?? choices?.[0] ?? 'terminal',
  }
}
