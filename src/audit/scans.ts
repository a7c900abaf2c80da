/** Joins scans by others to the images that they are about, and says what they come to for production. */
import {
  type ImageScan,
  type ScanDocument,
  type ScanStanding,
  type VulnerabilitySeverity,
  vulnerabilitySeverities,
} from '../core/assurance.ts'
import { parseImageReference } from '../core/image-reference.ts'
import { type ImageName, nameOf, type StackImage } from './stack-images.ts'

/** Days after which a scan says too little of what is known by now. */
const oldest = 30
const mostWorst = 50

/** A scan with the images it is about. */
interface Joined {
  readonly document: ScanDocument
  readonly scan: ImageScan
  readonly images: readonly StackImage[]
}

/** What the report says of scans: each of them, and what they decide together; `standing` is null where none was handed in. */
export interface ScanReport {
  readonly scans: readonly ImageScan[]
  readonly standing: ScanStanding | null
}

/** Several projects may run one image; what has no name is each project's own. */
function distinct(images: readonly StackImage[]): readonly StackImage[] {
  const merged = new Map<unknown, StackImage>()
  for (const image of images) {
    const key = image.unnamed.length > 0 ? image : image.reference
    const before = merged.get(key)
    merged.set(key, {
      ...image,
      names: [...(before?.names ?? []), ...image.names],
      usedBy: [...new Set([...(before?.usedBy ?? []), ...image.usedBy])],
      runs: (before?.runs ?? false) || image.runs,
    })
  }
  return [...merged.values()]
}

export function scanReport(documents: readonly ScanDocument[], all: readonly StackImage[], today: string): ScanReport {
  if (documents.length === 0) return { scans: [], standing: null }
  const images = distinct(all)
  const joined = documents.map((document) => join(document, images))
  return { scans: joined.map(({ scan }) => scan), standing: standingOf(joined, images, today) }
}

function join(document: ScanDocument, all: readonly StackImage[]): Joined {
  const ranked = all.map((image) => ({ image, rank: rankOf(document, image) })).filter(({ rank }) => rank > 0)
  const best = Math.max(...ranked.map(({ rank }) => rank))
  const images = ranked.filter(({ rank }) => rank === best).map(({ image }) => image)
  const worst = [...document.vulnerabilities].sort(
    (a, b) =>
      vulnerabilitySeverities.indexOf(a.severity) - vulnerabilitySeverities.indexOf(b.severity) ||
      Number(a.fixed === null) - Number(b.fixed === null),
  )
  const count = (severity: VulnerabilitySeverity): number => worst.filter((one) => one.severity === severity).length
  return {
    document,
    images,
    scan: {
      scanner: document.scanner,
      file: document.file,
      image: document.image,
      digest: document.digests[0] ?? null,
      scannedAt: document.scannedAt,
      reference: images[0]?.reference ?? null,
      usedBy: [...new Set(images.flatMap(({ usedBy }) => usedBy))],
      counts: {
        critical: count('critical'),
        high: count('high'),
        medium: count('medium'),
        low: count('low'),
        unknown: count('unknown'),
      },
      fixable: worst.filter(({ severity, fixed }) => isGrave(severity) && fixed !== null).length,
      worst: worst.slice(0, mostWorst),
    },
  }
}

const isGrave = (severity: VulnerabilitySeverity): boolean => severity === 'critical' || severity === 'high'

const byDigest = 4
const byName = 3
const byService = 2

/** How surely a scan is about an image: by digest, by a written name, by the service that it is built for; 0 where it is not. */
function rankOf({ names, digests, ecr }: ScanDocument, image: StackImage): number {
  if (image.names.some(({ digest }) => digest !== undefined && digests.includes(digest))) return byDigest
  const scanned = names.flatMap((name) => parseImageReference(name) ?? [])
  const tagged = scanned.filter(({ digest }) => digest === undefined).map(nameOf)
  if (image.names.some((written) => tagged.some((name) => sameName(written, name)))) return byName
  if (ecr !== null && image.names.some((written) => isInEcr(written, ecr))) return byName
  const last = [...tagged.map(({ path }) => path), ...(ecr === null ? [] : [ecr.repository])]
    .map((path) => path.split('/').at(-1) ?? '')
    .filter((name) => name !== '')
  return Math.max(0, ...image.unnamed.flatMap((service) => last.map((name) => builtFor(name, service.toLowerCase()))))
}

/** A builder names what has no name after the project and the service: `shop-api`. The longer service fits `shop-admin-api` better. */
const builtFor = (name: string, service: string): number =>
  name === service
    ? byService
    : /[-_]$/.test(name.slice(0, -service.length)) && name.endsWith(service)
      ? 1 + service.length / 1000
      : 0

const samePath = (written: ImageName, path: string): boolean =>
  path === written.path || (written.open && path.endsWith(`/${written.path}`))

