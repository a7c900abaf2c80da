/** The pipeline: a tree becomes projects, projects become models, models are judged and reported. */
import { openReport } from './assemble.ts'
import { openAcceptances } from './audit/accept.ts'
import { measuredBy } from './audit/proof-standing.ts'
import { withProofs } from './audit/proved-repairs.ts'
import { runRules } from './audit/run.ts'
import { selectRules } from './audit/select-rules.ts'
import { summaryOf } from './audit/summary.ts'
import { withScoredVariant } from './compared-variant.ts'
import type { Config } from './config/config.ts'
import { loadConfig } from './config/load.ts'
import { lockIn } from './config/lock.ts'
import type { ScanDocument } from './core/assurance.ts'
import type { Repair } from './core/fix.ts'
import { remembered } from './core/lazy.ts'
import type { Lock } from './core/lock.ts'
import { maskText } from './core/mask-line.ts'
import { maskReport } from './core/mask-report.ts'
import type { Observed } from './core/observed.ts'
import {
  type Measurements,
  type ProofRecord,
  type ProofStanding,
  proofFile,
  type ServiceSettings,
  type SettingsOfServices,
} from './core/proof.ts'
import type { Report } from './core/report.ts'
import type { Tree } from './core/tree.ts'
import { discover, findFiles } from './projects/discover.ts'
import type { ProjectSource } from './projects/workspace.ts'
import { noProofs, proofsIn, standingsOf } from './proof-records.ts'
import type { Rule } from './rules/define-rule.ts'
import { buildStack } from './stack/build-stack.ts'
import type { Project } from './stack/model.ts'
import { collectWords, maskerOf, noWords } from './stack/secret-masker.ts'
import { settingsOf } from './stack/service-settings.ts'
import { openSources, type Sources } from './stack/sources.ts'

export interface AuditOptions {
  /** Path of the configuration; by default `drydock.yaml` at the top of the tree. */
  readonly config?: string
  /** Only these rules. Acceptances that they leave unused are then not reported. */
  readonly only?: readonly string[]
  readonly persona?: 'default' | 'pedantic'
  readonly preset?: readonly string[]
  /** Only this variant of each project that has it. */
  readonly variant?: string
  /** What the stack is run for, where the files do not say. */
  readonly environment?: 'production' | 'development'
  /** ISO date that "today" means; the machine's own by default. */
  readonly today?: string
  /** Only what lies at or below these paths of the tree starts a project. */
  readonly paths?: readonly string[]
  /** Whether each place says how it can be repaired. */
  readonly fixes?: boolean
  /** Versions that repairs may use; by default those of `drydock.lock.json` at the top of the tree. */
  readonly lock?: Lock
  /** What services were seen to need when they were started, which repairs go by; wins over what records of proofs say. */
  readonly measured?: Measurements
  /** Whether what records of proofs say is left aside, as where a new proof is made. */
  readonly ignoreProofs?: boolean
  /** What an engine runs and has of the stack. */
  readonly observed?: Observed
  /** Scans of images by Trivy, Grype or ECR, each with the name of the file it is from. */
  readonly scans?: readonly { readonly file: string; readonly text: string }[]
}

/** An audit with what only repairing needs: what each place's rule would do about it, and what must not be shown. */
export interface AuditedTree {
  readonly report: Report
  /** By the place's id. */
  readonly repairs: ReadonlyMap<string, Repair>
  /** Every place that fails, those included that a stronger rule of their family hides. */
  readonly failing: ReadonlySet<string>
  /** Fingerprints of what each service is run with; empty where nobody asked for repairs. */
  readonly settings: SettingsOfServices
  /** How the records of proofs stand that it went by. */
  readonly proofs: readonly ProofStanding[]
  /** The configuration that it followed, and the projects as they were found. */
  readonly config: Config
  readonly projects: readonly ProjectSource[]
  readonly mask: (text: string) => string
}

/**
 * Audits a tree by the rules that the options and the configuration leave on. While a tree is repaired step by step, `before` is the
 * audit before the first step, by which records of proofs are held: a repair that they prove changes the stack.
 */
