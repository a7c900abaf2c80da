/** The production checklist: each item decided by the rules that claim it, or left to a command. */
import type { ScanStanding } from '../core/assurance.ts'
import { type ChecklistDefinition, checklist, checklistGroups, notApplicableBecause } from '../core/checklist.ts'
import type { JudgedPlace } from '../core/judged.ts'
import type { ProofStanding } from '../core/proof.ts'
import type { ChecklistItem, Report } from '../core/report.ts'
import { auditCommand } from '../core/verification.ts'
import { proofEvidence, startedStack } from './proof-evidence.ts'
import { evidenceOf, type Locate } from './strengths.ts'

export interface ChecklistBasis {
  /** What the audited tree holds: an item whose subject is missing does not apply. */
  readonly inventory: Pick<Report['inventory'], 'dockerfiles' | 'composeFiles' | 'images'>
  /** What was audited, as it was named. */
  readonly target: string
  /** What scans by others come to, where some were handed in: they decide, and not whether the pipeline has a scanner. */
  readonly scans?: ScanStanding | null
  /** How records of proofs stand, and the project that the headline is about. */
  readonly proofs?: { readonly standings: readonly ProofStanding[]; readonly headline: string | null }
}

/** A checklist that is filled project by project, so that no place has to be kept until the last one is judged. */
export interface ChecklistTally {
  /** Takes in the places of one more project; pass only those that count in production (`productionPlaces`). */
  add(judged: readonly JudgedPlace[]): void
  /**
   * All items. An item fails where a place of a claiming rule fails (an accepted one says so), passes where such
   * rules applied and passed everywhere, and is manual where none applied or none could tell.
   */
  items(basis: ChecklistBasis): readonly ChecklistItem[]
}

const mostEvidence = 5

/** Where places are, and for places that are nowhere what is said of them. */
interface Told {
  readonly lines: Set<string>
  readonly messages: Set<string>
  /** Sentences about built images, which show more than the line that they stand at. */
  readonly seen: Set<string>
}

/** What the rules that claim an item have said so far. */
interface Claims {
  readonly open: Told
  readonly accepted: string[]
  readonly passing: Told
  readonly unknown: Set<string>
  /** Rules that said any of it. */
  readonly rules: Set<string>
  /** Kinds of subjects that they spoke of. */
  readonly kinds: Set<string>
}

const nothingTold = (): Told => ({ lines: new Set(), messages: new Set(), seen: new Set() })
const noClaims = (): Claims => ({
  open: nothingTold(),
  accepted: [],
  passing: nothingTold(),
  unknown: new Set(),
  rules: new Set(),
  kinds: new Set(),
})

export function openChecklist(locate: Locate): ChecklistTally {
  const claims = new Map(checklist.map(({ id }) => [id, noClaims()]))
  return {
    add: (judged) => {
      for (const place of judged) {
        for (const id of place.rule.checklist ?? []) {
          const claim = claims.get(id)
          if (claim) file(place, claim, locate)
        }
      }
    },
    items: (basis) => checklist.map((item) => decide(item, claims.get(item.id) ?? noClaims(), basis)),
  }
}

function file(place: JudgedPlace, claims: Claims, locate: Locate): void {
  claims.rules.add(place.rule.id)
  claims.kinds.add(place.subject.kind)
  if (place.verdict === 'unknown') claims.unknown.add(`cannot be told: ${place.message}`)
  else if (place.verdict === 'pass') {
    if (!fails(claims)) tell(place, claims.passing, locate)
  } else if (!place.accepted) tell(place, claims.open, locate)
  else {
    const at = evidenceOf(place, locate)
    claims.accepted.push(`${at ?? place.subject.name} (accepted: ${place.accepted.reason || 'no reason given'})`)
  }
}

const fails = ({ open, accepted }: Claims): boolean => open.messages.size + accepted.length > 0

function tell(place: JudgedPlace, told: Told, locate: Locate): void {
  told.messages.add(place.message)
  if (place.subject.kind === 'built-image') {
    told.seen.add(place.message)
    return
  }
  const line = evidenceOf(place, locate)
  if (line !== undefined) told.lines.add(line)
}

function decide(
  item: ChecklistDefinition,
  claims: Claims,
  { inventory, scans, proofs, target }: ChecklistBasis,
): ChecklistItem {
  const { id, title } = item
  const as = (status: ChecklistItem['status'], evidence: readonly string[]): ChecklistItem => ({
    id,
    group: checklistGroups[item.group],
    title,
    status,
    evidence: status === 'not-applicable' ? evidence : [...evidence, ...proofEvidence(id, proofs?.standings ?? [])],
    command: status === 'manual' ? item.command : null,
    rules: [...claims.rules].sort(),
    verification:
      claims.rules.size === 0
        ? item.command
        : `${auditCommand(target, [...claims.rules].sort(), claims.kinds)} && ${item.command}`,
  })
  const { open, accepted, passing, unknown } = claims
  if (id === 'images-scanned' && scans) return as(scans.status, folded(scans.evidence))
  if (id === 'started-stack' && inventory.composeFiles.length > 0) {
    const { status, evidence } = startedStack(proofs?.standings ?? [], proofs?.headline ?? null)
    return as(status, evidence)
  }
  // Open failures first; an accepted one says who accepted it and why.
  if (fails(claims)) return as('fail', [...folded([...said(open), ...accepted]), ...folded([...open.seen])])
  if (unknown.size > 0) return as('manual', folded([...unknown]))
  if (passing.messages.size > 0) return as('pass', [...folded(said(passing)), ...folded([...passing.seen])])
  if (item.needs !== undefined && inventory[item.needs].length === 0) {
    return as('not-applicable', [notApplicableBecause[item.needs]])
  }
  return as('manual', ['the files of the project do not tell'])
}

/** Where it is written, else what was said of it. */
const said = ({ lines, messages, seen }: Told): readonly string[] =>
  lines.size > 0 ? [...lines] : [...messages].filter((message) => !seen.has(message))

const folded = (evidence: readonly string[]): readonly string[] =>
  evidence.length <= mostEvidence
    ? evidence
    : [...evidence.slice(0, mostEvidence), `and ${evidence.length - mostEvidence} more`]
