/** Secrets that a RUN writes into a file, and how that file gets into the image. */
import type { Origin } from '../core/origin.ts'
import type { Command, Copy, Run, Stage } from './build-model.ts'
import { imagePath, workdirAt } from './image-files.ts'
import { secretUses } from './run-secrets.ts'

export interface LeftSecret {
  /** The file, as people call it. */
  readonly file: string
  readonly command: Command
  /** `COPY --from` that carries it on; `undefined` where the stage itself ships. */
  readonly carriedBy: Copy | undefined
}

interface Writer {
  readonly call: RegExp
  /** Below the home directory, or in the working directory. */
  readonly file: (home: string, workdir: string) => string
  readonly undo: RegExp
}

/** Commands that write what they are told into a file of their own, from their manuals; read 2026-11. */
const writers: readonly Writer[] = [
  {
    call: /^(?:npm|pnpm) (?:config )?set\b.*(?:_auth|_password|authToken)/i,
    file: (home) => `${home}/.npmrc`,
    undo: /\.npmrc|config (?:delete|rm)|\blogout\b/,
  },
  {
    call: /^git config --(?:global|system)\b.*(?:url\.|extraheader|credential)/i,
    file: (home) => `${home}/.gitconfig`,
    undo: /\.gitconfig|--unset|--remove-section/,
  },
  {
    call: /^(?:pip3?|python3? -m pip) config\b.*set\b.*index-url/,
    file: (home) => `${home}/.config/pip/pip.conf`,
    undo: /pip\.conf|config\b.*unset|\.config/,
  },
  {
    call: /^composer (?:global )?config\b.*(?:http-basic|token|bearer)/,
    file: (home) => `${home}/.composer/auth.json`,
    undo: /auth\.json|--unset|\.composer/,
  },
  {
    call: /^bundle config (?:set )?/,
    file: (home) => `${home}/.bundle/config`,
    undo: /bundle config (?:unset|--delete)|\.bundle/,
  },
  {
    call: /^poetry config\b.*(?:http-basic|pypi-token)/,
    file: (home) => `${home}/.config/pypoetry/auth.toml`,
    undo: /--unset|pypoetry/,
  },
  { call: /^aws configure set\b/, file: (home) => `${home}/.aws/credentials`, undo: /\.aws/ },
  { call: /^(?:docker|podman) login\b/, file: (home) => `${home}/.docker/config.json`, undo: /\.docker|logout/ },
  {
    call: /^dotnet nuget (?:add|update) source\b.*(?:-p|--password)\b/,
    file: (home) => `${home}/.nuget/NuGet/NuGet.Config`,
    undo: /nuget remove|NuGet\.Config/i,
  },
]

const files =
  /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.netrc|\.pypirc|\.git-credentials|\.gitconfig|pip\.conf|auth\.json|nuget\.config|settings\.xml|credentials(?:\.json)?|\.env(?:\.\w+)?)$/i

/** Every file that a build step leaves a secret in and that ends up in the image. */
export function leftSecrets(stage: Stage): readonly LeftSecret[] {
  return stage.runs.flatMap((run) => {
    const mounted = run.mounts.filter(({ type }) => type === 'secret')
    const used = secretUses(run).filter(({ kind }) => kind === 'variable')
    if (mounted.length === 0 && used.length === 0) return []
    return run.commands.flatMap((command) =>
      written(
        command,
        run,
        used.map(({ origin }) => origin),
      ).flatMap((path) => shipped(path, command, stage)),
    )
  })
}

/** The paths of the files that a command writes a secret into, those aside that the same RUN removes again. */
function written(command: Command, run: Run, used: readonly Origin[]): readonly string[] {
  const { stage } = run
  const text = command.command.words.map((word) => word.text).join(' ')
  const workdir = workdirAt(stage, run.instruction.index) ?? '/'
  const home = homeOf(run)
  const later = run.script.slice(run.script.indexOf(command.command.words[0]?.text ?? ''))
  const writer = writers.find(({ call }) => call.test(text))
  if (writer)
    return carriesSecret(command, run, used) && !writer.undo.test(later.slice(text.length))
      ? [writer.file(home, workdir)]
      : []
  return command.command.redirects.flatMap(({ operator, target }): readonly string[] => {
    if (
      !operator.includes('>') ||
      target === undefined ||
      !files.test(target.text) ||
      !carriesSecret(command, run, used)
    )
      return []
    const path = imagePath(target.text.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/)/, home), workdir)
    const name = target.text.slice(target.text.lastIndexOf('/') + 1)
    const removed = run.commands.some(
      ({ command: other }) => other.name === 'rm' && other.words.some((word) => word.text.endsWith(name)),
    )
    const isMount = run.mounts.some((mount) => mount.target === path)
    return path === undefined || removed || isMount ? [] : [path]
  })
}

/** Whether a variable of the stage that holds a secret, or a mounted secret, is among the command's words. */
function carriesSecret({ command }: Command, { mounts }: Run, used: readonly Origin[]): boolean {
  const words = [
    ...command.words,
    ...command.redirects.flatMap(({ body }) => (body === undefined ? [] : [{ text: body, origin: command.origin }])),
  ]
  if (
    words.some(({ origin }) => used.includes(origin)) ||
    command.redirects.some(({ origin }) => used.includes(origin))
  )
    return true
  const names = mounts.flatMap(({ type, env, target, id }) =>
    type === 'secret' ? [env, target, id && `/run/secrets/${id}`] : [],
  )
  return words.some(({ text }) => names.some((name) => name !== undefined && name !== '' && text.includes(name)))
}

/** The home directory of whoever runs the step. */
function homeOf({ stage, instruction }: Run): string {
  const user = stage.instructions.findLast(({ keyword, index }) => keyword === 'user' && index < instruction.index)
    ?.args[0]?.text
  return user === undefined || /^(?:root|0)(?::|$)/.test(user) ? '/root' : `/home/${user.split(':')[0]}`
}

function shipped(path: string, command: Command, stage: Stage): readonly LeftSecret[] {
  if (stage.ships) return [{ file: path, command, carriedBy: undefined }]
  const carriedBy = stage.build.stages
    .filter(({ ships }) => ships)
    .flatMap(({ copies }) => copies)
    .find(
      ({ from, sources }) =>
        from.kind === 'stage' &&
        from.stage === stage &&
        sources.some(
          (source) =>
            source.path.known && `${path}/`.startsWith(`${imagePath(source.path.value, '/')?.replace(/\/$/, '')}/`),
        ),
    )
  return carriedBy ? [{ file: path, command, carriedBy }] : []
}
