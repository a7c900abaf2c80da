/** What records of proofs tell the production checklist: whether the stack was started as it is now, and what showed. */
import type { MeasuredNeeds, ProofStanding, ServiceSettings, ServiceStanding } from '../core/proof.ts'
import { dayOf, engineText, mebibytes, staleBecause } from '../core/proof-words.ts'
import type { ChecklistStatus } from '../core/report.ts'

/** The newest record of each variant. */
function newest(standings: readonly ProofStanding[]): readonly ProofStanding[] {
  const oldestFirst = standings.toSorted((a, b) => (a.record.createdAt < b.record.createdAt ? -1 : 1))
  return [...new Map(oldestFirst.map((one) => [`${one.record.project}\0${one.record.variant}`, one])).values()]
}

interface StackStanding {
  readonly status: ChecklistStatus
  readonly evidence: readonly string[]
}

/**
 * Whether the stack was started as it is now: passes where every record of the headline's project, or of all where it has none, is of
 * what is there; otherwise somebody has to start it.
 */
export function startedStack(standings: readonly ProofStanding[], headline: string | null): StackStanding {
  const all = newest(standings)
  const own = all.filter(({ record }) => record.project === headline)
  const counted = headline === null ? all : own
  if (counted.length === 0) return { status: 'manual', evidence: ['nobody has started the stack for a proof'] }
  const stale = counted.flatMap(({ record, services }) => {
    const because = staleBecause(services)
    return because === null ? [] : [`the proof of ${dayOf(record.createdAt)} is stale: ${because}`]
  })
  return stale.length > 0
    ? { status: 'manual', evidence: stale }
    : { status: 'pass', evidence: counted.flatMap(startsOf) }
}

/** How the starts went of the side that is there now. */
function startsOf({ record, services }: ProofStanding): readonly string[] {
  const isRepaired = services.some(({ like }) => like === 'repaired')
  const { seconds, killedOnStop } = (isRepaired ? record.repaired : null) ?? record.asWritten
  const [first = 0, second = 0] = seconds
  return [
    `started on ${dayOf(record.createdAt)}, on ${engineText(record.engine)}: it worked after ${first} s, and after ${second} s with the volumes of the first start`,
    killedOnStop.length === 0
      ? 'every service stopped within its grace period'
      : `killed when stopped, after the grace period: ${killedOnStop.join(', ')}`,
    ...(record.checks.length > 0 ? [`checks that passed: ${record.checks.join(', ')}`] : []),
  ]
}

interface Measured {
  readonly name: string
  readonly needs: MeasuredNeeds
  readonly limits: ServiceSettings['limits']
}

/** Names for which something was seen to hold, and those for which it was not; who was not looked at is in neither. */
const held = (
  services: readonly Measured[],
  what: string,
  of: (needs: MeasuredNeeds) => boolean | null,
): readonly string[] => {
  const names = (wanted: boolean): string =>
    services
      .filter(({ needs }) => of(needs) === wanted)
      .map(({ name }) => name)
      .join(', ')
  return [
    ...(names(true) === '' ? [] : [`seen to work ${what}: ${names(true)}`]),
    ...(names(false) === '' ? [] : [`seen not to work ${what}: ${names(false)}`]),
  ]
}

const each = (
  services: readonly Measured[],
  words: string,
  of: (one: Measured) => string | null,
): readonly string[] => {
  const told = services.flatMap((one) => {
    const text = of(one)
    return text === null ? [] : [`${one.name} ${text}`]
  })
  return told.length === 0 ? [] : [`${words}: ${told.join('; ')}`]
}

const ofLimit = (limit: string | null): string => (limit === null ? '' : ` of ${limit}`)

/** What a measurement shows of each item, of the services that are still what was started. */
const measured: Readonly<Record<string, (services: readonly Measured[]) => readonly string[]>> = {
  'containers-non-root': (services) =>
    each(services, 'seen', ({ needs: { user, leastUser } }) =>
      leastUser
        ? `working as ${leastUser.uid}:${leastUser.gid}`
        : user.uid > 0
          ? `starting as ${user.uid}:${user.gid}`
          : null,
    ),
  'capabilities-dropped': (services) =>
    each(services, 'least capabilities seen', ({ needs: { capabilities } }) =>
      capabilities === null ? null : capabilities.length === 0 ? 'none' : capabilities.join(', '),
    ),
  'read-only-root': (services) => held(services, 'with a read-only root', ({ readOnly }) => readOnly),
  'no-new-privileges': (services) => held(services, 'with it', ({ noNewPrivileges }) => noNewPrivileges),
  'resource-limits': (services) =>
    each(services, 'peaks seen', ({ needs: { peak }, limits }) => {
      const memory = limits.memory === null ? null : mebibytes(limits.memory)
      const processes = limits.processes === null ? null : String(limits.processes)
      return `${mebibytes(peak.memory)}${ofLimit(memory)}, ${peak.processes}${ofLimit(processes)} processes`
    }),
}

/** What records tell of an item, besides what decides it. */
export function proofEvidence(id: string, standings: readonly ProofStanding[]): readonly string[] {
  return newest(standings).flatMap(({ services }) => {
    const matching = services.filter(({ like }) => like !== null)
    if (id === 'health-checks') return healthyIn(matching)
    const known = matching.flatMap(({ name, recorded, now }): readonly Measured[] =>
      recorded?.needs && now ? [{ name, needs: recorded.needs, limits: now.limits }] : [],
    )
    return measured[id]?.(known) ?? []
  })
}

function healthyIn(services: readonly ServiceStanding[]): readonly string[] {
  const names = services.filter(({ recorded }) => recorded?.healthCheck === true).map(({ name }) => name)
  return names.length === 0 ? [] : [`seen healthy after both starts: ${names.join(', ')}`]
}
