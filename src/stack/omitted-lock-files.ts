/** Lock files that are in the project and that the ignore file keeps from a build that wants them. */
import type { SpanOrigin } from '../core/origin.ts'
import { directoryOf } from '../core/tree.ts'
import type { BuildContext, Command } from './build-model.ts'

export interface OmittedLockFile {
  readonly path: string
  /** The ignore file's pattern. */
  readonly pattern: SpanOrigin
  readonly step: Command
  /** Whether the step refuses to go on without it. */
  readonly refuses: boolean
}

interface Manager {
  readonly lock: readonly string[]
  readonly manifest: string
  /** Calls that install what the lock file says. */
  readonly installs: RegExp
  /** Those among them that end with an error where there is none. */
  readonly refuses: RegExp
}

/** From each program's own manual; read 2026-11. npm and its kin without a lock file are a rule about unpinned installs. */
const managers: readonly Manager[] = [
  {
    lock: ['package-lock.json', 'npm-shrinkwrap.json'],
    manifest: 'package.json',
    installs: /^npm (?:ci|clean-install)\b/,
    refuses: /./,
  },
  { lock: ['yarn.lock'], manifest: 'package.json', installs: /^yarn\b.*--(?:frozen-lockfile|immutable)/, refuses: /./ },
  {
    lock: ['pnpm-lock.yaml'],
    manifest: 'package.json',
    installs: /^pnpm (?:i|install)\b.*--frozen-lockfile/,
    refuses: /./,
  },
  {
    lock: ['composer.lock'],
    manifest: 'composer.json',
    installs: /^(?:php )?composer(?:\.phar)? install\b/,
    refuses: /(?!)/,
  },
  { lock: ['Gemfile.lock'], manifest: 'Gemfile', installs: /^bundle install\b/, refuses: /--deployment|--frozen/ },
  { lock: ['poetry.lock'], manifest: 'pyproject.toml', installs: /^poetry (?:install|sync)\b/, refuses: /(?!)/ },
  { lock: ['uv.lock'], manifest: 'pyproject.toml', installs: /^uv sync\b/, refuses: /--(?:locked|frozen)/ },
  {
    lock: ['Pipfile.lock'],
    manifest: 'Pipfile',
    installs: /^pipenv (?:install|sync)\b/,
    refuses: /--deploy|--ignore-pipfile|sync/,
  },
  {
    lock: ['Cargo.lock'],
    manifest: 'Cargo.toml',
    installs: /^cargo (?:build|install|fetch)\b/,
    refuses: /--(?:locked|frozen)/,
  },
  { lock: ['go.sum'], manifest: 'go.mod', installs: /^go (?:build|mod download|install)\b/, refuses: /./ },
]

const textOf = ({ command }: Command): string => command.words.map(({ text }) => text).join(' ')

/** What the builds of a context install without the lock file that lies beside their manifest. */
export function omittedLockFiles(context: BuildContext): readonly OmittedLockFile[] {
  const commands = context.builds.flatMap(({ stages }) => stages.flatMap((stage) => stage.commands))
  return managers.flatMap(({ lock, manifest, installs, refuses }): readonly OmittedLockFile[] => {
    const step = commands.find((command) => installs.test(textOf(command)))
    if (!step) return []
    const directories = new Set(
      context
        .files()
        .filter((file) => file === manifest || file.endsWith(`/${manifest}`))
        .map(directoryOf),
    )
    return [...directories].flatMap((directory) =>
      lock.flatMap((name): readonly OmittedLockFile[] => {
        const path = directory === '' ? name : `${directory}/${name}`
        const pattern = context.holds(path) === 'file' && !context.reaches(path) ? context.deciding(path) : undefined
        if (pattern === undefined || isNamed(context, path) || (directory !== '' && !takes(context, directory)))
          return []
        return [{ path, pattern, step, refuses: refuses.test(textOf(step)) }]
      }),
    )
  })
}

/** A COPY of the very file fails by itself. */
const isNamed = (context: BuildContext, path: string): boolean =>
  context.builds.some(({ stages }) =>
    stages.some(({ copies }) =>
      copies.some(({ sources }) =>
        sources.some((source) => source.path.known && source.path.value.replace(/^\.?\//, '') === path),
      ),
    ),
  )

/** Whether some COPY names the directory, of the many that a repository may have. */
const takes = (context: BuildContext, directory: string): boolean =>
  context.builds.some(({ stages }) =>
    stages.some(({ copies }) =>
      copies.some(({ sources }) =>
        sources.some(
          ({ path, kind }) =>
            kind === 'context' && path.known && path.value.replace(/^\.?\//, '').startsWith(directory),
        ),
      ),
    ),
  )

/** Manifests of the context that reach the builder together with their lock file: what a pass stands on. */
export function keptLockFile(context: BuildContext): string | undefined {
  return managers
    .flatMap(({ lock }) => lock)
    .find((name) => context.ignoreFile && context.holds(name) === 'file' && context.reaches(name))
}
