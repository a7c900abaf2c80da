/** What `--help` prints. */
import type { CommandName, Flag, FlagName } from './commands.ts'
import { commands, flags, formats } from './commands.ts'
import type { Style } from './style.ts'

type Row = readonly [string, string]

/** Two columns; the first as wide as its widest cell. */
function table(rows: readonly Row[], style: Style): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${style.cyan(left)}${' '.repeat(width - left.length)}  ${right}`)
}

const exitCodes: readonly Row[] = [
  ['0', 'nothing at or above the threshold'],
  ['1', 'findings at or above --fail-on, or a score below --min-score'],
  ['2', 'wrong usage or configuration'],
  ['3', 'the audit is incomplete: a file could not be read or parsed, or a rule crashed'],
]

const diffExitCodes: readonly Row[] = [
  ['0', 'nothing got worse at or above the threshold'],
  ['1', 'something new, worse, regressed, no longer accepted, or seen for the first time, at or above --fail-on'],
  ['2', 'wrong usage, or a file that is no report'],
  ['3', 'the audit of NEW.json is incomplete'],
]
const exitCodesOf: Readonly<Partial<Record<CommandName, readonly Row[]>>> = { audit: exitCodes, diff: diffExitCodes }

/** The overview of all commands. */
export function overview(version: string, style: Style): string {
  const rows = Object.entries(commands).map(
    ([name, { operands, about }]): Row => [`drydock ${name} ${operands}`.trimEnd(), about],
  )
  return [
    `${style.bold('drydock')} ${version}  audits whole containerised stacks: Dockerfiles, compose files, configuration, CI`,
    '',
    style.bold('Commands'),
    ...table(rows, style),
    '',
    `  ${style.dim('audit is the default: drydock . audits the current directory. - reads one file from standard input.')}`,
    '',
    style.bold('Exit codes'),
    ...table(exitCodes, style),
    '',
    `drydock ${style.cyan('<command>')} --help lists the command's flags.`,
    '',
  ].join('\n')
}

function flagRow(name: FlagName, command: CommandName): Row {
  const { value, short, about, list, choices }: Flag = flags[name]
  const permitted = name === 'format' ? formats[command] : choices
  const values = permitted && permitted.length < 5 ? permitted.join('|') : value
  const written = `--${name}${values === undefined ? '' : ` ${values}`}`
  return [`${short ? `-${short}, ` : '    '}${written}`, list ? `${about} (repeatable)` : about]
}

/** The help of one command. */
export function commandHelp(name: CommandName, style: Style): string {
  const { operands, about, flags: own } = commands[name]
  const codes = exitCodesOf[name]
  return [
    `${style.bold(`drydock ${name} ${operands}`.trimEnd())}  ${about}`,
    '',
    ...table(
      own.map((flag) => flagRow(flag, name)),
      style,
    ),
    ...(codes ? ['', style.bold('Exit codes'), ...table(codes, style)] : []),
    '',
  ].join('\n')
}
