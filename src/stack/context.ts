/** The build-context simulation: which files really reach the builder, and which of them a COPY puts into an image. */
import { lazy } from '../core/lazy.ts'
import { span } from '../core/origin.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import { decidingPattern, isIgnored } from '../formats/dockerignore/match.ts'
import type { Build, BuildContext, Copy, Dockerfile, SecretPath } from './build-model.ts'
import { holdsSecret } from './secret-content.ts'
import { canonicalSecretPaths, secretPathKind } from './secret-paths.ts'
import type { Sources } from './sources.ts'

/**
 * The context `path` (a directory of the tree) as `dockerfile` is built in it. `<Dockerfile>.dockerignore` beside the
 * Dockerfile wins over `.dockerignore` at the context's root (BuildKit, frontend/dockerui: the per-Dockerfile file first);
 * no other ignore file is read.
 */
export function buildContext(
  sources: Sources,
  path: string,
  dockerfile: Dockerfile,
  builds: () => readonly Build[],
  inVariants: readonly string[],
): BuildContext {
  const { tree } = sources
  const below = (file: string): string => (path === '' ? file : `${path}/${file}`)
  const specific = `${dockerfile.file}.dockerignore`
  const usual = below('.dockerignore')
  const file = [specific, usual].find((candidate) => tree.entry(candidate)?.kind === 'file')
  const ignore = file === undefined ? undefined : sources.ignore(file)
  const isOut = (relative: string): boolean => ignore !== undefined && isIgnored(ignore, relative)
  const files = lazy(() => sources.filesBelow(path).filter((relative) => !isOut(relative)))
  const secrets = lazy(() => secretsThatReach(files(), isOut, (relative) => holdsSecret(sources, below(relative))))
  const omitted = lazy(() => omittedBy(sources, file ?? usual))
  const unused = lazy(() => {
    // Above the project, a file may be another project's.
    const top = builds()[0]?.project.directory ?? path
    const elsewhere = new Set([ignoreIn(directoryOf(dockerfile.file)), ...ignoreFilesAbove(path, top, sources)])
    const others = new Set(builds().flatMap(({ project }) => project.contexts.map((other) => other.ignoreFile?.file)))
    return [...elsewhere].filter((one) => one !== usual && !others.has(one) && tree.entry(one)?.kind === 'file')
  })

  return {
    subject: { kind: 'build-context', name: path === '' ? '.' : path },
    origin: ignore ? span(file ?? '', [], 0, 0) : dockerfile.origin,
    inVariants,
    path,
    dockerfile,
    get builds() {
      return builds()
    },
    ignoreFile: ignore && file !== undefined ? { file, ignore } : undefined,
    get unusedIgnoreFiles() {
      return unused()
    },
    ignoreFileUntracked: file !== undefined && tree.entry(file)?.tracked === false,
    get ignoreFileOmitted() {
      return omitted()
    },
    reaches: (relative) => !isOut(relative),
    deciding: (relative) => (ignore === undefined ? undefined : decidingPattern(ignore, relative)?.origin),
    reincluded: (relative) => ignore !== undefined && decidingPattern(ignore, relative)?.negated === true,
    holds: (relative) => {
      const kind = tree.entry(below(relative))?.kind
      return kind === undefined ? 'nothing' : kind === 'directory' ? 'directory' : 'file'
    },
    isEmptyDirectory: (relative) => tree.list(below(relative)).length === 0,
    files,
    secretsThatReach: secrets,
    canonicalSecrets: () => canonicalSecretPaths(codeDirectories(files())),
    secretsCopiedBy: (copy) => secrets().filter((secret) => copies(copy, secret.path)),
  }
}

const ignoreIn = (directory: string): string => (directory === '' ? '.dockerignore' : `${directory}/.dockerignore`)

/** Ignore files of the directories above a context, up to `top`; those beside a Dockerfile are for a build of their own. */
function ignoreFilesAbove(context: string, top: string, { tree }: Sources): readonly string[] {
  const found: string[] = []
  const isInside = (directory: string): boolean =>
    directory !== '' && directory !== top && (top === '' || directory.startsWith(`${top}/`))
  for (let directory = context; isInside(directory); ) {
    directory = directoryOf(directory)
    if (!tree.list(directory).some((name) => /^(?:Docker|Container)file|\.(?:docker|container)file$/i.test(name)))
      found.push(ignoreIn(directory))
  }
  return found
}

