/** Repairs a directory by a proof: what is made is what the stack came up with, and what no start says anything of and nobody can notice. */
import { proofFile } from './core/proof.ts'
import { patchOf } from './fix/patch.ts'
import { refuseUncommitted } from './fix/refuse-uncommitted.ts'
import { type Proved, type ProveOptions, proveWith, type Surroundings } from './prove-tree.ts'
import { type FixResult, fixWith } from './repair.ts'
import type { Rule } from './rules/define-rule.ts'
import { diskTree } from './trees/disk.ts'
import { overlayTree } from './trees/overlay.ts'

export interface FixAndProveOptions extends ProveOptions {
  /** Whether guarded repairs are made too that no start says anything of. */
  readonly guarded?: boolean
  /** Whether the repairs are going to be written: what they would be mixed with is refused before anything is started. */
  readonly writes?: boolean
}

export type ProvedFix =
  | Exclude<Proved, { readonly kind: 'tried' | 'nothing' }>
  /** There is nothing to start; what no start says anything of is repaired all the same. */
  | { readonly kind: 'nothing'; readonly result: FixResult }
  | {
      readonly kind: 'tried'
      readonly proof: Extract<Proved, { readonly kind: 'tried' }>
      readonly result: FixResult
      /** As unified diffs: what is proved, and what is made besides, on top of that. */
      readonly patches: { readonly proved: string; readonly besides: string }
    }

/** Proves, and then repairs in memory. Nothing is written. */
export async function fixAndProveWith(
  available: readonly Rule[],
  directory: string,
  options: FixAndProveOptions,
  around: Surroundings,
): Promise<ProvedFix> {
  const base = diskTree(directory)
  if (options.writes) {
    const { files } = await fixWith(available, base, { ...options, guarded: true })
    refuseUncommitted(directory, base, files.keys())
  }
  const proof = await proveWith(available, directory, { ...options, onlyRepairs: true }, around)
  if (proof.kind === 'nothing') return { kind: 'nothing', result: await fixWith(available, base, options) }
  if (proof.kind !== 'tried') return proof
  const { record, undecided, measured } = proof
  const tree = overlayTree(base, new Map([[proofFile, proof.text]]))
  const made = (places: ReadonlySet<string>): Promise<FixResult> =>
    fixWith(available, tree, { ...options, guarded: true, measured, places })
  const proved = new Set(record.proved.map(({ place }) => place))
  const besides = record.unproven.filter(
    ({ place, safety }) => !undecided.has(place) && (safety === 'safe' || options.guarded === true),
  )
  const first = await made(proved)
  if (besides.length === 0)
    return { kind: 'tried', proof, result: first, patches: { proved: first.patch, besides: '' } }
  const result = await made(new Set([...proved, ...besides.map(({ place }) => place)]))
  const files = new Map([...result.files].filter(([file, text]) => first.files.get(file) !== text))
  const patches = { proved: first.patch, besides: patchOf(overlayTree(tree, first.files), files) }
  return { kind: 'tried', proof, result, patches }
}
