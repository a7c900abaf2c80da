/** Tries refuted repairs once more, made by what is measured of the services that they are about. */
import { count } from '../core/count.ts'
import { type MeasuredNeeds, type Measurements, measuredKey } from '../core/proof.ts'
import { isSame } from './amendment.ts'
import { isAbout } from './exercised.ts'
import type { MadeRepair, Repair } from './repairs.ts'
import type { Found, Tries } from './search.ts'

export interface Amending {
  readonly project: string
  readonly variant: string
  /** The services that are started. */
  readonly services: readonly string[]
  readonly tries: Tries
  readonly repair: Repair
  /** Measures what nobody has measured of these services, on the stack as it is written; fewer where it cannot. */
  measure(services: readonly string[]): Promise<ReadonlyMap<string, MeasuredNeeds>>
  progress(line: string): void
}

/** Starts that trying refuted repairs again, one by one, may take. */
const mostAmended = 6

/** Keys of compose files that repairs set by what a service may do. */
const ofPrivileges = /^(?:cap_add|cap_drop|security_opt|user|privileged)$/
const ofLimits = /^(?:memory|mem_limit|pids|pids_limit)$/

const sets = ({ edits }: MadeRepair, keys: RegExp): boolean =>
  JSON.stringify(
    edits.map((one) => ('tree' in one ? one.tree : [])),
    (key, value) => (key === 'within' ? undefined : value),
  )
    .split(/[^\w]+/)
    .some((word) => keys.test(word))

/**
 * What is refuted is made again by what was measured since. Where that differs from what failed, it is tried together with all that
 * is kept: all of it at once first, then one after the other.
 */
export async function amended(
  found: Found,
  told: readonly MadeRepair[],
  measured: Measurements,
  amending: Amending,
): Promise<Found & { readonly measured: Measurements }> {
  const guilty = told.filter(({ place }) => found.guilty.has(place))
  const known = await learnt(guilty, found, measured, amending)
  const again = guilty.length === 0 ? [] : await madeAgain(guilty, found, known, amending)
  if (again.length === 0) return { ...found, measured: known }
  const { tries, progress } = amending
  progress(`trying ${count(again.length, 'refuted repair')} again, by what was measured`)
  let kept = found.kept
  const failures = new Map(found.guilty)
  const attempt = async (more: readonly string[]): Promise<boolean> => {
    const failure = await tries.works(new Set([...kept, ...more]), known)
    if (failure === undefined) {
      kept = new Set([...kept, ...more])
      for (const place of more) failures.delete(place)
    } else if (more.length === 1) failures.set(more[0] ?? '', failure)
    return failure === undefined
  }
  const all = again.map(({ place }) => place)
  const isDone = await attempt(all)
  if (!isDone && all.length > 1) for (const place of all.slice(0, mostAmended)) await attempt([place])
  return { ...found, kept, guilty: failures, measured: known }
}

/** The services that a repair is about. */
const servicesOf = (
  { subject, place }: MadeRepair,
  { guilty }: Found,
  services: readonly string[],
): readonly string[] => {
  const named = services.filter((name) => isAbout(subject, [name]))
  const failed = guilty.get(place)?.service
  return named.length > 0 || failed === undefined ? named : services.filter((name) => name === failed)
}

/** What is known of needs once the refuted repairs have been looked into. */
async function learnt(
  guilty: readonly MadeRepair[],
  found: Found,
  measured: Measurements,
  { project, variant, services, measure }: Amending,
): Promise<Measurements> {
  const keyOf = (service: string): string => measuredKey(project, variant, service)
  const about = (wanted: (one: MadeRepair) => boolean): readonly string[] => [
    ...new Set(guilty.filter(wanted).flatMap((one) => servicesOf(one, found, services))),
  ]
  const known = new Map(measured)
  const unmeasured = about((one) => sets(one, ofPrivileges)).filter(
    (service) => (known.get(keyOf(service))?.capabilities ?? null) === null,
  )
  if (unmeasured.length > 0) {
    for (const [service, needs] of await measure(unmeasured)) known.set(keyOf(service), needs)
  }
  // A limit that was too low tells that the peak is higher than anybody saw.
  for (const service of about((one) => sets(one, ofLimits))) {
    const needs = known.get(keyOf(service))
    if (needs) known.set(keyOf(service), { ...needs, peak: doubled(needs.peak) })
  }
  return known
}

const doubled = ({ memory, processes }: MeasuredNeeds['peak']): MeasuredNeeds['peak'] => ({
  memory: memory * 2,
  processes: processes * 2,
})

/** The repairs of the same places by what is known now, where they are not what failed. */
async function madeAgain(
  guilty: readonly MadeRepair[],
  { kept }: Found,
  known: Measurements,
  { repair }: Amending,
): Promise<readonly MadeRepair[]> {
  const places = new Set([...kept, ...guilty.map(({ place }) => place)])
  const { made } = await repair(known, places)
  return made.filter(({ place, edits }) => {
    const failed = guilty.find((one) => one.place === place)
    return failed !== undefined && !isSame(failed.edits, edits)
  })
}
