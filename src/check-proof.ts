/** Proves again what records of proofs say, and compares. */
import { UsageError } from './core/errors.ts'
import { type ProofRecord, proofFile } from './core/proof.ts'
import { proofsIn } from './proof-records.ts'
import { differencesOf } from './prove/differences.ts'
import { type Proved, type ProveOptions, proveWith, type Surroundings } from './prove-tree.ts'
import type { Rule } from './rules/define-rule.ts'
import { openSources } from './stack/sources.ts'
import { diskTree } from './trees/disk.ts'

/** One record, and what became of proving it again. */
export interface CheckedProof {
  readonly record: ProofRecord
  readonly proved: Proved
  /** In sentences; none where the record still holds, or where it could not be proved again. */
  readonly differences: readonly string[]
}

/** Throws a `UsageError` where there is no record, or none that can be read. */
export async function checkProofWith(
  available: readonly Rule[],
  directory: string,
  options: ProveOptions,
  around: Surroundings,
): Promise<readonly CheckedProof[]> {
  const records = recordsIn(directory).filter(
    ({ variant }) => options.variant === undefined || variant === options.variant,
  )
  if (records.length === 0) throw new UsageError(`${proofFile} has no record of the variant ${options.variant}.`)
  const checked: CheckedProof[] = []
  for (const record of records) {
    const { variant } = record
    const proved = await proveWith(available, directory, { ...options, variant }, around, record)
    const differences = proved.kind === 'tried' ? differencesOf(record, proved.record, proved.built) : []
    checked.push({ record, proved, differences })
  }
  return checked
}

function recordsIn(directory: string): readonly ProofRecord[] {
  const { records, incomplete } = proofsIn(openSources(diskTree(directory)))
  const [broken] = incomplete
  if (broken) {
    const { location, what, because } = broken
    const where = location?.kind === 'file' ? `${location.file}:${location.startLine}` : what
    throw new UsageError(`${where}: ${because}.`, '`drydock prove --write` makes it anew.')
  }
  if (records.length === 0) {
    throw new UsageError(`There is no ${proofFile} in ${directory}.`, '`drydock prove --write` writes one.')
  }
  return records
}