/** What makes git leave a file out, there or not. */
function omittedBy({ tree, text }: Sources, file: string): BuildContext['ignoreFileOmitted'] {
  const entry = tree.entry(file)
  if (!(entry ? entry.ignored : tree.ignores(file))) return undefined
  for (let directory = directoryOf(file); ; directory = directoryOf(directory)) {
    const gitignore = text(directory === '' ? '.gitignore' : `${directory}/.gitignore`)
    const line = gitignore && /^(?!#|!).*dockerignore.*$/m.exec(gitignore.text)
    if (line) return { file, origin: span(gitignore.file, [], line.index, line.index + line[0].trimEnd().length) }
    if (directory === '') return { file, origin: span(file, [], 0, 0) }
  }
}

/** Real secret files that reach the builder, then canonical ones that would. */
function secretsThatReach(
  files: readonly string[],
  isOut: (relative: string) => boolean,
  judge: (relative: string) => boolean | 'elsewhere',
): readonly SecretPath[] {
  const real = files.flatMap((path): readonly SecretPath[] => {
    const what = secretPathKind(path)
    const holds = what !== undefined && judge(path)
    return what === undefined || holds === false ? [] : [{ path, what, exists: holds === true }]
  })
  const present = new Set(files.filter((path) => secretPathKind(path) !== undefined))
  const canonical = canonicalSecretPaths(codeDirectories(files)).filter(
    ({ path }) => !present.has(path) && !isOut(path),
  )
  return [...real, ...canonical]
}

const manifests = new Set([
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'go.mod',
  'Cargo.toml',
  'pom.xml',
  'manage.py',
  'Gemfile',
  'composer.json',
])

/** Directories below the context's root where a nested `.env` would lie: those that hold a manifest, settings or a template. */
function codeDirectories(files: readonly string[]): readonly string[] {
  const directories = new Set<string>()
  for (const file of files) {
    const name = nameOf(file)
    const directory = directoryOf(file)
    if (directory === '') continue
    if (
      manifests.has(name) ||
      name.endsWith('.csproj') ||
      /(?:^|\/)(?:(?:settings|config)\.py|(?:src|server|config)\/(?:settings|config)\.[a-z]+)$/.test(file) ||
      name.startsWith('.env.')
    ) {
      directories.add(directory)
    }
  }
  return [...directories].sort().slice(0, 50)
}

/** Whether one of the copy's sources takes `path` along. Sources are anchored at the context's root; `*` stays in a directory. */
function copies(copy: Copy, path: string): boolean {
  if (copy.from.kind !== 'context') return false
  return copy.sources.some((source) => {
    if (source.kind !== 'context' || !source.path.known) return false
    return source.wholeContext || sourceTakes(source.path.value, path)
  })
}

/** Whether a COPY source (a path or a Go `filepath.Match` pattern, cleaned) is `path` or a directory above it. */
export function sourceTakes(source: string, path: string): boolean {
  const wanted = cleanSource(source)
  if (wanted === '') return true
  const [pattern, parts] = [wanted.split('/'), path.split('/')]
  return (
    pattern.length <= parts.length && pattern.every((segment, index) => segmentMatches(segment, parts[index] ?? ''))
  )
}

/** A source without `./`, leading and trailing slashes; `''` is the context itself. */
export function cleanSource(source: string): string {
  const parts: string[] = []
  for (const part of source.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** Go's `filepath.Match` for one segment: `*`, `?`, `[…]` and `\` escapes. Linear in the segment but for one backtrack point. */
function segmentMatches(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0]
  while (t < text.length) {
    const step = p < pattern.length && pattern[p] !== '*' ? matchOne(pattern, p, text[t] ?? '') : undefined
    if (step !== undefined) {
      p = step
      t++
    } else if (pattern[p] === '*') {
      star = p++
      mark = t
    } else if (star !== -1) {
      p = star + 1
      t = ++mark
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}

/** The position after the pattern element at `p` when it matches `char`. */
function matchOne(pattern: string, p: number, char: string): number | undefined {
  const element = pattern[p]
  if (element === '?') return p + 1
  if (element === '\\') return pattern[p + 1] === char ? p + 2 : undefined
  if (element !== '[') return element === char ? p + 1 : undefined
  const close = pattern.indexOf(']', p + 2)
  if (close === -1) return undefined
  const negated = pattern[p + 1] === '^'
  const set = pattern.slice(p + (negated ? 2 : 1), close)
  let inside = false
  for (let i = 0; i < set.length; i++) {
    const [from, dash, to] = [set[i] ?? '', set[i + 1], set[i + 2]]
    if (dash === '-' && to !== undefined) {
      inside ||= from <= char && char <= to
      i += 2
    } else inside ||= from === char
  }
  return inside === negated ? undefined : close + 1
}
