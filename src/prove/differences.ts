/** What a new proof says otherwise than the record of an earlier one. */
import type { MeasuredNeeds, ProofRecord, RecordedService } from '../core/proof.ts'

/** How many times as much memory as before is no longer the same, and what counts as noise: small services vary more. */
const tolerance = { factor: 1.5, bytes: 8 * 1024 ** 2 }

/** In sentences; none where the record still holds. Images of the services in `built` are other ones wherever they are built. */
export function differencesOf(before: ProofRecord, now: ProofRecord, built: ReadonlySet<string>): readonly string[] {
  const isChecked = new Set(now.checks)
  return [
    ...lostRepairs(before, now),
    ...before.checks.flatMap((name) =>
      isChecked.has(name) ? [] : [`the check ${JSON.stringify(name)} is not made any more`],
    ),
    ...services(before.services, now.services, built),
  ]
}

/** Repairs that were proved and are not; one that is not there to make any more was made, or its place is gone. */
const lostRepairs = (before: ProofRecord, now: ProofRecord): readonly string[] =>
  before.proved.flatMap(({ place, title }) => {
    const refuted = now.refuted.find((one) => one.place === place)
    if (refuted) {
      const { service, because } = refuted
      return [`${title}: was proved, and breaks the stack now: ${service === null ? '' : `${service}: `}${because}`]
    }
    return now.unproven.some((one) => one.place === place) ? [`${title}: was proved, and is not now`] : []
  })

function services(
  before: readonly RecordedService[],
  now: readonly RecordedService[],
  built: ReadonlySet<string>,
): readonly string[] {
  const then = new Map(before.map((one) => [one.name, one]))
  const added = now.flatMap(({ name }) => (then.has(name) ? [] : [`${name}: is new`]))
  const changed = before.flatMap((one) => {
    const other = now.find(({ name }) => name === one.name)
    const said = other ? serviceDifferences(one, other, built.has(one.name)) : ['is gone']
    return said.map((text) => `${one.name}: ${text}`)
  })
  return [...changed, ...added]
}

function serviceDifferences(before: RecordedService, now: RecordedService, isBuilt: boolean): readonly string[] {
  const isSame = [before.asWritten, before.repaired].some((digest) => digest === now.asWritten)
  return [
    ...(isSame ? [] : ['its settings are others']),
    ...(isBuilt || isSameImage(before, now) ? [] : ['its image is another one']),
    ...(before.healthCheck && !now.healthCheck ? ['it has no health check any more'] : []),
    ...(before.needs && now.needs ? needDifferences(before.needs, now.needs) : []),
  ]
}

const isSameImage = (before: RecordedService, now: RecordedService): boolean =>
  before.image === now.image || before.digests.some((digest) => now.digests.includes(digest))

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 ** 2)} MiB`

function needDifferences(before: MeasuredNeeds, now: MeasuredNeeds): readonly string[] {
  const more = (was: readonly string[] | null, is: readonly string[] | null): readonly string[] =>
    was === null || is === null ? [] : is.filter((one) => !was.includes(one))
  const known = before.writes.map(({ path }) => path)
  const paths = now.writes
    .map(({ path }) => path)
    .filter((path) => !known.some((one) => path === one || path.startsWith(`${one.replace(/\/$/, '')}/`)))
  const [memory, was] = [now.peak.memory, before.peak.memory]
  return [
    ...(before.user.uid === now.user.uid ? [] : [`it runs as ${now.user.uid} instead of ${before.user.uid}`]),
    ...paths.map((path) => `it also writes to ${path}`),
    ...more(before.capabilities, now.capabilities).map((name) => `it also needs ${name}`),
    ...(before.noNewPrivileges === true && now.noNewPrivileges === false ? ['it needs new privileges now'] : []),
    ...more(before.listening, now.listening).map((port) => `it also listens on ${port}`),
    ...more(before.outside, now.outside).map((address) => `it also tries to reach ${address}`),
    ...(memory > was * tolerance.factor && memory - was > tolerance.bytes
      ? [`it uses ${mebibytes(memory)} of memory instead of ${mebibytes(was)}`]
      : []),
  ]
}
