/** When a stage fetches the dependencies that its project declares, and what had been copied by then. */
import { keptWith } from '../core/lazy.ts'
import type { SpanOrigin } from '../core/origin.ts'
import { directoryOf, nameOf } from '../core/tree.ts'
import type { Command, Copy, Run, Stage } from './build-model.ts'
import { packageStep } from './installs.ts'
import { layersOf } from './toolchain.ts'

/** A fetch of declared dependencies. */
export interface DependencyFetch {
  /** The command as people call it. */
  readonly name: string
  readonly command: Command
  /** Sources that had been copied along with the manifests: every change in them fetches everything again. */
  readonly copiedBefore: readonly SpanOrigin[]
  /** Whether a cache mount keeps what was fetched. */
  readonly cached: boolean
}

/** What fetches dependencies (`restore`), or builds and fetches what is missing (`build`), per ecosystem, and its manifests. */
const ecosystems: readonly { readonly manifest: RegExp; readonly restore: RegExp; readonly build?: RegExp }[] = [
  {
    manifest: /^package\.json$/,
    restore:
      /^(?:npm (?:ci|install|i|clean-install)|yarn(?: install)?|pnpm (?:install|i|fetch)|bun (?:install|i))(?: --?\S+)*$/,
  },
  {
    manifest: /^(?:requirements.*\.txt|pyproject\.toml|Pipfile|setup\.py)$/,
    restore:
      /^(?:(?:python[\d.]* -m )?pip[\d.]* install (?:.* )?(?:-r|--requirement)|uv (?:sync|pip install (?:.* )?-r)|poetry install|pipenv (?:install|sync)|pdm (?:install|sync))\b/,
  },
  {
    manifest: /\.(?:cs|fs|vb)proj$|\.slnx?$/,
    restore: /^dotnet restore\b/,
    build: /^dotnet (?:publish|build)\b(?!.*--no-restore)/,
  },
  {
    manifest: /^go\.mod$/,
    restore: /^go mod (?:download|vendor)\b/,
    build: /^go (?:build|install)\b(?!.*-mod=vendor)/,
  },
  {
    manifest: /^pom\.xml$/,
    restore: /^(?:\S*\/)?mvnw?\b.* (?:dependency:\S+|de\.qaware\S+)/,
    build: /^(?:\S*\/)?mvnw?\b.* (?:package|install|verify|compile|jib:\S+)\b/,
  },
  {
    manifest: /^(?:build|settings)\.gradle(?:\.kts)?$/,
    restore: /^(?:\S*\/)?gradlew?\b.* (?:dependencies|resolveDependencies)\b/,
    build: /^(?:\S*\/)?gradlew?\b.* (?:\S*:)?(?:build|assemble|bootJar|shadowJar|installDist)\b/,
  },
  { manifest: /^Cargo\.toml$/, restore: /^cargo (?:fetch|chef cook)\b/, build: /^cargo (?:build|install --path)\b/ },
  { manifest: /^composer\.json$/, restore: /^composer (?:install|update)\b/ },
  { manifest: /^Gemfile$/, restore: /^bundle install\b/ },
  { manifest: /^mix\.exs$/, restore: /^mix deps\.get\b/ },
]

/** How every command of the table begins: most commands are none of them, and one look tells. */
const fetching =
  /^(?:\S*\/)?(?:npm|yarn|pnpm|bun|python|pip|uv|poetry|pipenv|pdm|dotnet|go|mvn|gradle|cargo|composer|bundle|mix)/

/** What has been copied and fetched by the end of a stage, those it starts from included. */
interface Reached {
  readonly before: Reached | undefined
  /** The stage's own. */
  readonly copies: readonly Copy[]
  readonly seen: ReadonlySet<RegExp>
  readonly fetches: readonly DependencyFetch[]
}

/** The first fetch of each ecosystem in a stage; nothing where its manifests came from elsewhere than the context. */
export function dependencyFetches(stage: Stage): readonly DependencyFetch[] {
  // From the first layer on: each starts from what is known of the one below, however long the chain.
  for (const layer of layersOf(stage)) reachedBy(layer)
  return reachedBy(stage).fetches
}

