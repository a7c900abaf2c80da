/** Repairs of image references: another tag or digest, written where the old one stands. */
import { type FileEdits, isFix, type Refusal, type Repair } from '../core/fix.ts'
import type { ImageReference, TagVersion } from '../core/image-reference.ts'
import type { Lock } from '../core/lock.ts'
import { firstSpanOf, type SpanOrigin, spansOf } from '../core/origin.ts'
import { endOfLife } from '../knowledge/end-of-life.ts'
import { tagVersion } from '../knowledge/images/lookup.ts'
import type { BuildArgument, ImageUse, Stage } from './build-model.ts'
import { replaceWords } from './dockerfile-edits.ts'
import { isStateful, type JudgedTag, tagOf } from './image-tags.ts'
import { type LockedTag, lockedTag, supportedTag } from './locked-images.ts'

/** The tag that a reference names, as rules judge it; a refusal where variables decide. */
function judgedTag(image: ImageUse): JudgedTag | Refusal {
  const tag = tagOf(image)
  if (typeof tag === 'string' || 'because' in tag || !image.reference.known)
    return { refused: `which image ${image.written} means is decided by variables`, supply: 'the name of the image' }
  return tag
}

/** What repairs know besides the files. */
interface Ask {
  readonly lock: Lock
  readonly today: string
}

/** Names the release that a lock holds for the reference's own tag, with its digest; one that still gets fixes where this one does not. */
export function pinnedByLock(image: ImageUse, ask: Ask): Repair {
  const tag = judgedTag(image)
  if ('refused' in tag) return tag
  const { reference, version } = tag
  const locked = lockedTag(reference, version, ask.lock)
  const name = reference.familiarName
  const called = reference.tag === undefined ? name : `${name}:${reference.tag}`
  const supply = `tags of ${name} with their digests: --lock FILE`
  if (endOfLife(reference, ask.today) !== undefined) {
    const renewed = renewedByLock(image, ask)
    if (isFix(renewed)) return renewed
  } else if (locked && endOfLife({ ...reference, tag: locked.tag }, ask.today) !== undefined)
    return { refused: `${name}:${locked.tag}, the newest that is known, gets no security fixes any more`, supply }
  if (locked === undefined) return { refused: `only a registry knows which release ${called} means`, supply }
  const data = isStateful(image) ? ', and what a newer one has done to the data an older one may not read' : ''
  return retagged(image, locked, `a host that runs another release of ${name} changes to ${locked.tag}${data}`)
}

/** Moves to the next release that still gets fixes, as far as a lock holds one; data is never moved to another line of releases. */
export function renewedByLock(image: ImageUse, { lock, today }: Ask): Repair {
  const tag = judgedTag(image)
  if ('refused' in tag) return tag
  const { reference, version } = tag
  const name = reference.familiarName
  const next = supportedTag(reference, version, lock, today)
  if (next === undefined)
    return { refused: `no supported release of ${name} is known`, supply: 'one to move to: --lock FILE' }
  if (isStateful(image) && !readsItsData(reference, version, next.tag))
    return { refused: `${name} ${next.tag} may not read the data of ${reference.tag}`, supply: 'a dump and a restore' }
  return retagged(image, next, `${name} ${next.tag} may lack what the program uses of ${reference.tag}`)
}

/** Whether a store's other release is of the line that wrote the data: the same major version of PostgreSQL, else the same minor one. */
function readsItsData(reference: ImageReference, { version = [] }: TagVersion, tag: string): boolean {
  const parts = reference.familiarName.includes('postgres') ? 1 : 2
  const next = tagVersion({ ...reference, tag }).version ?? []
  return version.length >= parts && version.slice(0, parts).every((part, index) => next[index] === part)
}

/** Brings an image to the version that the project uses elsewhere; data is never moved to another version. */
export function broughtTo(image: ImageUse, other: ImageUse, today: string): Repair {
  const [own, theirs] = [judgedTag(image), judgedTag(other)]
  if ('refused' in own) return own
  if ('refused' in theirs) return theirs
  const { familiarName, tag = 'latest', digest } = theirs.reference
  if (isStateful(image) && image.service !== undefined)
    return {
      refused: `${familiarName} ${tag} may not read the data of ${own.reference.tag}`,
      supply: 'a dump and a restore',
    }
  if (own.version.suffix !== theirs.version.suffix)
    return {
      refused: `no ${own.version.suffix || 'plain'} variant of ${tag} is used here`,
      supply: `a tag of ${familiarName}`,
    }
  if (digest === undefined && partsOf(theirs) < partsOf(own))
    return { refused: `${familiarName} ${tag} is no exact release`, supply: `a tag of ${familiarName}` }
  if (endOfLife(theirs.reference, today) !== undefined)
    return { refused: `${familiarName} ${tag} gets no security fixes any more`, supply: `a tag of ${familiarName}` }
  const edit = rewritten(image, { tag, digest }, false)
  if ('refused' in edit) return edit
  const title = `Use ${familiarName} ${tag}, as elsewhere in the project`
  const effect = `${tag} may lack what is used of ${own.reference.tag}`
  return { title, safety: 'guarded', effect, edits: [edit] }
}

