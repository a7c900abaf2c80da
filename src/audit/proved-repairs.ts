/** Repairs with what records of proofs say of them: proved, refuted and so refused, or of what has changed since. */
import { type Fix, isFix, type Repair } from '../core/fix.ts'
import { type ProofStanding, proofFile, type RepairProof, type ServiceStanding } from '../core/proof.ts'
import { engineText, staleBecause } from '../core/proof-words.ts'
import type { Place, Report } from '../core/report.ts'

/** What a record says of the repair of a place, be it the one at hand or another. */
interface Said extends RepairProof {
  /** Of the repair that was tried. */
  readonly title: string
}

/** What the records say of each place's repair, by the place's id. */
function saidOf(
  { findings }: Pick<Report, 'findings'>,
  standings: readonly ProofStanding[],
): ReadonlyMap<string, Said> {
  const places = new Map(findings.flatMap((finding) => finding.places.map((place) => [place.id, place] as const)))
  const found = new Map<string, Said>()
  // The newest is told last and stays, but for one that is stale beside one that is not.
  for (const { record, services } of standings.toSorted((a, b) => (a.record.createdAt < b.record.createdAt ? -1 : 1))) {
    const { createdAt, engine } = record
    const tell = (id: string, said: Omit<Said, 'createdAt'>): void => {
      const place = places.get(id)
      if (place === undefined) return
      const stale = staleBecause(concerned(place, services))
      const before = found.get(id)
      if (stale !== null && before !== undefined && before.status !== 'stale') return
      found.set(id, stale === null ? { ...said, createdAt } : outdated({ ...said, createdAt }, stale))
    }
    const because = `the stack came up twice with it on ${engineText(engine)}`
    for (const { place, title } of record.proved) tell(place, { status: 'proved', because, title })
    for (const { place, title, service, because: failed } of record.refuted) {
      tell(place, { status: 'refuted', because: withIt(service, failed), title })
    }
  }
  return found
}

/** What no longer holds; that something broke the stack is worth knowing all the same. */
const outdated = (said: Said, stale: string): Said => ({
  ...said,
  status: 'stale',
  because: said.status === 'refuted' ? `${stale}; before, ${said.because}` : stale,
})

/** `with it, db ended with exit code 1 (start)`. */
const withIt = (service: string | null, because: string): string =>
  `with it, ${service === null ? because : because.startsWith('it ') ? `${service} ${because.slice(3)}` : `${service}: ${because}`}`

/** The services that a place is about: the one that it names, those that its Dockerfile builds, else all of them. */
function concerned({ subject, location }: Place, services: readonly ServiceStanding[]): readonly ServiceStanding[] {
  const named = subject.kind === 'service' ? services.filter(({ name }) => name === subject.name) : []
  const built = services.filter(({ now }) => now?.dockerfile === location.file)
  return named.length > 0 ? named : built.length > 0 ? built : services
}

/**
 * The repairs by place, each with what the records say of it; one with which the stack does not work is refused. `before` has those of
 * the tree before its first repair: what was refused there stays so, whatever the repairs of other places make of it.
 */
export function withProofs(
  repairs: ReadonlyMap<string, Repair>,
  report: Pick<Report, 'findings'>,
  standings: readonly ProofStanding[],
  before: ReadonlyMap<string, Repair> = new Map(),
): ReadonlyMap<string, Repair> {
  if (standings.length === 0) return repairs
  const said = saidOf(report, standings)
  // A repair of several places is one object, and stays one.
  const marked = new Map(
    [...Map.groupBy(repairs, ([, repair]) => repair)].map(([repair, places]) => {
      const known = places.map(([id]) => said.get(id))
      return [repair, isFix(repair) ? markedWith(repair, known) : repair] as const
    }),
  )
  const refused = (id: string): Repair | undefined => {
    const earlier = before.get(id)
    return earlier?.proof?.status === 'refuted' ? earlier : undefined
  }
  return new Map([...repairs].map(([id, repair]) => [id, refused(id) ?? marked.get(repair) ?? repair]))
}

function markedWith(fix: Fix, known: readonly (Said | undefined)[]): Repair {
  const own = known.map((one) => one && ofThis(fix, one))
  const of = (status: RepairProof['status']): RepairProof | undefined => own.find((one) => one?.status === status)
  const refuted = of('refuted')
  if (refuted) {
    return { refused: `${proofFile}: ${refuted.because}`, supply: 'another way, and a proof of it', proof: refuted }
  }
  const proof = of('stale') ?? (own.every((one) => one?.status === 'proved') ? own[0] : undefined)
  return proof === undefined ? fix : { ...fix, proof }
}

/** What was said of another repair of the same place says nothing of this one. One for several places may have been tried for one. */
function ofThis({ title }: Fix, { title: tried, ...proof }: Said): RepairProof {
  if (proof.status === 'stale' || title.startsWith(tried) || tried.startsWith(title)) return proof
  const { title: _, ...changed } = outdated({ ...proof, title: tried }, `what was tried is another repair: ${tried}`)
  return changed
}
