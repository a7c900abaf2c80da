/** Looks at what a Docker Engine runs of the projects of a directory. Nothing is changed there, and nothing of other projects is kept. */
import { type AuditOptions, projectsOf } from './audit-tree.ts'
import { loadConfig } from './config/load.ts'
import { UsageError } from './core/errors.ts'
import { nodeAt, textOf } from './core/node.ts'
import type { Missed, Observed, ObservedContainer, ObservedImage } from './core/observed.ts'
import { connect } from './engine/connect.ts'
import type { Environment } from './engine/endpoint.ts'
import { type Engine, EngineError } from './engine/engine.ts'
import { observedImage } from './engine/inspect/observed-image.ts'
import {
  composeNetworks,
  confinementOf,
  type FoundContainer,
  type FoundNetwork,
  inspected,
  startedContainers,
  strangersIn,
} from './engine/inspect/running-containers.ts'
import type { ProjectSource } from './projects/workspace.ts'
import type { Rule } from './rules/define-rule.ts'
import { buildStack, composeRequest } from './stack/build-stack.ts'
import { loadCompose } from './stack/load/load-compose.ts'
import { runsCompose } from './stack/platforms.ts'
import { ownerOf, pathsBelow, type Runnable } from './stack/running/belonging.ts'
import { openSources, type Sources } from './stack/sources.ts'
import { diskTree } from './trees/disk.ts'

/** Where somebody looks from. */
export interface Viewpoint {
  /** Of the process: where the engine is. */
  readonly env: Environment
  readonly platform: string
  /** The audited directory as absolute paths: as it was named, and where links lead. */
  readonly roots: readonly string[]
  /** Whether there is something at an absolute path of this machine. */
  exists(path: string): boolean
}

/**
 * Reads the containers of every project below a directory, and the images that they run. Throws a `UsageError` where no engine answers or
 * it does not let us look; what it tells of one container and cannot be read is listed in `missed`.
 */
export async function observeWith(
  available: readonly Rule[],
  directory: string,
  options: AuditOptions,
  from: Viewpoint,
): Promise<Observed> {
  const engine = await connect(from.env, from.platform)
  try {
    return await observed(engine, await runnables(available, directory, options, from), from)
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    throw new UsageError(`The Docker Engine at ${engine.host} does not say what runs: ${error.message}.`)
  } finally {
    await engine.close()
  }
}

/** Every way that a project below the directory is run, of all variants, whichever is asked for. */
async function runnables(
  available: readonly Rule[],
  directory: string,
  { variant: _asked, ...options }: AuditOptions,
  { roots }: Viewpoint,
): Promise<Runnable[]> {
  // A project without a name is called as its directory is, which `.` does not say.
  const sources = openSources(diskTree(directory, { name: roots[0] ?? directory }))
  const { config } = loadConfig(
    sources,
    available.map(({ id }) => id),
    options,
  )
  const { projects } = await projectsOf(sources, config, options)
  return projects.flatMap((project) => runnablesOf(project, sources))
}

function runnablesOf(project: ProjectSource, sources: Sources): readonly Runnable[] {
  const families = project.variants.some(({ platform }) => platform.startsWith('ecs-'))
    ? new Map(buildStack(project, sources).variants.map(({ name, task }) => [name, textOf(nodeAt(task, 'family'))]))
    : new Map<string, string | undefined>()
  return project.variants.map((variant) => ({
    project: project.id,
    variant: variant.name,
    platform: variant.platform,
    files: variant.files,
    directory: variant.projectDirectory,
    stack: runsCompose(variant)
      ? loadCompose(composeRequest(variant, sources.tree)).name
      : (families.get(variant.name) ?? ''),
  }))
}

/** A container of ours before it is looked at. */
interface Wanted extends Pick<ObservedContainer, 'project' | 'variant' | 'startedBy' | 'stack' | 'service' | 'oneOff'> {
  readonly found: FoundContainer
}

