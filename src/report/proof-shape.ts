/** How the parts of a JSON report look that say what records of proofs say. */
import { count, flag, listOf, moment, nullable, object, oneOf, text } from '../core/data-shape.ts'
import type { RepairProof } from '../core/proof.ts'
import type { ProofReport, ProvedService } from '../core/proof-report.ts'
import { engineShape, needsShape, startShape } from '../core/proof-shape.ts'

export const repairProofShape = object<RepairProof>({
  status: oneOf('proved', 'refuted', 'stale'),
  createdAt: moment,
  because: text,
})

export const proofShape = object<ProofReport>({
  project: text,
  variant: text,
  createdAt: moment,
  engine: engineShape,
  checks: listOf(text),
  current: flag,
  repairs: object<ProofReport['repairs']>({ proved: count, refuted: count, unproven: count }),
  asWritten: startShape,
  repaired: nullable(startShape),
  services: listOf(
    object<ProvedService>({
      name: text,
      standing: oneOf('as-written', 'repaired', 'stale'),
      because: nullable(text),
      healthCheck: flag,
      needs: nullable(needsShape),
    }),
  ),
})
