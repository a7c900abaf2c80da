/** Repairs with what records of proofs say of them: proved, refuted and so refused, or of a stack that has changed since. */
import { isFix, type Repair } from '../core/fix.ts'
import { type ProofStanding, proofFile, type RepairProof, type ServiceStanding } from '../core/proof.ts'
import { engineText, staleBecause } from '../core/proof-words.ts'
import type { Place, Report } from '../core/report.ts'

/** What the records say of each place's repair, by the place's id. */
function proofsOf(
  { findings }: Pick<Report, 'findings'>,
  standings: readonly ProofStanding[],
): ReadonlyMap<string, RepairProof> {
  const places = new Map(findings.flatMap((finding) => finding.places.map((place) => [place.id, place] as const)))
  const found = new Map<string, RepairProof>()
  // The newest is told last and stays, but for one that is stale beside one that is not.
  for (const { record, services } of standings.toSorted((a, b) => (a.record.createdAt < b.record.createdAt ? -1 : 1))) {
    const { createdAt, engine } = record
    const tell = (id: string, status: 'proved' | 'refuted', because: string): void => {
      const place = places.get(id)
      if (place === undefined) return
      const stale = staleBecause(concerned(place, services))
      const before = found.get(id)
      if (stale !== null && before !== undefined && before.status !== 'stale') return
      const then = status === 'refuted' ? `; before, ${because}` : ''
      found.set(
        id,
        stale === null ? { status, createdAt, because } : { status: 'stale', createdAt, because: stale + then },
      )
    }
    for (const { place } of record.proved)
      tell(place, 'proved', `the stack came up twice with it on ${engineText(engine)}`)
    for (const { place, service, because } of record.refuted) tell(place, 'refuted', withIt(service, because))
  }
  return found
}

/** `with it, db ended with exit code 1 (start)`. */
const withIt = (service: string | null, because: string): string =>
  `with it, ${service === null ? because : because.startsWith('it ') ? `${service} ${because.slice(3)}` : `${service}: ${because}`}`

/** The services that a place is about: the one that it names, those that its Dockerfile builds, else all of them. */
function concerned({ subject, location }: Place, services: readonly ServiceStanding[]): readonly ServiceStanding[] {
  const named = subject.kind === 'service' ? services.filter(({ name }) => name === subject.name) : []
  const built = services.filter(({ now }) => now?.dockerfile === location.file)
  return named.length > 0 ? named : built.length > 0 ? built : services
}

/** The repairs by place, each with what the records say of it; one with which the stack does not work is refused. */
export function withProofs(
  repairs: ReadonlyMap<string, Repair>,
  report: Pick<Report, 'findings'>,
  standings: readonly ProofStanding[],
): ReadonlyMap<string, Repair> {
  if (standings.length === 0) return repairs
  const proofs = proofsOf(report, standings)
  // A repair of several places is one object, and stays one.
  const marked = new Map(
    [...Map.groupBy(repairs, ([, repair]) => repair)].map(([repair, places]) => {
      const said = places.map(([id]) => proofs.get(id))
      return [repair, isFix(repair) ? markedWith(repair, said) : repair] as const
    }),
  )
  return new Map([...repairs].map(([id, repair]) => [id, marked.get(repair) ?? repair]))
}

function markedWith(repair: Repair, said: readonly (RepairProof | undefined)[]): Repair {
  const of = (status: RepairProof['status']): RepairProof | undefined => said.find((one) => one?.status === status)
  const refuted = of('refuted')
  if (refuted)
    return { refused: `${proofFile}: ${refuted.because}`, supply: 'another way, and a proof of it', proof: refuted }
  const proof = of('stale') ?? (said.every((one) => one?.status === 'proved') ? said[0] : undefined)
  return proof === undefined ? repair : { ...repair, proof }
}