async function observed(engine: Engine, all: readonly Runnable[], { roots, exists }: Viewpoint): Promise<Observed> {
  const inTree = pathsBelow(roots)
  const existsElsewhere = (path: string): boolean => inTree(path) === undefined && exists(path)
  const missed: Missed[] = []
  const elsewhere = new Set<string>()
  const wanted: Wanted[] = []
  for (const found of await startedContainers(engine)) {
    const { startedBy, stack, service, oneOff } = found.labels
    const owner = ownerOf(found.labels, all, { inTree, existsElsewhere })
    if (owner.kind === 'elsewhere') elsewhere.add(stack)
    // What a one-off left behind has done its work.
    if (owner.kind !== 'ours' || (oneOff && !isUp(found))) continue
    const { project, variant } = owner
    wanted.push({ project, variant, found, startedBy, stack, service, oneOff })
  }
  const networks = await composeNetworks(engine)
  wanted.push(...(await strangersAmong(engine, networks, wanted)))
  const nameOf = (path: string) => {
    const below = inTree(path)
    return below === undefined ? { path, inTree: false } : { path: below, inTree: true }
  }
  const containers: ObservedContainer[] = []
  for (const { found, ...one } of wanted) {
    try {
      const seen = await inspected(engine, found.id, nameOf)
      if (!seen) continue
      containers.push({ ...seen, ...one, networks: calledIn(seen.networks, networks, one.stack) })
    } catch (error) {
      const { project, service } = one
      missed.push({ what: `container ${found.name}`, because: sayOf(error), of: { project, service } })
    }
  }
  return {
    engine: { version: engine.version, confinement: await confinementOf(engine) },
    containers: containers.sort((a, b) => (a.name < b.name ? -1 : 1)),
    images: await imagesOf(engine, containers, missed),
    missed,
    skipped: [...elsewhere].sort().map((stack) => ({
      what: `containers of ${stack}`,
      reason: 'they were started from files of another directory, which is called the same',
    })),
  }
}

const isUp = ({ status }: FoundContainer): boolean => ['running', 'restarting', 'paused'].includes(status)

/** What somebody started by hand in a network that Compose made for one of our stacks. */
async function strangersAmong(
  engine: Engine,
  networks: readonly FoundNetwork[],
  wanted: readonly Wanted[],
): Promise<readonly Wanted[]> {
  const strangers = new Map<string, Wanted>()
  for (const network of networks) {
    const neighbour = wanted.find(({ startedBy, stack }) => startedBy === 'compose' && stack === network.stack)
    if (!neighbour) continue
    for (const found of await strangersIn(engine, network.id)) {
      if (isUp(found)) strangers.set(found.id, { ...neighbour, found, startedBy: 'hand', service: null, oneOff: false })
    }
  }
  return [...strangers.values()]
}

/** Networks by the names that the files have for them: without the stack's name before it. */
const calledIn = (names: readonly string[], networks: readonly FoundNetwork[], stack: string): readonly string[] =>
  names.map((name) => {
    const own = networks.find((network) => network.name === name && network.stack === stack)
    return own?.called || (name.startsWith(`${stack}_`) ? name.slice(stack.length + 1) : name)
  })

/** The images that the containers run, and those that their references name now. */
async function imagesOf(
  engine: Engine,
  containers: readonly ObservedContainer[],
  missed: Missed[],
): Promise<readonly ObservedImage[]> {
  const images = new Map<string, ObservedImage>()
  const names = new Set(containers.flatMap(({ image }) => [image.id, image.reference]).filter((name) => name !== ''))
  for (const name of names) {
    try {
      const image = await observedImage(engine, name)
      if (image) images.set(image.id, image)
    } catch (error) {
      missed.push({ what: `image ${name}`, because: sayOf(error) })
    }
  }
  return [...images.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

const sayOf = (error: unknown): string =>
  `the Docker Engine does not tell: ${error instanceof EngineError ? error.message : String(error)}`
