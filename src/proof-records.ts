/** The records of proofs at the top of a tree, and how they stand to what is audited. */
import { locate } from './audit/locate.ts'
import { standingOf } from './audit/proof-standing.ts'
import type { Lock } from './core/lock.ts'
import { type ProofRecord, type ProofStanding, proofFile, type SettingsOfServices } from './core/proof.ts'
import type { Report } from './core/report.ts'
import { readProof } from './formats/proof/read-proof.ts'
import type { Sources } from './stack/sources.ts'

export interface FoundProofs {
  readonly records: readonly ProofRecord[]
  /** What is wrong with the file, where there is one that cannot be read. */
  readonly incomplete: Report['incomplete']
}

export const noProofs: FoundProofs = { records: [], incomplete: [] }

export function proofsIn({ open, text }: Sources): FoundProofs {
  const opened = open(proofFile)
  if (!opened.ok && opened.reason === 'missing') return noProofs
  if (!opened.ok) return { records: [], incomplete: [{ what: proofFile, because: opened.detail, location: null }] }
  const { records, problem } = readProof(opened.source)
  if (problem === undefined) return { records, incomplete: [] }
  const location = locate(problem.origin, text) ?? null
  return { records: [], incomplete: [{ what: proofFile, because: problem.message, location }] }
}

/** How the records of one project stand, of those variants that are audited. */
export const standingsOf = (
  { records }: FoundProofs,
  project: { readonly id: string; readonly variants: readonly { readonly name: string }[] },
  settings: SettingsOfServices,
  lock: Lock,
): readonly ProofStanding[] =>
  records
    .filter((record) => record.project === project.id && project.variants.some(({ name }) => name === record.variant))
    .map((record) => standingOf(record, settings, lock))