const reachedBy = keptWith((stage: Stage): Reached => {
  const before = stage.parent && reachedBy(stage.parent)
  const copies = new Map(stage.copies.map((copy) => [copy.instruction, copy]))
  const runs = new Map(stage.runs.map((run) => [run.instruction, run]))
  const seen = new Set(before?.seen)
  const own: Copy[] = []
  const fetches: DependencyFetch[] = []
  for (const instruction of stage.instructions) {
    const copy = copies.get(instruction)
    if (copy) own.push(copy)
    const run = runs.get(instruction)
    for (const command of run?.commands ?? []) {
      const text = textOf(command)
      const ecosystem = ecosystemOf(text, seen)
      if (!run || !ecosystem) continue
      seen.add(ecosystem.manifest)
      const fetch = fetchIn(run, command, [...copiesOf(before), ...own], ecosystem.manifest)
      if (fetch) fetches.push(fetch)
    }
  }
  return { before, copies: own, seen: seen.size === before?.seen.size ? before.seen : seen, fetches }
})

/** Every copy up to there, the first one first. */
function copiesOf(reached: Reached | undefined): readonly Copy[] {
  const stages: (readonly Copy[])[] = []
  for (let one = reached; one; one = one.before) stages.push(one.copies)
  return stages.reverse().flat()
}

const textOf = ({ command }: Command): string =>
  command.words
    .map((word) => word.text)
    .join(' ')
    .slice(0, 400)

/** The ecosystem whose dependencies the command fetches, where it is the first to do so. */
const ecosystemOf = (text: string, seen: ReadonlySet<RegExp>): (typeof ecosystems)[number] | undefined =>
  fetching.test(text)
    ? ecosystems.find(
        ({ manifest, restore, build }) => !seen.has(manifest) && (restore.test(text) || build?.test(text)),
      )
    : undefined

function fetchIn(run: Run, command: Command, copies: readonly Copy[], manifest: RegExp): DependencyFetch | undefined {
  // What another stage has fetched may come along in a directory of its own.
  if (copies.some((one) => one.from.kind === 'stage')) return undefined
  const copiedBefore = copies.flatMap((one) => wideSources(one, manifest))
  const brought = copiedBefore.length > 0 || copies.some((one) => takesManifest(one, manifest))
  if (!brought && copies.length === 0) return undefined
  const cached = run.mounts.some(({ type }) => type === 'cache')
  return { name: nameOfFetch(command, textOf(command)), command, copiedBefore, cached }
}

const nameOfFetch = ({ command }: Command, text: string): string => {
  const [program = '', ...rest] = text.split(' ')
  const verb = rest.find((word) => /^[a-z][\w.:-]*$/i.test(word)) ?? ''
  return packageStep(command) || rest[0] === verb ? `${program} ${verb}` : program
}

/** The sources of a copy that are whole directories with a manifest in them, whatever else they hold. */
function wideSources(copy: Copy, manifest: RegExp): readonly SpanOrigin[] {
  const { context } = copy.stage.build
  if (copy.from.kind !== 'context' || !context) return []
  return copy.sources.flatMap(({ path, wholeContext, kind, word }) => {
    if (kind !== 'context' || !path.known) return []
    if (wholeContext) return [word.origin]
    const directory = path.value.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '')
    if (context.holds(directory) !== 'directory') return []
    const below = context.files().filter((file) => file.startsWith(`${directory}/`))
    const holdsManifest = below.some((file) => directoryOf(file) === directory && manifest.test(nameOf(file)))
    return holdsManifest && below.some((file) => !manifest.test(nameOf(file)) && !isLockFile(file)) ? [word.origin] : []
  })
}

const isLockFile = (file: string): boolean => /(?:[-.]lock(?:\.json|\.yaml|b)?|\.sum|\.lockb)$/.test(nameOf(file))

const takesManifest = (copy: Copy, manifest: RegExp): boolean =>
  copy.from.kind === 'context' &&
  copy.sources.some(({ path }) => path.known && (manifest.test(nameOf(path.value)) || /[*?]/.test(nameOf(path.value))))
