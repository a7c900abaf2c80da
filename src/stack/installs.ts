/** What a shell command installs or removes: its packages with their places, or the dependencies that a project declares. */
import type { ShellCommand, ShellWord } from '../formats/shell/command.ts'
import { type PackageManager, packageManager } from '../knowledge/tools.ts'

export interface PackageStep {
  readonly manager: PackageManager
  readonly does: 'install' | 'remove'
  /** Packages by name, as written; local paths, archives and URLs too. */
  readonly packages: readonly ShellWord[]
  /** The words that are options, with the values they take. */
  readonly options: readonly ShellWord[]
  /** Values of an option by its names, e.g. apk's `--virtual`. */
  option(...names: readonly string[]): string | undefined
}

interface Form {
  readonly install: readonly string[]
  readonly remove: readonly string[]
  /** Options whose value is the next word. */
  readonly valued: readonly string[]
}

const SYSTEM_REMOVE = ['remove', 'purge', 'autoremove', 'erase', 'del']

/** Subcommands and valued options, from each program's own manual page. */
const forms: Readonly<Record<PackageManager, Form>> = {
  apt: { install: ['install'], remove: SYSTEM_REMOVE, valued: ['-t', '--target-release', '-o', '-c', '-a'] },
  apk: {
    install: ['add'],
    remove: SYSTEM_REMOVE,
    valued: ['-t', '--virtual', '-X', '--repository', '-p', '--root', '--arch', '--keys-dir', '--repositories-file'],
  },
  dnf: {
    install: ['install', 'localinstall', 'groupinstall', 'reinstall'],
    remove: SYSTEM_REMOVE,
    valued: ['-c', '--releasever', '--installroot', '--enablerepo', '--disablerepo', '--setopt', '-x'],
  },
  pip: {
    install: ['install'],
    remove: ['uninstall'],
    valued:
      '-r --requirement -c --constraint -e --editable -i --index-url --extra-index-url -f --find-links -t --target --prefix --root --src --timeout --retries --trusted-host --proxy --cache-dir --platform --python-version --implementation --abi --upgrade-strategy --global-option --no-binary --only-binary --progress-bar --config-settings --python -p --group --requirements --constraints --override --python-preference --index-strategy --default-index --index --prerelease --resolution --link-mode --exclude-newer --extra --build-constraint --torch-backend --keyring-provider --report --log'.split(
        ' ',
      ),
  },
  npm: {
    install: ['install', 'i', 'add', 'global', 'ci', 'clean-install'],
    remove: ['uninstall', 'remove', 'rm', 'prune'],
    valued: ['--prefix', '--registry', '--cache', '-C', '--dir', '--cwd', '--omit', '--network-timeout', '--filter'],
  },
  gem: {
    install: ['install', 'i'],
    remove: ['uninstall'],
    valued: ['-v', '--version', '-i', '--install-dir', '-n', '--bindir', '-s', '--source', '--platform'],
  },
  cargo: {
    install: ['install'],
    remove: ['uninstall'],
    valued: '--version --vers --git --branch --tag --rev --path --root --features -F --target -j --profile --bin'.split(
      ' ',
    ),
  },
  go: { install: ['install', 'get', 'run'], remove: [], valued: ['-tags', '-ldflags', '-mod', '-C', '-gcflags', '-o'] },
}

/** The step that a command takes, `python -m pip …` and `uv pip …` included; `undefined` where it is no package manager's. */
export function packageStep(command: ShellCommand): PackageStep | undefined {
  const all = command.words
  const bare = (index: number): string => (all[index]?.text ?? '').replace(/^.*\//, '')
  const asModule = /^python[\d.]*$/.test(bare(0)) && bare(1) === '-m' && bare(2) === 'pip'
  const words = asModule ? all.slice(2) : bare(0) === 'uv' && bare(1) === 'pip' ? all.slice(1) : all
  const program = (words[0]?.text ?? '').replace(/^.*\//, '')
  const manager = packageManager(/^pip[\d.]+$/.test(program) ? 'pip' : program)
  if (manager === undefined) return undefined
  const form = forms[manager]
  const { operands, options, values } = split(words.slice(1), form.valued)
  const [subcommand, ...packages] = operands
  // Yarn and pnpm install the project's dependencies when they are told nothing.
  const verb = subcommand?.text ?? (program === 'yarn' ? 'install' : '')
  const does = form.install.includes(verb) ? 'install' : form.remove.includes(verb) ? 'remove' : undefined
  if (does === undefined) return undefined
  const named = verb === 'global' ? packages.slice(1) : packages
  if (verb === 'global' && packages[0]?.text !== 'add') return undefined
  return {
    manager,
    does,
    packages: named,
    options,
    option: (...names) => names.map((name) => values.get(name)).find((value) => value !== undefined),
  }
}

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
