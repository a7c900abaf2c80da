/** What records of proofs say, in words that judging and reporting share. */
import type { ProofRecord, ServiceStanding } from './proof.ts'

/** The day of a time in ISO 8601. */
export const dayOf = (createdAt: string): string => createdAt.slice(0, 10)

export const engineText = ({ version, compose }: ProofRecord['engine']): string =>
  `Docker Engine ${version} with Compose ${compose}`

export const mebibytes = (bytes: number): string => `${Math.max(1, Math.ceil(bytes / 1024 ** 2))} MiB`

/** Reasons that are listed; the others are counted. */
const mostReasons = 3

/** The first few reasons, and how many more there are. */
export const listedReasons = (reasons: readonly string[]): string =>
  [
    ...reasons.slice(0, mostReasons),
    ...(reasons.length > mostReasons ? [`and ${reasons.length - mostReasons} more`] : []),
  ].join('; ')

/** Why services are not what was started, in words; null where all of them are. */
export function staleBecause(services: readonly ServiceStanding[]): string | null {
  const reasons = services.flatMap(({ stale }) => stale ?? [])
  return reasons.length === 0 ? null : listedReasons(reasons)
}
