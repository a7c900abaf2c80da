/** Which tag and digest of an image a lock offers in place of what a file names: never one that the lock does not hold. */
import { type ImageReference, parseImageReference, type TagVersion } from '../core/image-reference.ts'
import type { Lock } from '../core/lock.ts'
import { endOfLife } from '../knowledge/end-of-life.ts'
import { tagVersion } from '../knowledge/images/lookup.ts'

/** A tag with its digest, and whether a pull gives the same image before and after. */
export interface LockedTag {
  readonly tag: string
  readonly digest: string
  readonly same: boolean
}

interface Candidate {
  readonly tag: string
  readonly digest: string
  readonly version: TagVersion
}

/** The lock's tags of an image, under whichever of its names they are entered. */
export function tagsIn(
  lock: Lock,
  { familiarName, repository }: ImageReference,
): ReadonlyMap<string, string> | undefined {
  const named = lock.images.get(familiarName)
  if (named) return named
  for (const [name, tags] of lock.images) if (parseImageReference(name)?.repository === repository) return tags
  return undefined
}

const candidatesIn = (tags: ReadonlyMap<string, string>, reference: ImageReference): readonly Candidate[] =>
  [...tags].map(([tag, digest]) => ({ tag, digest, version: tagVersion({ ...reference, tag }) }))

/**
 * The exact release for a tag: the one that the tag means by its digest, else the newest of the same line and variant, else the
 * tag itself held by its digest. `undefined` where the lock knows none of them.
 */
export function lockedTag(reference: ImageReference, version: TagVersion, lock: Lock): LockedTag | undefined {
  const tags = tagsIn(lock, reference)
  if (tags === undefined) return undefined
  const written = reference.tag ?? 'latest'
  const meant = tags.get(written)
  if (version.kind === 'exact') return meant === undefined ? undefined : { tag: written, digest: meant, same: true }
  const exact = candidatesIn(tags, reference).filter((one) => one.version.kind === 'exact')
  const ofLine = newest(exact.filter((one) => fits(version, one.version)))
  if (meant !== undefined) {
    const called = newest(exact.filter(({ digest }) => digest === meant)) ?? { tag: written, digest: meant }
    return { tag: called.tag, digest: called.digest, same: true }
  }
  // What a channel means today, no number tells.
  if (ofLine === undefined || version.kind === 'channel') return undefined
  return { tag: ofLine.tag, digest: ofLine.digest, same: version.kind === 'floating' }
}

/** A release that still gets fixes: of the same variant, and as few versions further as the lock allows. */
export function supportedTag(
  reference: ImageReference,
  version: TagVersion,
  lock: Lock,
  today: string,
): LockedTag | undefined {
  const tags = tagsIn(lock, reference)
  const [wanted] = candidatesIn(tags ?? new Map(), reference)
    .filter((one) => one.version.kind === 'exact' && family(one.version.suffix) === family(version.suffix))
    .filter((one) => compare(one.version.version, version.version) >= 0 && one.tag !== reference.tag)
    .filter(({ tag }) => endOfLife({ ...reference, tag }, today) === undefined)
    .sort((a, b) => majorOf(a) - majorOf(b) || compare(b.version.version, a.version.version))
  return wanted && { tag: wanted.tag, digest: wanted.digest, same: false }
}

const majorOf = ({ version }: Candidate): number => version.version?.[0] ?? 0

/** The variant without the version of the system in it: `alpine3.15` and `alpine` are of one family. */
const family = (suffix: string): string => suffix.replace(/[\d.]+/g, '')

/** Whether a release belongs to the line and the variant that a tag names. */
function fits(line: TagVersion, { version, suffix }: TagVersion): boolean {
  const sameLine = (line.version ?? []).every((part, index) => version?.[index] === part)
  const finer =
    line.suffix !== '' && suffix.startsWith(line.suffix) && /^[\d.]+$/.test(suffix.slice(line.suffix.length))
  return sameLine && (suffix === line.suffix || finer)
}

/** The newest of them; of two names of one release the shorter. */
const newest = (candidates: readonly Candidate[]): Candidate | undefined =>
  candidates.toSorted(
    (a, b) => compare(b.version.version, a.version.version) || a.tag.length - b.tag.length || (a.tag < b.tag ? -1 : 1),
  )[0]

/** Orders versions as numbers, part by part. */
export function compare(a: readonly number[] = [], b: readonly number[] = []): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
