/** What the report says of records of proofs. */
import type { ProofStanding } from '../core/proof.ts'
import type { ProofReport } from '../core/proof-report.ts'

export const proofReports = (standings: readonly ProofStanding[]): readonly ProofReport[] =>
  standings.map(({ record, services }) => ({
    project: record.project,
    variant: record.variant,
    createdAt: record.createdAt,
    engine: record.engine,
    checks: record.checks,
    current: services.every(({ like }) => like !== null),
    repairs: {
      proved: record.proved.length,
      refuted: record.refuted.length,
      unproven: record.unproven.length,
    },
    asWritten: record.asWritten,
    repaired: record.repaired,
    services: services.map(({ name, like, stale, recorded }) => ({
      name,
      standing: like === null ? 'stale' : like === 'repaired' ? 'repaired' : 'as-written',
      because: stale,
      healthCheck: recorded?.healthCheck ?? false,
      needs: recorded?.needs ?? null,
    })),
  }))
