/** Which lines of a `.dockerignore` keep secrets and needless files of a build context out, and nothing that a build asks for. */
import { nameOf } from '../core/tree.ts'
import { isIgnored } from '../formats/dockerignore/match.ts'
import { parseIgnore } from '../formats/dockerignore/parse.ts'
import type { BuildContext, SecretPath } from './build-model.ts'
import { isTemplateName } from './secret-paths.ts'

/** Every description of the same directory as a context: they share its ignore file. */
export const contextsOf = (context: BuildContext): readonly BuildContext[] =>
  context.builds[0]?.project.contexts.filter(({ path }) => path === context.path) ?? [context]

/** What instructions name of the context, without wildcards resolved; the whole of it left out. */
const namedSources = (context: BuildContext): readonly string[] =>
  contextsOf(context).flatMap(({ builds }) =>
    builds.flatMap(({ stages }) =>
      stages.flatMap(({ copies, runs, commands }) => [
        // Symfony writes what `.env` says into a file of PHP.
        ...commands.flatMap(({ command }) => (command.words.some(({ text }) => text === 'dump-env') ? ['.env'] : [])),
        ...copies.flatMap(({ sources }) =>
          sources.flatMap(({ kind, wholeContext, path }) =>
            kind === 'context' && !wholeContext && path.known ? [path.value.replace(/^\.?\/|\/$/g, '')] : [],
          ),
        ),
        ...runs.flatMap(({ mounts }) =>
          mounts.flatMap(({ type, source, from }) => (type === 'bind' && from === undefined && source ? [source] : [])),
        ),
      ]),
    ),
  )

const ignores = (patterns: readonly string[], path: string): boolean =>
  isIgnored(parseIgnore({ file: '', text: patterns.join('\n'), utf8: true }), path)

/** Whether an instruction asks for something that the patterns would leave out. */
export const takesAway = (context: BuildContext, patterns: readonly string[]): boolean =>
  namedSources(context).some((source) =>
    /[*?[]/.test(source)
      ? patterns.some((pattern) => nameOf(pattern).replace(/[*?]/g, '') === nameOf(source).replace(/[*?]/g, ''))
      : ignores(patterns, source),
  )

/** The lines that keep a secret out, wherever it lies. */
function linesFor({ what, path }: SecretPath): readonly string[] {
  const name = nameOf(path)
  switch (what) {
    case 'environment file':
      return name.startsWith('.env') ? ['**/.env', '**/.env.*'] : ['**/*.env']
    case 'private key':
      return [`**/*${name.slice(name.lastIndexOf('.'))}`]
    case 'secrets directory':
      return [path.slice(0, path.lastIndexOf('/'))]
    case 'database dump':
      return [path]
    case 'Terraform state':
      return name.includes('.tfstate') ? ['**/*.tfstate*'] : [`**/${name}`]
    default: {
      const directory = /(?:^|\/)(\.(?:ssh|aws|azure|docker))\//.exec(path)?.[1]
      return [`**/${directory ?? name}`]
    }
  }
}

/** Files that would be left out and are no secret: they come back in. More of them than this make a pattern a bad one. */
const mostExceptions = 5

/** Lines that keep the secrets out and let in what only has a name like theirs; undefined where a build asks for one of them. */
export function secretLines(context: BuildContext, secrets: readonly SecretPath[]): readonly string[] | undefined {
  const lines = [...new Set(secrets.flatMap(linesFor))]
  const all = contextsOf(context)
  const hidden = new Set(all.flatMap((each) => each.secretsThatReach().map(({ path }) => path)))
  const files = all.flatMap((each) => each.files())
  const harmless = [...new Set(files)].filter((path) => !hidden.has(path) && ignores(lines, path))
  const templates = [...new Set(harmless.map(nameOf).filter(isTemplateName))].map((name) => `!**/${name}`)
  // What lies in directories of tools, such as `.github`, is nothing that a build asks for.
  const others = harmless
    .filter((path) => !isTemplateName(nameOf(path)) && !/(?:^|\/)\.\w+\//.test(path))
    .map((path) => `!${path}`)
  if (others.length > mostExceptions) return undefined
  const whole = [...lines, ...templates, ...others]
  return takesAway(context, whole) ? undefined : whole
}

/** Commands that install what a lock file names, so that the copy on the machine that builds is not needed. */
const installers = /^(?:npm|yarn|pnpm|bun)$/

const manifest =
  /^(?:pyproject\.toml|setup\.(?:py|cfg)|Directory\.Build\.props|.*\.(?:csproj|fsproj)|build\.gradle(?:\.kts)?|pom\.xml)$/
const takesVersion =
  /setuptools[_-]scm|hatch-vcs|versioneer|versioningit|dunamai|dynamic-versioning|\bpbr\b|MinVer|GitVersion|Nerdbank|git-commit-id|jgitver|palantir\.git-version/

/** Whether a build tool takes the version from git, by its own file or by what a manifest asks for. */
function versionsFromHistory({ path, builds }: BuildContext, file: string): boolean {
  const name = nameOf(file)
  if (/^(?:GitVersion\.yml|version\.json|\.goreleaser\.ya?ml)$/.test(name)) return true
  const inTree = path === '' ? file : `${path}/${file}`
  return manifest.test(name) && takesVersion.test(builds[0]?.project.file(inTree)?.source.text ?? '')
}

/** Lines for what no image needs from the machine that builds: history, dependencies of its platform, output of its builds. */
export function needlessLines(context: BuildContext): readonly string[] {
  const all = contextsOf(context)
  const commands = all.flatMap(({ builds }) =>
    builds.flatMap(({ stages }) => stages.flatMap((stage) => stage.commands.map(({ command }) => command.name ?? ''))),
  )
  const files = context.files()
  const has = (name: string | RegExp): boolean =>
    files.some((file) => (typeof name === 'string' ? nameOf(file) === name : name.test(file)))
  const runs = (name: RegExp): boolean => commands.some((command) => name.test(command))
  // Version numbers may be taken from the history.
  const readsHistory = runs(/^git$/) || files.some((file) => versionsFromHistory(context, file))
  const isTop = context.path === '' || context.holds('.git') !== 'nothing'
  const lines = [
    ...(isTop && !readsHistory ? ['.git'] : []),
    ...(has('package.json') && runs(installers) ? ['**/node_modules'] : []),
    ...(has(/\.py$/) ? ['**/__pycache__', '**/.venv'] : []),
    ...(has(/\.(?:cs|fs|vb)proj$/) && runs(/^dotnet$/) && !has(/(?:^|\/)(?:bin|obj)\//) ? ['**/bin', '**/obj'] : []),
  ]
  return lines.filter((line) => !takesAway(context, [line]))
}
