/** Looks into the images that the projects of a directory name or build: those that an engine has, or an archive holds. Nothing is pulled or built. */
import { type AuditOptions, projectsOf } from './audit-tree.ts'
import { loadConfig } from './config/load.ts'
import { UsageError } from './core/errors.ts'
import type { Looked as LookedAt, Observed, ObservedImage } from './core/observed.ts'
import { connect } from './engine/connect.ts'
import type { Environment } from './engine/endpoint.ts'
import { type Engine, EngineError } from './engine/engine.ts'
import { imageArchive } from './engine/inspect/image-archive.ts'
import { observedImage } from './engine/inspect/observed-image.ts'
import type { ArchivedImage } from './formats/image-archive/images-in.ts'
import { readImageArchive } from './formats/image-archive/read-archive.ts'
import { rules as registry } from './rules/registry.gen.ts'
import { buildStack } from './stack/build-stack.ts'
import { contentsOf } from './stack/image-contents/contents-of.ts'
import { type FileNote, lookInside } from './stack/image-contents/look.ts'
import { engineName, isNamed } from './stack/running/image-names.ts'
import { type NamedImage, namedImages, namelessBuilds } from './stack/running/named-images.ts'
import { openSources } from './stack/sources.ts'
import { diskTree } from './trees/disk.ts'

type Remark<K extends string> = { readonly what: string } & { readonly [key in K]: string }

/** What was looked into, beside what was not. */
interface Looked {
  readonly images: readonly ObservedImage[]
  readonly missed: readonly Remark<'because'>[]
  readonly skipped: readonly Remark<'reason'>[]
}

/** What projects name, and what of them has no name that an image could be found by. */
interface Wanted {
  readonly named: readonly NamedImage[]
  readonly skipped: Looked['skipped']
}

/** Every image that a project below the directory names, of all its variants. */
async function wantedIn(directory: string, options: AuditOptions): Promise<Wanted> {
  const sources = openSources(diskTree(directory))
  const { config } = loadConfig(
    sources,
    registry.map(({ id }) => id),
    options,
  )
  const { projects } = await projectsOf(sources, config, options)
  // Of each project only the names are kept, not its model.
  const found = projects.map((source) => {
    const stack = buildStack(source, sources)
    return { named: namedImages(stack), nameless: namelessBuilds(stack) }
  })
  return {
    named: found.flatMap(({ named }) => named),
    skipped: found.flatMap(({ nameless }) =>
      nameless.map((file) => ({
        what: `the image of ${file}`,
        reason: 'no file says what it is called: a service that builds it does (image:), or a pipeline that tags it',
      })),
    ),
  }
}

/** Where an engine is, and who is told how far it is. */
export interface EngineSide {
  readonly env: Environment
  readonly platform: string
  progress?(line: string): void
}

/**
 * Reads the images of the projects of a directory that an engine has, and adds them to what was observed before. Those that it does not
 * have are listed in `skipped`, with what to do. Throws a `UsageError` where no engine answers.
 */
export async function observeImagesWith(
  directory: string,
  options: AuditOptions,
  { env, platform, progress }: EngineSide,
  before?: Observed,
): Promise<Observed> {
  const wanted = await wantedIn(directory, options)
  const engine = await connect(env, platform)
  try {
    return joined(before, engine.version, await lookedInto(engine, wanted, before?.images ?? [], progress))
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    throw new UsageError(`The Docker Engine at ${engine.host} does not hand out its images: ${error.message}.`)
  } finally {
    await engine.close()
  }
}

async function lookedInto(
  engine: Engine,
  wanted: Wanted,
  running: readonly ObservedImage[],
  progress: EngineSide['progress'],
): Promise<Looked> {
  // What runs may have lost its name to what was built since.
  const found = new Map(running.map((image) => [image.id, image]))
  const skipped = [...wanted.skipped]
  for (const { names, missing } of wanted.named) {
    const images = await Promise.all(names.map((name) => observedImage(engine, name)))
    const image = images.find((one) => one !== undefined)
    if (image) found.set(image.id, image)
    else skipped.push({ what: `image ${names[0] ?? ''}`, reason: `the engine does not have it: ${missing}` })
  }
  if (found.size === 0) return { images: [], missed: [], skipped }
  progress?.(`looking into ${[...found.values()].map(({ references, id }) => references[0] ?? id).join(', ')}`)
  const asked = [...found.values()].map(({ id, references }) => references[0] ?? id)
  const { images: archived, problem } = await readImageArchive(imageArchive(engine, asked), lookInside)
  const images = [...found.values()].map((seen) => withContents(seen, archived))
  return {
    images,
    missed: images.flatMap((image) => problemsOf(image, problem)),
    skipped: [...skipped, ...images.flatMap(unreadOf)],
  }
}

