/** Proves the repairs of a directory: which project and variant is meant, what is repaired, and what must not be shown. */
import { randomBytes } from 'node:crypto'
import { type AuditOptions, auditTree } from './audit-tree.ts'
import { UsageError } from './core/errors.ts'
import { maskLine } from './core/mask-line.ts'
import type { ProofRecord } from './core/proof.ts'
import type { StackCheck } from './core/stack-check.ts'
import type { Tree } from './core/tree.ts'
import { version } from './core/version.gen.ts'
import { connect } from './engine/connect.ts'
import { composeOf } from './engine/run/compose.ts'
import type { VariantSource } from './projects/workspace.ts'
import { proofsIn } from './proof-records.ts'
import { checksAbout } from './prove/checks/fitting.ts'
import type { ServicePlan } from './prove/harmless-stack.ts'
import { removeLeftovers, runName } from './prove/leftovers.ts'
import type { Extent } from './prove/measured-services.ts'
import { type Proof, prove } from './prove/prove.ts'
import { recordText } from './prove/record.ts'
import type { Allowance } from './prove/refusals.ts'
import type { MadeRepair, Repaired } from './prove/repairs.ts'
import { standInFor } from './prove/stand-in-values.ts'
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
  /** Whether nothing is started where no repair is left that a start tells anything of. */
  readonly onlyRepairs?: boolean
  /** Whether it is also measured what each service can do without. */
  readonly measure?: boolean
  /** Leave out repairs that touch a secret, or would show one in a diff. */
  readonly withoutSecrets?: boolean
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
  /** Programs of the project that run on this machine, each as the words it is called with. */
  readonly programs: readonly string[]
}

export type Proved =
  | Exclude<Proof, { readonly kind: 'tried' }>
  | (Extract<Proof, { readonly kind: 'tried' }> & {
      /** What the record is as a file. */
      readonly text: string
    })

/** Of this process's environment, what programs of the project may know: where programs are and where files go, nothing of anybody's. */
const passed = /^(?:PATH|HOME|TMPDIR|TMP|TEMP|LANG|LC_\w+|TZ|TERM|SystemRoot|PATHEXT)$/

/**
 * Starts the stack of a directory as it is written and as `fix` with guarded repairs leaves it. Nothing in the directory is changed. `like`
 * is a record whose project is meant, and whose measurements are made again.
 */
export async function proveWith(
  available: readonly Rule[],
  directory: string,
  options: ProveOptions,
  around: Surroundings,
  like?: ProofRecord,
): Promise<Proved> {
  const tree = diskTree(directory)
  const { project, variant, checks, mask } = await scored(available, tree, options, like?.project)
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
        checks,
        programEnv: Object.fromEntries(
          Object.entries(around.env).flatMap(([name, value]) =>
            passed.test(name) && value !== undefined ? [[name, value]] : [],
          ),
        ),
        signal: around.signal,
      },
      engine,
      project,
      tool: { name: 'drydock', version },
      createdAt: new Date().toISOString(),
      temporary: around.temporary,
      within: (options.within ?? 180) * 1000,
      // What is measured may show how to repair what nobody knows how to yet.
      open: options.onlyRepairs && !options.measure ? await openPlaces(available, tree, options) : undefined,
      repair: async (measured, places) => {
        const asked = { ...options, ...(places ? { places } : {}), guarded: true, ignoreProofs: true, measured }
        return repairedBy(await fixWith(available, tree, asked))
      },
      measure: (service) => (options.measure === true ? 'all' : extentIn(like, service)),
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
          programs: checks.flatMap(({ asks }) => (asks.kind === 'script' ? [asks.run.join(' ')] : [])),
        }),
      progress: (line) => around.progress(hide(line)),
      mask: hide,
    })
    return proof.kind === 'tried' ? { ...proof, text: recordText(proof.record, othersIn(tree, proof.record)) } : proof
  } finally {
    await engine.close()
  }
}

/** The places that are repaired where what records of proofs refute is left alone. */
async function openPlaces(available: readonly Rule[], tree: Tree, options: ProveOptions): Promise<ReadonlySet<string>> {
  const { applied } = await fixWith(available, tree, { ...options, guarded: true })
  return new Set(applied.map(({ place }) => place))
}

interface Scored {
  readonly project: string
  readonly variant: VariantSource
  readonly checks: readonly StackCheck[]
  readonly mask: (text: string) => string
}

/** What a record has of a service that is only known by measuring it. */
function extentIn(like: ProofRecord | undefined, service: string): Extent {
  const needs = like?.services.find(({ name }) => name === service)?.needs
  if (!needs) return 'nothing'
  return needs.noNewPrivileges !== null ? 'all' : needs.capabilities !== null ? 'capabilities' : 'nothing'
}

/** The records in the tree that are of something else: they stay where a new one is written. */
const othersIn = (tree: Tree, { project, variant }: ProofRecord): readonly ProofRecord[] =>
  proofsIn(openSources(tree)).records.filter((one) => one.project !== project || one.variant !== variant)

/** The project that the headline is about and the variant that its score is of, or those that were asked for. */
async function scored(
  available: readonly Rule[],
  tree: Tree,
  options: AuditOptions,
  named: string | undefined,
): Promise<Scored> {
  const { report, config, projects, mask } = await auditTree(available, tree, { ...options, ignoreProofs: true })
  const runnable = report.projects.filter(({ variants }) => variants.some(({ platform }) => platform === 'compose'))
  const project =
    named === undefined
      ? (runnable.find(({ id }) => id === report.headline) ?? runnable[0])
      : runnable.find(({ id }) => id === named)
  if (project === undefined) throw new UsageError('There is no compose file here, or no such variant.')
  const variants = projects.find(({ id }) => id === project.id)?.variants ?? []
  const composed = variants.filter(({ platform }) => platform === 'compose')
  const variant = composed.find(({ name }) => name === project.scoredVariant) ?? composed[0]
  if (variant === undefined) throw new UsageError('There is no compose file here, or no such variant.')
  return { project: project.id, variant, checks: checksAbout(config.checks, project.id, variant.name), mask }
}

function repairedBy({ files, applied, before, after, settings }: FixResult): Repaired {
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
      edits,
      subject: subjects.get(place),
      choosesImage: choosing.has(rule),
    }),
  )
  return { files, made, settings }
}
