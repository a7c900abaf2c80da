/** Repairs of images without support: the next release of their family that still gets fixes and runs what the old one ran. */
import { isFix, type Refusal, type Repair } from '../core/fix.ts'
import type { ImageReference } from '../core/image-reference.ts'
import type { Lock } from '../core/lock.ts'
import { firstSpanOf } from '../core/origin.ts'
import { endOfLife } from '../knowledge/end-of-life.ts'
import { type KnownTag, successors } from '../knowledge/image-releases.ts'
import { releaseIn, type SystemRelease } from '../knowledge/system-releases.ts'
import type { ImageUse, Stage } from './build-model.ts'
import { renewedByLock, rewritten } from './image-edits.ts'
import { tagOf } from './image-tags.ts'
import { systemInstall } from './package-versions.ts'

/** Nobody moves to what ends in less than this. */
const halfAYear = 182 * 24 * 60 * 60 * 1000

interface Ask {
  readonly lock: Lock
  readonly today: string
}

/** Moves to a release that still gets fixes: the lock's, else the nearest one that is known to run what the old one ran. */
export function renewed(image: ImageUse, ask: Ask): Repair {
  const byLock = renewedByLock(image, ask)
  const tag = tagOf(image)
  if (isFix(byLock) || typeof tag === 'string' || 'because' in tag) return byLock
  const { reference } = tag
  const next = nextOf(image, ask.today)
  if (next === undefined || reference.digest !== undefined) return byLock
  const { familiarName: name, tag: old = '' } = reference
  const refusal = inTheWay(image, reference, next, ask.today)
  if (refusal) return refusal
  const edit = rewritten(image, { tag: next.tag, digest: undefined }, false)
  if ('refused' in edit) return edit
  return {
    title: `Move ${name} from ${old} to ${next.tag}`,
    safety: 'guarded',
    effect: `${name} ${next.tag} may lack what the program uses of ${old}: a build and its tests have to show it`,
    edits: [edit],
  }
}

/** The nearest tag whose support goes on for a while. */
function nextOf(image: ImageUse, today: string): KnownTag | undefined {
  const tag = tagOf(image)
  if (typeof tag === 'string' || 'because' in tag) return undefined
  const { reference, version } = tag
  const later = new Date(Date.parse(today) + halfAYear).toISOString().slice(0, 10)
  const known = successors(reference, version).filter((one) => one.tag !== reference.tag)
  const lasting = (until: string) => (one: KnownTag) => endOfLife({ ...reference, tag: one.tag }, until) === undefined
  return known.find(lasting(later)) ?? known.find(lasting(today))
}

const systemIn = ({ tag = '' }: Pick<ImageReference, 'tag'>): SystemRelease | undefined => releaseIn(tag)

/** What else in the Dockerfile is written for the release that goes: moving the image alone would break it. */
function inTheWay(image: ImageUse, reference: ImageReference, next: KnownTag, today: string): Refusal | undefined {
  const dockerfile = image.stage?.dockerfile
  if (dockerfile === undefined) return undefined
  const { familiarName: name, tag = '' } = reference
  const others = dockerfile.document.instructions.filter(({ keyword }) => keyword !== 'from' && keyword !== 'arg')
  const text = others.map(({ origin }) => dockerfile.document.source.text.slice(origin.start, origin.end)).join('\n')
  const system = systemIn(reference)
  const line = /^\d+\.\d+/.exec(tag)?.[0]
  const moved = line !== undefined && next.version.slice(0, 2).join('.') !== line ? line : undefined
  const named = [moved, system?.codename].find((one) => one !== undefined && isNamed(text, one))
  if (named !== undefined)
    return { refused: `${dockerfile.file} names ${named} outside of FROM too`, supply: `what is right for ${next.tag}` }
  if (image.profile?.role === 'os' && image.stage && installsAnything(image.stage))
    return { refused: `${dockerfile.file} installs what another release of ${name} may not have`, supply: 'a release' }
  if (asksForExactPackages(image))
    return { refused: `${dockerfile.file} asks for exact packages of the system below`, supply: 'their new versions' }
  const left = system && beside(image, dockerfile.file).find((other) => isStuck(other, today))
  return left && leftBehind(name, left)
}

/** Whether a stage, or one that starts from it, runs anything on its system. */
const installsAnything = ({ build, rootImage }: Stage): boolean =>
  build.stages.some((stage) => stage.rootImage === rootImage && stage.runs.length > 0)

/** Whether what is built on an image installs packages of its system that the next release of it does not have. */
const asksForExactPackages = ({ stage }: ImageUse): boolean =>
  (stage?.build.stages ?? [])
    .filter(({ rootImage }) => rootImage === stage?.rootImage)
    .some(({ commands }) =>
      commands.some((command) =>
        systemInstall(command)?.packages.some(({ version, exact }) => version !== undefined && exact),
      ),
    )

/** Whether an image stays on its system, since no release is known or its stage needs this one. */
const isStuck = (image: ImageUse, today: string): boolean =>
  nextOf(image, today) === undefined ||
  (image.profile?.role === 'os' && (image.stage === undefined || installsAnything(image.stage)))

/** What was built for a newer system may not run on an older one. */
const leftBehind = (name: string, other: ImageUse): Refusal => ({
  refused: `${name} and ${other.written} are on one system, and nobody here knows what the latter is to move to`,
  supply: 'a release for both: --lock FILE',
})

const isNamed = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\d.])${word.replace('.', '\\.')}(?![\\d])`).test(text)

/** Other images of a Dockerfile on the same release of a system. */
function beside(image: ImageUse, file: string): readonly ImageUse[] {
  const system = image.reference.known ? systemIn(image.reference.value) : undefined
  return (image.stage?.build.project.images ?? []).filter((other) => {
    if (other === image || !other.reference.known || firstSpanOf(other.origin)?.file !== file) return false
    const theirs = systemIn(other.reference.value)
    return theirs?.product === system?.product && theirs?.version === system?.version
  })
}
