/** The production checklist: each item decided by the rules that claim it, or left to a command. */
import { type ChecklistDefinition, checklist, checklistGroups, notApplicableBecause } from '../core/checklist.ts'
import type { JudgedPlace } from '../core/judged.ts'
import type { ChecklistItem, Report } from '../core/report.ts'
import { evidenceOf, type Locate } from './strengths.ts'

export interface ChecklistBasis {
  /** What the audited tree holds: an item whose subject is missing does not apply. */
  readonly inventory: Pick<Report['inventory'], 'dockerfiles' | 'composeFiles' | 'images'>
}

const mostEvidence = 5

/**
 * The thirty items. An item fails where a place of a claiming rule fails (an accepted one says so), passes where such
 * rules applied and passed everywhere, and is manual where none applied or none could tell. Pass only the places that
 * count in production (`productionPlaces`).
 */
export const checklistOf = (
  judged: readonly JudgedPlace[],
  locate: Locate,
  basis: ChecklistBasis,
): readonly ChecklistItem[] => {
  const claiming = judged.filter((place) => place.rule.checklist)
  return checklist.map((item) => {
    const claims = claiming.filter((place) => place.rule.checklist?.includes(item.id))
    return decide(item, claims, locate, basis)
  })
}

function decide(
  item: ChecklistDefinition,
  claims: readonly JudgedPlace[],
  locate: Locate,
  { inventory }: ChecklistBasis,
): ChecklistItem {
  const { id, title } = item
  const as = (status: ChecklistItem['status'], evidence: readonly string[]): ChecklistItem => ({
    id,
    group: checklistGroups[item.group],
    title,
    status,
    evidence,
    command: status === 'manual' ? item.command : null,
  })
  const failing = claims.filter((place) => place.verdict === 'fail')
  if (failing.length > 0) return as('fail', failureEvidence(failing, locate))
  const unknown = claims.filter((place) => place.verdict === 'unknown')
  if (claims.length > unknown.length && unknown.length === 0) return as('pass', folded(sayPass(claims, locate)))
  if (unknown.length > 0) {
    return as('manual', folded([...new Set(unknown.map((place) => `cannot be told: ${place.message}`))]))
  }
  if (item.needs !== undefined && inventory[item.needs].length === 0) {
    return as('not-applicable', [notApplicableBecause[item.needs]])
  }
  return as('manual', ['the files of the project do not tell'])
}

/** Open failures first; an accepted one says who accepted it and why. */
function failureEvidence(failing: readonly JudgedPlace[], locate: Locate): readonly string[] {
  const open = failing.filter((place) => !place.accepted)
  const accepted = failing.flatMap((place) => {
    if (!place.accepted) return []
    const [at] = evidenceOf([place], locate)
    return [`${at ?? place.subject.name} (accepted: ${place.accepted.reason || 'no reason given'})`]
  })
  const places = evidenceOf(open, locate)
  const told = places.length > 0 ? places : [...new Set(open.map((place) => place.message))]
  return folded([...told, ...accepted])
}

function sayPass(claims: readonly JudgedPlace[], locate: Locate): readonly string[] {
  const places = evidenceOf(claims, locate)
  return places.length > 0 ? places : [...new Set(claims.map((place) => place.message))]
}

const folded = (evidence: readonly string[]): readonly string[] =>
  evidence.length <= mostEvidence
    ? evidence
    : [...evidence.slice(0, mostEvidence), `and ${evidence.length - mostEvidence} more`]
