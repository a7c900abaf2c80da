/** The one way to ask what is known of an image: by its reference, tag included. */
import { type ImageReference, versionOf } from '../../core/image-reference.ts'
import { ADMIN } from './admin.ts'
import { ANALYTIC_STORES } from './analytic-stores.ts'
import { APPS } from './apps.ts'
import { baseHas } from './base-systems.ts'
import { DATABASES } from './databases.ts'
import { DOCUMENT_STORES } from './document-stores.ts'
import { familiar } from './familiar.ts'
import { MEASURED } from './measured.gen.ts'
import { type MeasuredImage, withMeasured } from './measured-facts.ts'
import { MESSAGING } from './messaging.ts'
import { MONITORING } from './monitoring.ts'
import type { ImageFacts, ImageProfile, ProfileData, VariantFacts } from './profile.ts'
import { RUNTIMES } from './runtimes.ts'
import { SITES } from './sites.ts'
import { SYSTEMS } from './systems.ts'
import { WEB } from './web.ts'

export { tagVersion } from './tag-precision.ts'

const PROFILES: ReadonlyMap<string, ProfileData> = new Map(
  [DATABASES, ANALYTIC_STORES, DOCUMENT_STORES, MESSAGING, WEB, RUNTIMES, SYSTEMS, ADMIN, MONITORING, SITES, APPS]
    .flat()
    .flatMap((profile) => profile.names.map((name): [string, ProfileData] => [name, profile])),
)

/** Every profile in the data files. */
export const allProfiles = (): readonly ProfileData[] => [...new Set(PROFILES.values())]

/**
 * What is known of the image that a reference names, for the variant that its tag names; `undefined` for an image nobody
 * wrote down. A digest without a tag may be any variant: facts in which the variants differ are then left out. What was measured of
 * the very image wins over what was read.
 */
export function imageProfile(
  reference: ImageReference,
  measured: readonly MeasuredImage[] = MEASURED,
): ImageProfile | undefined {
  const data = PROFILES.get(familiar(reference))
  if (!data) return undefined
  const { variants = [], ...facts } = data.about()
  const matching =
    reference.tag === undefined && reference.digest !== undefined
      ? without(facts, variants)
      : Object.assign(
          {},
          facts,
          ...variants.filter((variant) => appliesTo(variant, reference.tag)).map((variant) => variant.facts),
        )
  return withMeasured({ ...matching, repository: reference.repository }, reference, measured)
}

function without<T extends ImageFacts>(facts: T, variants: readonly VariantFacts[]): T {
  const differing = new Set(variants.flatMap((variant) => Object.keys(variant.facts)))
  return Object.fromEntries(Object.entries(facts).filter(([fact]) => !differing.has(fact))) as T
}

function appliesTo(variant: VariantFacts, tag: string | undefined): boolean {
  // A tag without a version is the newest one.
  const major = versionOf(tag).version?.[0] ?? Number.POSITIVE_INFINITY
  if (major < (variant.from ?? 0) || major > (variant.to ?? Number.POSITIVE_INFINITY)) return false
  const words = new Set((tag ?? '').split('-').map((word) => word.replace(/^([a-z]+)[\d.]+$/, '$1')))
  return (
    (variant.words ?? []).every((word) => words.has(word)) && !(variant.without ?? []).some((word) => words.has(word))
  )
}

/** Whether a command is in the image as published: `present`, `absent`, or `unknown`. */
export function toolInImage(profile: ImageProfile, command: string): 'present' | 'absent' | 'unknown' {
  if (profile.tools?.includes(command)) return 'present'
  if (profile.lacks?.includes(command)) return 'absent'
  return profile.base === undefined ? 'unknown' : baseHas(profile.base, command)
}
