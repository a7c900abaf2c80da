/** The images of a project, by the names that somebody else's scan may call them. */
import { type ImageReference, parseImageReference } from '../core/image-reference.ts'
import type { Build, ImageUse } from '../stack/build-model.ts'
import type { Project } from '../stack/model.ts'
import { buildsForProduction, runsInProduction } from '../stack/production.ts'
import type { Service } from '../stack/service-model.ts'

/** An image name of which variables may leave parts open. */
export interface ImageName {
  /** `undefined` where a variable says it. */
  readonly registry: string | undefined
  /** Without the registry; what follows the last variable where one is in it. */
  readonly path: string
  /** Whether a variable stands before `path`. */
  readonly open: boolean
  /** `undefined` where a variable says it, and where only a digest is written. */
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** An image that the project names or builds. */
export interface StackImage {
  /** What it is called: as it is written, or by the service that it is built for. */
  readonly reference: string
  readonly names: readonly ImageName[]
  /** Services that name no image: a builder calls what it makes after them, whatever a pipeline pushes it as. */
  readonly unnamed: readonly string[]
  readonly usedBy: readonly string[]
  /** Whether a service of production runs it. */
  readonly runs: boolean
}

/** Variables of compose files, of shells and of workflows. */
const variable = /\$\{\{.*?\}\}|\$\{[^}]*\}|\$\w+/g
const hole = '\0'

/** A name as it is written; `undefined` where a variable says what matters of it. */
export function imageNameOf(written: string): ImageName | undefined {
  const text = written.replaceAll(variable, hole)
  if (!text.includes(hole)) {
    const reference = parseImageReference(text)
    return reference && nameOf(reference)
  }
  const [named = '', digest] = text.split('@')
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1)
  const tag = colon === -1 ? 'latest' : named.slice(colon + 1)
  const parts = (colon === -1 ? named : named.slice(0, colon)).split('/')
  const last = parts.findLastIndex((part) => part.includes(hole))
  const path = parts.slice(last + 1).join('/')
  const reference = path === '' ? undefined : parseImageReference(last === -1 ? parts.join('/') : `x.invalid/${path}`)
  if (reference === undefined) return undefined
  const host = /[.:]/.test(parts[0] ?? '') ? parts[0] : undefined
  const registry = last === -1 ? reference.registry : (parts[0] ?? '').includes(hole) ? undefined : host
  return {
    registry,
    path: last === -1 ? nameOf(reference).path : path,
    open: last !== -1,
    tag: digest !== undefined || tag.includes(hole) ? undefined : tag,
    digest: digest === undefined || digest.includes(hole) ? undefined : digest,
  }
}

/** A reference without variables; a name that says neither tag nor digest means `latest`. */
export const nameOf = ({ registry, repository, tag, digest }: ImageReference): ImageName => ({
  registry,
  path: repository.slice(registry.length + 1),
  open: false,
  tag: tag ?? (digest === undefined ? 'latest' : undefined),
  digest,
})

/** Every image that a project runs, builds or builds on; those that run together first. */
export function stackImagesOf(project: Project): readonly StackImage[] {
  const images = new Map<string, StackImage>()
  const add = (reference: string, more: Omit<StackImage, 'reference'>): void => {
    const before = images.get(reference)
    images.set(reference, {
      reference,
      names: [...(before?.names ?? []), ...more.names],
      unnamed: [...new Set([...(before?.unnamed ?? []), ...more.unnamed])],
      usedBy: [...new Set([...(before?.usedBy ?? []), ...more.usedBy])],
      runs: (before?.runs ?? false) || more.runs,
    })
  }
  for (const service of project.variants.flatMap(({ services }) => services)) {
    const names = namesOf(service)
    const reference = service.image ? referenceOf(service.image) : service.name
    const unnamed = service.build && !service.image ? [service.name] : []
    if (service.image ?? service.build) {
      add(reference, { names, unnamed, usedBy: [service.name], runs: runsInProduction(service) })
    }
  }
  // What only a pipeline builds is what runs, where nothing else says what does.
  for (const build of project.builds.filter(({ usedBy }) => !usedBy.some(({ kind }) => kind === 'service'))) {
    const tags = build.tags.flatMap((tag) => (tag.known ? [tag.value] : []))
    const names = tags.flatMap((tag) => imageNameOf(tag) ?? [])
    const { finalStage, dockerfile } = build
    add(tags[0] ?? dockerfile.file, {
      names,
      unnamed: names.length === 0 ? [project.name] : [],
      usedBy: [dockerfile.file],
      runs: project.variants.length === 0 && finalStage !== undefined && buildsForProduction(finalStage),
    })
  }
  for (const image of project.images) {
    if (image.service) continue
    const name = image.reference.known ? [nameOf(image.reference.value)] : (imageNameOf(image.written) ?? [])
    const user = image.origin.kind === 'span' ? image.origin.file : project.name
    add(referenceOf(image), { names: [name].flat(), unnamed: [], usedBy: [user], runs: false })
  }
  return [...images.values()]
}

const referenceOf = ({ reference, written }: ImageUse): string => (reference.known ? reference.value.written : written)

/** The name of a service's image, and those under which it is built and pushed. */
function namesOf({ image, build, project }: Service): readonly ImageName[] {
  const own = image ? (image.reference.known ? [image.reference.value.written, image.written] : [image.written]) : []
  return [...new Set([...own, ...(build ? pushedNames(build, project) : [])])].flatMap(
    (written) => imageNameOf(written) ?? [],
  )
}

/** Names that builds of the same Dockerfile from the same context get, in compose files and in pipelines. */
const pushedNames = ({ dockerfile, context, tags }: Build, project: Project): readonly string[] => [
  ...tags.flatMap((tag) => (tag.known ? [tag.value] : [])),
  ...project.builds
    .filter((other) => other.dockerfile.file === dockerfile.file && other.context?.path === context?.path)
    .flatMap((other) => other.tags.flatMap((tag) => (tag.known ? [tag.value] : []))),
]
