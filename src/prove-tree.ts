/** Proves the repairs of a directory: which project and variant is meant, what is repaired, and what must not be shown. */
import { randomBytes } from 'node:crypto'
import { type AuditOptions, auditTree, projectsOf } from './audit-tree.ts'
import { loadConfig } from './config/load.ts'
import { UsageError } from './core/errors.ts'
import { maskLine } from './core/mask-line.ts'
import type { ProofRecord } from './core/proof.ts'
import { version } from './core/version.gen.ts'
import { connect } from './engine/connect.ts'
import { composeOf } from './engine/run/compose.ts'
import type { VariantSource } from './projects/workspace.ts'
import type { ServicePlan } from './prove/harmless-stack.ts'
import { removeLeftovers, runName } from './prove/leftovers.ts'
import { type MadeRepair, type Proof, prove, type Repaired } from './prove/prove.ts'
import { recordText } from './prove/record.ts'
import type { Allowance } from './prove/refusals.ts'
import { standInFor } from './prove/stand-in-values.ts'
import type { Failure } from './prove/works.ts'
import { type FixResult, fixWith } from './repair.ts'
import type { Rule } from './rules/define-rule.ts'
import { openSources } from './stack/sources.ts'
import { diskTree } from './trees/disk.ts'

export interface ProveOptions extends AuditOptions {
  /** What of the machine the stack may have, by name. */
  readonly allow?: readonly Allowance[]
  /** Absolute paths of env files whose values may be used. */
  readonly envFiles?: readonly string[]
  /** Seconds that a start may take. */
  readonly within?: number
}

/** Where a proof is made, and whom it tells. */
export interface Surroundings {
  /** Of the process: where the engine is. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: string
  /** The machine's name, by which leftovers of a killed run are known as this machine's. */
  readonly machine: string
  /** An absolute directory for copies of the project. */
  readonly temporary: string
  readonly signal: AbortSignal
  /** Asked before anything is built or started. */
  confirm(plan: ProofPlan): Promise<boolean>
  progress(line: string): void
}

/** What a proof is going to do. */
export interface ProofPlan {
  readonly engine: string
  readonly compose: string
  readonly project: string
  readonly variant: string
  readonly services: readonly ServicePlan[]
  /** In sentences, what differs from the stack as it is written. */
  readonly changes: readonly string[]
  /** Variables whose values are made up. */
  readonly madeUp: readonly string[]
  readonly repairs: number
}

export type Proved =
  | Exclude<Proof, { readonly kind: 'tried' | 'broken' }>
  | { readonly kind: 'broken'; readonly failure: Failure }
  | {
      readonly kind: 'tried'
      readonly record: ProofRecord
      /** What the record is as a file. */
      readonly text: string
      /** By the place's id, what showed that the stack does not work with its repair. */
      readonly failures: ReadonlyMap<string, Failure>
    }

/** Starts the stack of a directory as it is written and as `fix` with guarded repairs leaves it. Nothing in the directory is changed. */
export async function proveWith(
  available: readonly Rule[],
  directory: string,
  options: ProveOptions,
  around: Surroundings,
): Promise<Proved> {
  const tree = diskTree(directory)
  const { project, variant, mask } = await scored(available, directory, options)
  const engine = await connect(around.env, around.platform)
  try {
    const compose = await composeOf(around.env)
    const left = await removeLeftovers(engine, around.machine, around.temporary)
    if (left > 0) around.progress(`removed what ${left} earlier ${left === 1 ? 'run' : 'runs'} left`)
    const values = new Map<string, string>()
    const standIn = (name: string): string => {
      const value = values.get(name) ?? standInFor(name, () => randomBytes(16).toString('hex'))
      values.set(name, value)
      return value
    }
    const hide = (text: string): string => mask(text.split('\n').map(maskLine).join('\n'))
    const proof = await prove({
      scene: {
        compose,
        run: runName(around.machine, process.pid, randomBytes(4).toString('hex')),
        directory,
        tree,
        variant,
        envFiles: options.envFiles ?? [],
        allowed: new Set(options.allow),
        standIn,
        signal: around.signal,
      },
      engine,
      project,
      tool: { name: 'drydock', version },
      createdAt: new Date().toISOString(),
      temporary: around.temporary,
      within: (options.within ?? 180) * 1000,
      repair: async (places) =>
        repairedBy(
          await fixWith(available, tree, {
            ...options,
            guarded: true,
            ignoreProofs: true,
            ...(places ? { places } : {}),
          }),
        ),
      confirm: ({ stack, madeUp }, repairs) =>
        around.confirm({
          engine: `Docker Engine ${engine.version} at ${engine.host}`,
          compose: compose.version,
          project,
          variant: variant.name,
          services: stack.services,
          changes: stack.changes,
          madeUp,
          repairs: repairs.length,
        }),
      progress: (line) => around.progress(hide(line)),
      mask: hide,
    })
    if (proof.kind === 'broken') return { ...proof, failure: hidden(proof.failure, hide) }
    if (proof.kind !== 'tried') return proof
    const failures = new Map([...proof.failures].map(([place, failure]) => [place, hidden(failure, hide)]))
    return { ...proof, text: recordText(proof.record), failures }
  } finally {
    await engine.close()
  }
}

const hidden = (failure: Failure, mask: (text: string) => string): Failure => ({
  ...failure,
  because: mask(failure.because),
  lines: failure.lines.map(mask),
})

/** The project that the headline is about and the variant that its score is of, or those that were asked for. */
async function scored(
  available: readonly Rule[],
  directory: string,
  options: AuditOptions,
): Promise<{ readonly project: string; readonly variant: VariantSource; readonly mask: (text: string) => string }> {
  const tree = diskTree(directory)
  const { report, mask } = await auditTree(available, tree, { ...options, ignoreProofs: true })
  const runnable = report.projects.filter(({ variants }) => variants.some(({ platform }) => platform === 'compose'))
  const project = runnable.find(({ id }) => id === report.headline) ?? runnable[0]
  if (project === undefined) throw new UsageError('There is no compose file here, or no such variant.')
  const sources = openSources(tree)
  const { config } = loadConfig(
    sources,
    available.map(({ id }) => id),
    options,
  )
  const { projects } = await projectsOf(sources, config, options)
  const variants = projects.find(({ id }) => id === project.id)?.variants ?? []
  const composed = variants.filter(({ platform }) => platform === 'compose')
  const variant = composed.find(({ name }) => name === project.scoredVariant) ?? composed[0]
  if (variant === undefined) throw new UsageError('There is no compose file here, or no such variant.')
  return { project: project.id, variant, mask }
}

function repairedBy({ files, applied, before, after }: FixResult): Repaired {
  const findings = [after, before].flatMap((report) => report.findings)
  const subjects = new Map(
    findings.flatMap(({ places }) => places.map(({ id, subject }) => [id, subject.name] as const)),
  )
  const choosing = new Set(findings.flatMap(({ rule, category }) => (category === 'image-tagging' ? [rule] : [])))
  const made = applied.map(
    ({ rule, place, fix: { title, safety, edits } }): MadeRepair => ({
      rule,
      place,
      title,
      safety,
      files: edits.map(({ file }) => file),
      subject: subjects.get(place),
      choosesImage: choosing.has(rule),
    }),
  )
  return { files, made }
}