const partsOf = ({ version }: JudgedTag): number => version.version?.length ?? 0

/** Replaces the tag of an image by one that is known to exist; `effect` where whoever runs it may notice. */
function retagged(image: ImageUse, { tag, digest, same }: LockedTag, effect: string): Repair {
  const { written, reference } = image
  const kept = reference.known && reference.value.tag === tag
  const edit = rewritten(image, { tag, digest }, kept)
  if ('refused' in edit) return edit
  const name = reference.known ? reference.value.familiarName : written
  const title = kept ? `Pin ${name}:${tag} by its digest` : `Name the release ${tag} of ${name}`
  return same ? { title, safety: 'safe', edits: [edit] } : { title, safety: 'guarded', effect, edits: [edit] }
}

interface Wanted {
  readonly tag: string
  readonly digest: string | undefined
}

/** The edit that makes a reference name another tag; refused where the words in the file do not allow it. */
export function rewritten(image: ImageUse, wanted: Wanted, needsDigest: boolean): FileEdits | Refusal {
  const place = firstSpanOf(image.origin)
  const { reference } = image
  const written = wordsOf(image, place)
  if (place === undefined || !reference.known)
    return { refused: `${image.written} stands nowhere by itself`, supply: 'the place' }
  const base = reference.value.written.split('@')[0]?.replace(/:[^:/]*$/, '') ?? ''
  const full = `${base}:${wanted.tag}`
  const pinned = wanted.digest === undefined ? full : `${full}@${wanted.digest}`
  if (!written.includes('$')) return replaced(image, place, pinned)
  const parts = /^([^$]*)\$(?:\{(\w+)(?::?-([^${}]*))?\}|(\w+))([^$]*)$/.exec(written)
  const [, before = '', braced, fallback, plain, after = ''] = parts ?? []
  const variable = braced ?? plain
  const inside = before === '' ? pinned : pinned.slice(before.length)
  const bare = full.slice(before.length, full.length - after.length)
  const fills = parts !== null && full.startsWith(before) && full.endsWith(after)
  const elsewhere = spansOf(reference.origin).find(({ file }) => file !== place.file)
  if (variable === undefined || !fills || elsewhere !== undefined) return byVariables(written, elsewhere?.file)
  const argument = fallback === undefined ? argumentOf(image, variable) : undefined
  const free = after === '' && (argument === undefined || isOnlyFor(image, written, variable))
  if (needsDigest && !free)
    return {
      refused: `a digest does not fit into ${written}`,
      supply: 'a tag that is written out, or a digest beside it',
    }
  const value = free ? inside : bare
  if (fallback !== undefined && reference.value.written === `${before}${fallback}${after}`)
    return replaced(image, place, written.replace(`-${fallback}}`, `-${value}}`))
  const given = argument?.defaultValue
  const where = given && firstSpanOf(given.origin)
  if (!where || argument?.supplied !== undefined || reference.value.written !== `${before}${given?.value}${after}`)
    return byVariables(written, undefined)
  return where.end - where.start === given?.value.length
    ? replaceWords(where, value)
    : replaceWords(where, `"${value}"`)
}

const byVariables = (written: string, file: string | undefined): Refusal => ({
  refused: `${written} is decided by variables${file === undefined ? '' : `, whose values are in ${file}`}`,
  supply: 'the value to give them',
})

/** The words in the file, variables and all; a service's image is kept as it reads in the end. */
function wordsOf({ service, written }: ImageUse, place: SpanOrigin | undefined): string {
  const text = place && service?.project.file(place.file)?.source.text.slice(place.start, place.end)
  return text === undefined ? written : text.replace(/^(["'])(.*)\1$/, '$2')
}

/** YAML and JSON are edited as what they say; words of other files where they stand. */
function replaced(image: ImageUse, place: SpanOrigin, text: string): FileEdits | Refusal {
  if (image.kind === 'service' && /\.(?:ya?ml|json)$/i.test(place.file))
    return { file: place.file, tree: [{ do: 'set', path: place.path, value: text }], within: place.start }
  if (place.end - place.start === image.written.length) return replaceWords(place, text)
  return { refused: `${image.written} is written in an unusual way`, supply: 'the edit' }
}

/** The `ARG` before the first FROM that fills a variable of a FROM. */
const argumentOf = ({ stage }: ImageUse, name: string): BuildArgument | undefined =>
  stage?.dockerfile.globalArgs.find((argument) => argument.name === name)

/** Whether an `ARG` serves this one name only: a digest in it would spoil what else it is put into. */
function isOnlyFor({ stage }: ImageUse, written: string, name: string): boolean {
  const uses = (one: Stage): boolean => {
    const word = one.from.args[0]?.text ?? ''
    return (word !== written && word.includes(name)) || one.args.some((argument) => argument.name === name)
  }
  return stage?.build.stages.some(uses) === false
}