export async function auditTree(
  available: readonly Rule[],
  tree: Tree,
  options: AuditOptions,
  before?: AuditedTree,
): Promise<AuditedTree> {
  const sources = openSources(tree)
  const { config } = loadConfig(
    sources,
    available.map(({ id }) => id),
    options,
  )
  const now = options.today ?? new Date().toISOString()
  const today = now.slice(0, 10)
  const { projects, skipped } = await projectsOf(sources, config, options)
  const rules = selectRules(available, config, options.only)
  const configured = config.allow.map((allowed) => ({ ...allowed, lines: undefined }))
  const acceptances = openAcceptances(configured, sources, today)
  const scans = await scansOf(options)
  const proofs = options.ignoreProofs === true ? noProofs : proofsIn(sources)
  const report = openReport({
    ...{ sources, config, rules, known: available, today, now, scans },
    skipped: [...skipped, ...strangers(proofs.records, projects)],
    unread: proofs.incomplete,
    observed: options.observed,
  })
  const words = noWords()
  const repairs = new Map<string, Repair>()
  const failing = new Set<string>()
  const settings = new Map<string, ServiceSettings>()
  const standings: ProofStanding[] = []
  const lock = options.fixes === true ? (options.lock ?? lockIn(tree)) : undefined
  // One project after the other, to the end: what is kept of each is its part of the report, not its model.
  for (const source of projects) {
    const stack = (measured: Measurements, observed = options.observed): Project =>
      buildStack(source, sources, new Map([...measured, ...(options.measured ?? [])]), observed)
    let project = stack(measuredBy(before?.proofs ?? []))
    if (lock || proofs.records.length > 0) {
      const own = settingsOf(project)
      for (const [key, one] of own) settings.set(key, one)
      const found = standingsOf(proofs, project, own, lock ?? options.lock ?? lockIn(tree))
      standings.push(...found)
      // Only what is built first shows whether it is what was measured.
      const measured = measuredBy(found)
      if (before === undefined && measured.size > 0) project = stack(measured)
    }
    const ask = { today, policy: config.policy }
    const observed = withScoredVariant(options.observed, project, rules, ask)
    if (observed !== options.observed) project = stack(measuredBy(before?.proofs ?? standings), observed)
    const { places, crashes } = runRules(project, rules, ask, lock)
    for (const { id, repair, verdict } of lock ? places : []) {
      if (verdict === 'fail') failing.add(id)
      if (repair) repairs.set(id, repair)
    }
    const summary = summaryOf(project, { crashes, missed: options.observed?.missed ?? [] }, sources.text, today)
    collectWords(project, words)
    report.add(summary, acceptances.mark(places))
    sources.release([...summary.dockerfiles, ...summary.composeFiles])
  }
  const held = before?.proofs ?? standings
  const { unused, expired } = acceptances.left()
  const hidden = maskerOf(words)
  const mask = remembered((text: string) => hidden(maskText(text)))
  const closed = report.close(options.only === undefined ? unused : [], expired, standings)
  const { joinedRepairs } = lock ? await import('./fix/shared-repairs.ts') : { joinedRepairs: undefined }
  return {
    report: maskReport(closed, mask),
    repairs: withProofs(joinedRepairs?.(closed, repairs, tree) ?? repairs, closed, held, before?.repairs),
    failing,
    settings,
    proofs: held,
    ...{ config, projects, mask },
  }
}

/** Records of what is not audited, each as something that was left out. */
const strangers = (records: readonly ProofRecord[], projects: readonly ProjectSource[]): Report['skipped'] =>
  records
    .filter(
      ({ project, variant }) =>
        !projects.some(({ id, variants }) => id === project && variants.some(({ name }) => name === variant)),
    )
    .map(({ project, variant }) => ({
      what: proofFile,
      reason: `a record is of ${project} (${variant}), which is not audited here`,
    }))

/** What the scans say that were handed in; throws a `UsageError` for one that is none. */
async function scansOf({ scans = [] }: AuditOptions): Promise<readonly ScanDocument[]> {
  if (scans.length === 0) return []
  const { readScan } = await import('./formats/scans/read-scan.ts')
  return scans.map(({ file, text }) => readScan(file, text))
}

/** The projects of a tree, each narrowed to what was asked for. */
export async function projectsOf(
  sources: Sources,
  config: Config,
  options: AuditOptions,
): Promise<{ readonly projects: readonly ProjectSource[]; readonly skipped: Report['skipped'] }> {
  const asked = { config, ...(options.paths ? { paths: options.paths } : {}) }
  const found = findFiles(sources.tree, asked)
  if (found.bake.length + found.terraform.length > 0) {
    const { loadHclParser } = await import('./formats/hcl/load-parser.ts')
    sources.useHcl(await loadHclParser())
  }
  const { projects, skipped } = discover(sources.tree, { ...asked, found, document: sources.yaml, hcl: sources.hcl })
  return { projects: projects.map((project) => narrowed(project, options)), skipped }
}

/** The project with the variant and for the environment that was asked for. */
function narrowed(project: ProjectSource, { variant, environment }: AuditOptions): ProjectSource {
  const named = variant === undefined ? project.variants : project.variants.filter(({ name }) => name === variant)
  const variants = named.map((one) =>
    environment === undefined || one.environment !== 'unknown' ? one : { ...one, environment },
  )
  const asked = { ...(variant === undefined ? {} : { variant }), ...(environment === undefined ? {} : { environment }) }
  return { ...project, variants, asked }
}