/** Of several platforms under one name, the one whose layers are there. */
function withContents(seen: ObservedImage, archived: readonly ArchivedImage<FileNote>[]): ObservedImage {
  const own = archived.filter(({ id, tags }) => id === seen.id || tags.some((tag) => isNamed(seen, tag)))
  const whole = own.find(({ layers }) => layers.every((layer) => layer !== undefined)) ?? own[0]
  return whole ? { ...seen, contents: contentsOf(whole) } : seen
}

const nameOf = ({ references, id }: ObservedImage): string => `image ${references[0] ?? id}`

function problemsOf(image: ObservedImage, problem = 'it is not in what was handed out'): readonly Remark<'because'>[] {
  const problems = image.contents?.problems ?? [problem]
  return problems.map((because) => ({ what: nameOf(image), because }))
}

const unreadOf = (image: ObservedImage): readonly Remark<'reason'>[] =>
  (image.contents?.unread ?? []).map((reason) => ({ what: nameOf(image), reason }))

/** An archive that somebody named, as it comes in. */
export interface ImageFile {
  readonly name: string
  readonly chunks: AsyncIterable<Uint8Array>
}

/**
 * Reads the images of archives (`docker save`, or the OCI layout) and adds those of the projects of a directory to what was observed
 * before. Throws a `UsageError` for a file that holds no image.
 */
export async function observeArchivesWith(
  directory: string,
  options: AuditOptions,
  files: readonly ImageFile[],
  before?: Observed,
): Promise<Observed> {
  const wanted = await wantedIn(directory, options)
  const named = new Set(wanted.named.flatMap(({ names }) => names))
  let observed = before
  for (const { name, chunks } of files) {
    const { images: archived, problem } = await readImageArchive(chunks, lookInside)
    if (archived.length === 0) {
      const why = problem === undefined ? '' : `: ${problem}`
      throw new UsageError(
        `${name} holds no image${why}.`,
        'docker save IMAGE --output FILE writes one that can be read.',
      )
    }
    const seen = archived.map((image) => ({ image, seen: seenIn(image) }))
    const own = seen.filter(({ image }) => image.tags.some((tag) => named.has(engineName(tag)))).map((one) => one.seen)
    const others = seen.filter((one) => !own.includes(one.seen))
    const what = (image: ArchivedImage<FileNote>): string => `image ${image.tags[0] ?? image.id} of ${name}`
    observed = joined(observed, '', {
      images: own,
      missed: [
        ...own.flatMap((image) => problemsOf(image)),
        ...(problem === undefined ? [] : [{ what: name, because: problem }]),
      ],
      skipped: [
        ...own.flatMap(unreadOf),
        ...others.map(({ image }) => ({
          what: what(image),
          reason:
            image.tags.length === 0
              ? 'it has no name there; save it by the name that the project has for it'
              : 'no service and no build of the project is called so',
        })),
      ],
    })
  }
  return observed ?? joined(undefined, '', { images: [], missed: [], skipped: [] })
}

function seenIn(image: ArchivedImage<FileNote>): ObservedImage {
  const { id, tags, config } = image
  return {
    ...{
      id,
      references: tags.map(engineName),
      digests: [],
      createdAt: config.createdAt,
      user: config.user,
      volumes: config.volumes,
    },
    environment: new Map(
      config.environment.map((written) => {
        const [name = '', ...value] = written.split('=')
        return [name, value.join('=')]
      }),
    ),
    contents: contentsOf(image),
  }
}

/** An image that was seen before is known better now. */
function joined(before: Observed | undefined, version: string, { images, missed, skipped }: Looked): Observed {
  const known = new Map([...(before?.images ?? []), ...images].map((image) => [image.id, image]))
  return {
    asked: [...new Set<LookedAt>([...(before ? (before.asked ?? ['containers']) : []), 'images'])],
    engine: before?.engine ?? { version, confinement: [] },
    containers: before?.containers ?? [],
    images: [...known.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    missed: [...(before?.missed ?? []), ...missed],
    skipped: [...(before?.skipped ?? []), ...skipped],
  }
}
