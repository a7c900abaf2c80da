/** What was measured of images, over what was read in their sources: the table is generated from `measured/*.json`, which `npm run catalogue` writes. */
import { type ImageReference, parseImageReference } from '../../core/image-reference.ts'
import { familiar } from './familiar.ts'
import type { Evidence, Fact, ImageFacts, ImageProfile } from './profile.ts'

/** An image as it was measured: by which name, which content, and what it came to. */
export interface MeasuredImage {
  readonly image: string
  readonly digest: string
  readonly facts: Pick<ImageFacts, 'user' | 'dropsTo' | 'ports' | 'volumes' | 'writes' | 'capabilities' | 'healthcheck'>
  /** Of every fact: the digest and the engine, and the day. */
  readonly evidence: Evidence
}

/**
 * A profile with the facts that were measured of the image that a reference names: of that digest, or where it names none, of that
 * repository and tag. Directories are those that were read as well: a service that rests does not write everywhere.
 */
export function withMeasured(
  profile: ImageProfile,
  reference: ImageReference,
  table: readonly MeasuredImage[],
): ImageProfile {
  const measured = table.find((one) => isMeant(one, reference))
  if (measured === undefined) return profile
  const { facts, evidence } = measured
  const writes = facts.writes && [...new Set([...facts.writes, ...(profile.writes ?? [])])]
  const told = Object.fromEntries((Object.keys(facts) as Fact[]).map((fact) => [fact, evidence]))
  return { ...profile, ...facts, ...(writes ? { writes } : {}), evidence: { ...profile.evidence, ...told } }
}

function isMeant({ image, digest }: MeasuredImage, reference: ImageReference): boolean {
  if (reference.digest !== undefined) return reference.digest === digest
  const named = parseImageReference(image)
  const tagOf = ({ tag = 'latest' }: ImageReference): string => tag
  return named !== undefined && familiar(named) === familiar(reference) && tagOf(named) === tagOf(reference)
}
