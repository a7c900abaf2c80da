/** What records of proofs say, in words that every format uses. */
import { count } from '../core/count.ts'
import type { MeasuredNeeds } from '../core/proof.ts'
import type { ProofReport, ProvedService } from '../core/proof-report.ts'
import { dayOf, listedReasons, mebibytes } from '../core/proof-words.ts'
import type { FixOffer } from '../core/report.ts'

/** The same as the beginning of a sentence. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** How sure it is that the stack works with a repair; null where that is not in question. */
export function certaintyOf({ safety, proof }: Pick<FixOffer, 'safety' | 'proof'>): 'proved' | 'unproven' | null {
  if (proof?.status === 'proved') return 'proved'
  return safety === 'guarded' ? 'unproven' : null
}

/** `✔ proved`, or `⚠ unproven`. */
export const certaintyWords = { proved: '✔ proved', unproven: '⚠ unproven' } as const

/** What a record says of a repair, as a sentence without its end. */
export function proofText({ proof }: Pick<FixOffer, 'proof'>): string | null {
  if (proof === null) return null
  const of = `of ${dayOf(proof.createdAt)}`
  if (proof.status === 'stale') return `the proof ${of} is stale: ${proof.because}`
  return proof.status === 'proved'
    ? `proof ${of}: ${proof.because}`
    : `it was tried in the proof ${of}: ${proof.because}`
}

/** `stale for 1 of 3 services: the settings of db changed since`. */
export function standingText({ services }: ProofReport): string {
  const stale = services.filter(({ standing }) => standing === 'stale')
  if (stale.length === 0) return `${count(services.length, 'service')} as started${sideText(services)}`
  const reasons = listedReasons(stale.flatMap(({ because }) => because ?? []))
  return `stale for ${stale.length} of ${count(services.length, 'service')}: ${reasons}`
}

const sideText = (services: readonly ProvedService[]): string => {
  const sides = new Set(services.map(({ standing }) => standing))
  return sides.size > 1 ? '' : sides.has('repaired') ? ', with the repairs' : ', as written'
}

/** `14 repairs proved, 1 refuted, 2 unproven`. */
export const repairsText = ({ repairs }: ProofReport): string =>
  `${count(repairs.proved, 'repair')} proved, ${repairs.refuted} refuted, ${repairs.unproven} unproven`

/** What a service was seen to need, each a few words. */
export function needsTexts(needs: MeasuredNeeds): readonly string[] {
  const { user, peak, capabilities, writes, listening, outside, readOnly, noNewPrivileges, leastUser } = needs
  const listed = (words: string, items: readonly string[] | null, none: string): readonly string[] =>
    items === null ? [] : [items.length === 0 ? none : `${words} ${items.join(', ')}`]
  const holds = (what: string, held: boolean | null): readonly string[] =>
    held === null ? [] : [held ? `works with ${what}` : `does not work with ${what}`]
  return [
    `at most ${mebibytes(peak.memory)} and ${count(peak.processes, 'process', 'processes')}`,
    `starts as ${user.uid}:${user.gid}`,
    ...(leastUser ? [`works as ${leastUser.uid}:${leastUser.gid}`] : []),
    ...listed('needs', capabilities, 'needs no capability'),
    ...holds('a read-only root', readOnly),
    ...holds('no-new-privileges', noNewPrivileges),
    ...listed(
      'writes',
      writes.map(({ path }) => path),
      'writes nothing outside of its mounts',
    ),
    ...listed('listens on', listening, 'listens on no port'),
    ...listed('reaches out to', outside, 'reaches out to nobody'),
  ]
}

/** A service's part of a record, in words. */
export const serviceStanding = ({ standing, because }: ProvedService): string =>
  standing === 'stale'
    ? `stale: ${because ?? 'it changed since'}`
    : standing === 'repaired'
      ? 'as repaired'
      : 'as written'
