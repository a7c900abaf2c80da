/** What a shell command asks of a package manager: its packages with their places, or the dependencies that a project declares. */
import type { ShellCommand, ShellWord } from '../formats/shell/command.ts'
import { type PackageAction, packageCommandForms } from '../knowledge/package-commands.ts'
import { type PackageManager, packageManager } from '../knowledge/tools.ts'

export interface PackageCall {
  readonly manager: PackageManager
  /** The program as it was called, without its directory: `apt-get`, `yum`, `pip3`. */
  readonly program: string
  readonly does: PackageAction
  /** The subcommand as written; two words for `group install`, `module install` and `global add`. */
  readonly verb: string
  /** Packages by name, as written; local paths, archives and URLs too. */
  readonly packages: readonly ShellWord[]
  /** The words that are options, with the values they take. */
  readonly options: readonly ShellWord[]
  /** The value of an option by its names, e.g. apk's `--virtual`; `''` where it takes none, `undefined` where it is not given. */
  option(...names: readonly string[]): string | undefined
}

export interface PackageStep extends PackageCall {
  readonly does: 'install' | 'remove'
}

/** The step that a command takes, `python -m pip …` and `uv pip …` included; `undefined` where it is no package manager's. */
export function packageStep(command: ShellCommand): PackageStep | undefined {
  const call = packageCall(command)
  return call !== undefined && isStep(call) ? call : undefined
}

const isStep = (call: PackageCall): call is PackageStep => call.does === 'install' || call.does === 'remove'

/** The call of a package manager, whatever of the listed actions it takes. */
export function packageCall(command: ShellCommand): PackageCall | undefined {
  const all = command.words
  const bare = (index: number): string => (all[index]?.text ?? '').replace(/^.*\//, '')
  const asModule = /^python[\d.]*$/.test(bare(0)) && bare(1) === '-m' && bare(2) === 'pip'
  const words = asModule ? all.slice(2) : bare(0) === 'uv' && bare(1) === 'pip' ? all.slice(1) : all
  const program = (words[0]?.text ?? '').replace(/^.*\//, '')
  const manager = packageManager(/^pip[\d.]+$/.test(program) ? 'pip' : program)
  if (manager === undefined) return undefined
  const form = packageCommandForms[manager]
  const { operands, options, values } = split(words.slice(1), form.valued)
  const told = verbOf(manager, program, operands, values)
  if (told === undefined) return undefined
  const { verb, does, packages } = told
  return {
    manager,
    program,
    does,
    verb,
    packages,
    options,
    option: (...names) => names.map((name) => values.get(name)).find((value) => value !== undefined),
  }
}

function verbOf(
  manager: PackageManager,
  program: string,
  [first, ...rest]: readonly ShellWord[],
  values: ReadonlyMap<string, string>,
): Pick<PackageCall, 'verb' | 'does' | 'packages'> | undefined {
  const { verbs } = packageCommandForms[manager]
  // Yarn installs the project's dependencies when it is told nothing.
  const asks = ['-v', '--version', '-h', '--help'].some((name) => values.has(name))
  const verb = first?.text ?? (program === 'yarn' && !asks ? 'install' : '')
  const nested = manager === 'dnf' && /^(?:group|groups|module)$/.test(verb)
  if (nested || verb === 'global') {
    const [second, ...packages] = rest
    const action = second?.text ?? ''
    if (nested ? action !== 'install' : action !== 'add') return undefined
    return { verb: `${verb} ${action}`, does: 'install', packages }
  }
  const does = actions.find((action) => verbs[action]?.includes(verb))
  return does === undefined ? undefined : { verb, does, packages: rest }
}

const actions: readonly PackageAction[] = ['install', 'remove', 'index', 'upgrade', 'clean']

function split(
  words: readonly ShellWord[],
  valued: readonly string[],
): {
  readonly operands: readonly ShellWord[]
  readonly options: readonly ShellWord[]
  readonly values: ReadonlyMap<string, string>
} {
  const operands: ShellWord[] = []
  const options: ShellWord[] = []
  const values = new Map<string, string>()
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    if (word === undefined) continue
    // What follows goes to the compiler of an extension, or is a package of an odd name.
    if (word.text === '--') break
    if (!word.text.startsWith('-') || word.text === '-') {
      operands.push(word)
      continue
    }
    options.push(word)
    const sign = word.text.indexOf('=')
    const next = words[at + 1]
    if (sign > 0) values.set(word.text.slice(0, sign), word.text.slice(sign + 1))
    else if (valued.includes(word.text) && next !== undefined) {
      values.set(word.text, next.text)
      options.push(next)
      at++
    } else values.set(word.text, '')
  }
  return { operands, options, values }
}
