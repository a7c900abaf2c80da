/** Tries refuted repairs once more, made by what is measured of the services that they are about. */
import { count } from '../core/count.ts'
import { type MeasuredNeeds, type Measurements, measuredKey } from '../core/proof.ts'
import { isSame } from './amendment.ts'
import { isAbout } from './exercised.ts'
import type { Extent, Needs } from './measured-services.ts'
import { type MadeRepair, placesOf, type Repair } from './repairs.ts'
import type { Found, Tries } from './search.ts'

export interface Amending {
  readonly project: string
  readonly variant: string
  /** The services that are started. */
  readonly services: readonly string[]
  readonly tries: Tries
  readonly repair: Repair
  /** Measures what nobody has measured of these services, on the stack as it is written; fewer where it cannot. */
  measure(services: ReadonlyMap<string, Extent>): Promise<Needs>
  progress(line: string): void
}

/** Starts that trying refuted repairs again, one by one, may take. */
const mostAmended = 6

/** What a search came to once refuted repairs were tried again. */
export interface Amended extends Found {
  readonly measured: Measurements
  /** Refuted repairs as they were made last. */
  readonly latest: ReadonlyMap<string, MadeRepair>
}

/** What repairs write that is about accounts, about capabilities, and about limits. */
const ofAccounts = /^(?:user|USER|privileged)$/
const ofCapabilities = /^(?:cap_drop|cap_add)$/
const ofLimits = /^(?:memory|mem_limit|pids|pids_limit)$/

const writes = ({ edits }: MadeRepair, words: RegExp): boolean =>
  JSON.stringify(edits)
    .split(/\W+/)
    .some((word) => words.test(word))

/**
 * The services that refuted repairs are about are measured, and what is refuted is made again by what that told, where it is something else
 * then; so is what was only made together with it. All of it is tried at once with all that is kept, then one after the other.
 */
export async function amended(
  found: Found,
  told: readonly MadeRepair[],
  measured: Measurements,
  amending: Amending,
): Promise<Amended> {
  const guilty = told.filter(({ place }) => found.guilty.has(place))
  if (guilty.length === 0) return { ...found, measured, latest: new Map() }
  const { tries, repair, progress } = amending
  const known = await learnt(guilty, found, measured, amending)
  const latest = await madeOtherwise(guilty, found, known, repair)
  // What nobody has tried yet is made now that another repair of its service is not.
  const before = placesOf(tries.best()?.repaired.made ?? [])
  const { made } = await repair(known, new Set([...found.kept, ...latest.keys()]))
  const mayPass = (place: string): boolean => found.guilty.get(place)?.late === true
  const again = [
    ...new Set([...made.map(({ place }) => place), ...placesOf(guilty.filter(({ place }) => mayPass(place)))]),
  ].filter((place) => !before.has(place))
  if (again.length === 0) return { ...found, measured: known, latest }
  progress(`trying ${count(again.length, 'repair')} again`)
  const base = new Set([...found.kept].filter((place) => !again.includes(place)))
  let kept: ReadonlySet<string> = base
  const failures = new Map(found.guilty)
  const attempt = async (more: readonly string[]): Promise<boolean> => {
    const failure = await tries.works(new Set([...kept, ...more]), known)
    const [only] = more
    if (failure === undefined) {
      kept = new Set([...kept, ...more])
      for (const place of more) failures.delete(place)
    } else if (only !== undefined && more.length === 1) failures.set(only, failure)
    return failure === undefined
  }
  const isDone = await attempt(again)
  if (!isDone && again.length > 1) for (const place of again.slice(0, mostAmended)) await attempt([place])
  return { ...found, kept, guilty: failures, measured: known, latest }
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
  const accounts = about((one) => writes(one, ofAccounts))
  const unmeasured = about((one) => writes(one, ofAccounts) || writes(one, ofCapabilities)).filter((service) => {
    const needs = known.get(keyOf(service))
    return needs && (needs.capabilities === null || (accounts.includes(service) && needs.leastUser === null))
  })
  if (unmeasured.length > 0) {
    const extent = (service: string): Extent => (accounts.includes(service) ? 'all' : 'capabilities')
    const more = await measure(new Map(unmeasured.map((service) => [service, extent(service)])))
    for (const service of unmeasured) {
      const needs = more.get(service)
      if (needs) known.set(keyOf(service), needs)
    }
  }
  // A limit that was too low tells that the peak is higher than anybody saw.
  for (const service of about((one) => writes(one, ofLimits))) {
    const needs = known.get(keyOf(service))
    if (needs) known.set(keyOf(service), { ...needs, peak: doubled(needs.peak) })
  }
  return known
}

const doubled = ({ memory, processes }: MeasuredNeeds['peak']): MeasuredNeeds['peak'] => ({
  memory: memory * 2,
  processes: processes * 2,
})

/** The refuted places whose repair is something else by what is known now, each with that. */
async function madeOtherwise(
  guilty: readonly MadeRepair[],
  { kept }: Found,
  known: Measurements,
  repair: Repair,
): Promise<ReadonlyMap<string, MadeRepair>> {
  const { made } = await repair(known, new Set([...kept, ...placesOf(guilty)]))
  const isOther = ({ place, edits }: MadeRepair): boolean => {
    const failed = guilty.find((one) => one.place === place)
    return failed !== undefined && !isSame(failed.edits, edits)
  }
  return new Map(made.filter(isOther).map((one) => [one.place, one]))
}
