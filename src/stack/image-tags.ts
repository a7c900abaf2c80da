/** Which image references a rule about tags may judge, what their tags promise, and how much it matters where they stand. */
import type { ImageReference, TagVersion } from '../core/image-reference.ts'
import { parseImageReference } from '../core/image-reference.ts'
import type { Severity } from '../core/verdict.ts'
import { endOfLife } from '../knowledge/end-of-life.ts'
import type { ImageUse, Stage } from './build-model.ts'
import { runsInProduction } from './production.ts'

/** A reference whose tag is known, with what the tag promises. */
export interface JudgedTag {
  readonly reference: ImageReference
  readonly version: TagVersion
}

/** `own`: the project makes this image; `required`: somebody has to name the tag (`${TAG:?}`), so that nothing can be said of it. */
export type NotJudged = 'own' | 'required'

/** The tag to judge; a reason where there is none to judge, and a sentence's end where it cannot be known. */
export function tagOf(image: ImageUse): JudgedTag | NotJudged | { readonly because: string } {
  if (image.built || isOwnBase(image)) return 'own'
  const { reference, version } = image
  if (!reference.known) {
    return latestOf(image.written) ?? (isRequired(image.written) ? 'required' : { because: reference.because })
  }
  return version.known ? { reference: reference.value, version: version.value } : { because: version.because }
}

/** `${REGISTRY}/app:latest`: whatever the variables hold, this is the newest. */
function latestOf(written: string): JudgedTag | undefined {
  const name = written.endsWith(':latest') ? written.slice(0, -':latest'.length) : ''
  const named = parseImageReference('name:latest')
  if (name === '' || named === undefined) return undefined
  const reference = { ...named, familiarName: name, repository: name, written }
  return { reference, version: { kind: 'latest', precision: 'none', suffix: '' } }
}

/** Whether a reference without a value stops the start. */
const isRequired = (written: string): boolean => /\$\{\w+:?\?/.test(written)

/** A base that the same project builds is as fresh as the build before it: its tag is a name, not a promise. */
function isOwnBase({ stage, reference }: ImageUse): boolean {
  if (stage === undefined || !reference.known) return false
  const { repository } = reference.value
  const name = repository.slice(repository.lastIndexOf('/') + 1)
  const { builds, images } = stage.build.project
  const tagged = builds.some(({ tags }) =>
    tags.some(
      (tag) => tag.known && tag.value.includes(name) && parseImageReference(tag.value)?.repository === repository,
    ),
  )
  // A service with `build:` and `image:` gives its result that name.
  return (
    tagged || images.some((own) => own.built && own.reference.known && own.reference.value.repository === repository)
  )
}

/** One grade less for an image that serves a test job, a developer's desk or a stage that is not built; never less than low. */
export function tagSeverity(image: ImageUse, usual: Severity): Severity {
  const aside =
    image.kind === 'workflow' ||
    (image.service !== undefined && !runsInProduction(image.service)) ||
    (image.stage !== undefined && !isBuilt(image.stage))
  if (!aside) return usual
  return usual === 'critical' ? 'high' : usual === 'high' ? 'medium' : 'low'
}

/** Nobody writes more by hand, and following them takes time for each. */
const mostStages = 200

/** Whether the build's result needs the stage: the builder leaves out stages that nothing starts from or copies from. */
function isBuilt(stage: Stage): boolean {
  const { finalStage, stages } = stage.build
  if (finalStage === undefined || stages.length > mostStages) return true
  const needed = new Set<Stage>()
  const waiting = [finalStage]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (needed.has(next)) continue
    needed.add(next)
    const mounted = next.runs.flatMap(({ mounts }) => mounts.map(({ from }) => from))
    waiting.push(
      ...(next.parent ? [next.parent] : []),
      ...next.copies.flatMap(({ from }) => (from.kind === 'stage' ? [from.stage] : [])),
      ...(mounted.length > 0 ? stages.filter(({ name }) => mounted.includes(name)) : []),
    )
  }
  return needed.has(stage)
}

/** Whether the image keeps data that another version may not be able to read. */
export const isStateful = (image: ImageUse): boolean => image.profile?.role === 'data-store'

/** What somebody may rely on who reads the tag, as the end of a sentence that begins with the image's name. */
export function tagPromise({ reference, version }: JudgedTag): string {
  const tag = reference.tag ?? ''
  const name = reference.familiarName.split('/').at(-1) ?? reference.familiarName
  const line =
    version.version === undefined ? tag : tag.slice(0, tag.length - version.suffix.length).replace(/[-._]$/, '')
  switch (version.kind) {
    case 'none':
      return 'names no tag, so that Docker takes `latest`'
    case 'latest':
      return 'is whatever was published last, across major versions'
    case 'channel':
      return `names the channel \`${tag}\` and no version, so that it moves on to new major versions`
    case 'variant-only':
      return `names the variant \`${tag}\` and no version, so that it is the newest release of ${name}`
    case 'floating':
      return `stays on ${name} ${line}, but is another image after each of its releases`
    case 'exact':
      return `names one release of ${name}`
  }
}

/** Since when the release that an image names has no support, at the day that is given; nothing where it has, or where nobody can tell. */
export function unsupportedSince(image: ImageUse, today: string): string | undefined {
  return image.reference.known ? endOfLife(image.reference.value, today)?.date : undefined
}