const sameName = (written: ImageName, scanned: ImageName): boolean =>
  (written.registry === undefined || written.registry === scanned.registry) &&
  samePath(written, scanned.path) &&
  sameTag(written, [scanned.tag ?? ''])

/** What says only a digest says no tag; what leaves the tag to a variable may be any. */
const sameTag = ({ tag, digest }: ImageName, tags: readonly string[]): boolean =>
  tag === undefined ? digest === undefined : tags.includes(tag)

function isInEcr(written: ImageName, { account, repository, tags }: NonNullable<ScanDocument['ecr']>): boolean {
  const host = /^(\d{12})\.dkr[.-]ecr\.[\w-]+\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/.exec(written.registry ?? '')
  return (
    (written.registry === undefined || (host !== null && (account === '' || host[1] === account))) &&
    samePath(written, repository) &&
    sameTag(written, tags)
  )
}

/**
 * Passes only where every image of production is covered by a scan that is fresh, of what is written, and without a critical or
 * high vulnerability that an update closes; fails where a scan has one. Of several scans of one image by one scanner the newest counts.
 */
function standingOf(joined: readonly Joined[], images: readonly StackImage[], today: string): ScanStanding {
  const run = images.filter(({ runs }) => runs)
  const told = run.map((image) => {
    const own = newestOf(joined.filter((one) => one.images.includes(image)))
    const kept = own.filter(({ document }) => !isOfAnother(document, image))
    return {
      image,
      bad: kept.filter(({ scan }) => scan.fixable > 0),
      good: kept.some(({ document }) => doubtOf(document, today) === null),
      doubts: own.flatMap(({ document }) =>
        isOfAnother(document, image) ? [`${document.file} is of another digest`] : (doubtOf(document, today) ?? []),
      ),
    }
  })
  const bad = told.filter((one) => one.bad.length > 0)
  const covered = told.filter((one) => one.bad.length === 0 && one.good)
  const summary =
    run.length === 0
      ? 'no file says which image production runs'
      : `${covered.length} of ${run.length} ${run.length === 1 ? 'image' : 'images'} scanned in the last ${oldest} days ` +
        'without a critical or high vulnerability that an update closes'
  const left = told.filter((one) => !covered.includes(one) && !bad.includes(one))
  const strangers = joined.filter((one) => one.images.length === 0)
  return {
    status: bad.length > 0 ? 'fail' : run.length > 0 && covered.length === run.length ? 'pass' : 'manual',
    evidence: [
      summary,
      ...bad.map(
        ({ image, bad: scans }) =>
          `${image.reference}: ${scans.map(({ scan }) => `${scan.fixable} in ${scan.file}`).join(', ')}`,
      ),
      ...left
        .filter(({ doubts }) => doubts.length > 0)
        .map(({ image, doubts }) => `${image.reference} does not count: ${doubts.join('; ')}`),
      ...listed(
        'not scanned: ',
        left.filter(({ doubts }) => doubts.length === 0).map(({ image }) => image.reference),
      ),
      ...listed(
        'about no image of this project: ',
        strangers.map(({ scan }) => `${scan.file} (${scan.image})`),
      ),
    ],
  }
}

const listed = (words: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [words + items.join(', ')]

/** The newest of each scanner; one without a date is older than any with one. */
function newestOf(joined: readonly Joined[]): readonly Joined[] {
  const newest = new Map<string, Joined>()
  for (const one of joined) {
    const before = newest.get(one.scan.scanner)
    if (!before || (one.scan.scannedAt ?? '') > (before.scan.scannedAt ?? '')) newest.set(one.scan.scanner, one)
  }
  return [...newest.values()]
}

/** Whether a digest is written for the image, and the scan is not of it. */
function isOfAnother({ digests }: ScanDocument, { names }: StackImage): boolean {
  const written = names.flatMap(({ digest }) => digest ?? [])
  return written.length > 0 && !written.some((digest) => digests.includes(digest))
}

/** Why a scan does not show that an image passes; null where it does. */
function doubtOf({ file, scannedAt, silent, tellsFixes, vulnerabilities }: ScanDocument, today: string): string | null {
  if (silent !== null) return `${file}: ${silent}`
  if (scannedAt === null) return `${file} does not say when it was made`
  const age = (Date.parse(today) - Date.parse(scannedAt.slice(0, 10))) / 86_400_000
  if (age > oldest) return `${file} is of ${scannedAt.slice(0, 10)}, more than ${oldest} days ago`
  if (age < -1) return `${file} is dated ${scannedAt.slice(0, 10)}, which is yet to come`
  const grave = vulnerabilities.filter(({ severity }) => isGrave(severity)).length
  return tellsFixes || grave === 0
    ? null
    : `${file} has ${grave} critical or high ones and does not say which an update closes`
}
