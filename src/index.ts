/** The library: a tree becomes projects, projects become models, models are judged, scored and reported. */
import { resolve } from 'node:path'
import { type AuditOptions, auditTree, projectsOf } from './audit-tree.ts'
import type { CheckedProof } from './check-proof.ts'
import { type LoadedConfig, loadConfig } from './config/load.ts'
import { UsageError } from './core/errors.ts'
import { maskLine } from './core/mask-line.ts'
import { maskTexts } from './core/mask-report.ts'
import type { Observed } from './core/observed.ts'
import type { Report } from './core/report.ts'
import type { RuleMetadata } from './core/rule.ts'
import type { Tree } from './core/tree.ts'
import type { EngineSide, ImageFile } from './observe-images.ts'
import type { Viewpoint } from './observe-tree.ts'
import type { VariantSource } from './projects/workspace.ts'
import type { FixAndProveOptions, ProvedFix } from './prove-and-fix.ts'
import type { Proved, ProveOptions, Surroundings } from './prove-tree.ts'
import type { FixOptions, FixResult, RepairedAudit } from './repair.ts'
import type { Claims } from './report/claims.ts'
import type { Comparison } from './report/compare.ts'
import type { PackageFile } from './report/package.ts'
import type { Rule } from './rules/define-rule.ts'
import { rules as registry } from './rules/registry.gen.ts'
import { buildStack, composeRequest } from './stack/build-stack.ts'
import { runsCompose } from './stack/platforms.ts'
import { collectWords, maskerOf, noWords } from './stack/secret-masker.ts'
import { secretValuesIn } from './stack/secret-values.ts'
import { openSources } from './stack/sources.ts'
import { diskTree } from './trees/disk.ts'
import { type MemoryFiles, memoryTree } from './trees/memory.ts'

export type { AuditOptions } from './audit-tree.ts'
export type { CheckedProof } from './check-proof.ts'
export type { Viewpoint } from './observe-tree.ts'
export type { FixAndProveOptions, ProvedFix } from './prove-and-fix.ts'
export type { ProofPlan, Proved, ProveOptions, Surroundings } from './prove-tree.ts'
export type { FixOptions, FixResult, RepairedAudit } from './repair.ts'
export { diskTree } from './trees/disk.ts'
export { memoryTree } from './trees/memory.ts'

/** Audits a directory or a tree. Broken input and crashing rules end up in the report; wrong usage throws a `UsageError`. */
export const audit = async (target: string | Tree, options: AuditOptions = {}): Promise<Report> =>
  auditWith(registry, typeof target === 'string' ? diskTree(target) : target, options)

/** The same with other rules than Drydock's own, e.g. one that is being written. */
export async function auditWith(available: readonly Rule[], tree: Tree, options: AuditOptions = {}): Promise<Report> {
  const { report, repairs, mask } = await auditTree(available, tree, options)
  if (options.fixes !== true) return report
  const { withOffers } = await import('./fix/offer.ts')
  return withOffers(report, repairs, tree, mask)
}

/**
 * Reads what a Docker Engine runs of the stacks of a directory, for `AuditOptions.observed`. The engine is only asked, and nothing of
 * other projects is kept. Throws a `UsageError` where none answers.
 */
export async function observe(directory: string, options: AuditOptions, from: Viewpoint): Promise<Observed> {
  const { observeWith } = await import('./observe-tree.ts')
  return observeWith(registry, directory, options, from)
}

/**
 * Reads the images that an engine has of the stacks of a directory, and adds them to what was observed before. Nothing is pulled or
 * built. Throws a `UsageError` where no engine answers.
 */
export async function observeImages(
  directory: string,
  options: AuditOptions,
  from: EngineSide,
  before?: Observed,
): Promise<Observed> {
  const { observeImagesWith } = await import('./observe-images.ts')
  return observeImagesWith(directory, options, from, before)
}

/** The same for archives of images: what `docker save` writes, or the OCI image layout. */
export async function observeArchives(
  directory: string,
  options: AuditOptions,
  files: readonly ImageFile[],
  before?: Observed,
): Promise<Observed> {
  const { observeArchivesWith } = await import('./observe-images.ts')
  return observeArchivesWith(directory, options, files, before)
}

/** Repairs a directory or a tree in memory, audited again after every round. Nothing is written: see `writeRepairs`. */
export async function fix(target: string | Tree, options: FixOptions = {}): Promise<FixResult> {
  const { fixWith } = await import('./repair.ts')
  return fixWith(registry, typeof target === 'string' ? diskTree(target) : target, options)
}

/**
 * Starts the stack of a directory on a Docker Engine, as it is written and as it would be repaired, and says which repairs it works
 * with. The directory is only read; whatever is started is removed.
 */
export async function prove(directory: string, options: ProveOptions, around: Surroundings): Promise<Proved> {
  const { proveWith } = await import('./prove-tree.ts')
  return proveWith(registry, directory, options, around)
}

/** Proves again what the records in a directory say, and compares; throws a `UsageError` where there is none that can be read. */
export async function checkProof(
  directory: string,
  options: ProveOptions,
  around: Surroundings,
): Promise<readonly CheckedProof[]> {
  const { checkProofWith } = await import('./check-proof.ts')
  return checkProofWith(registry, directory, options, around)
}

/**
 * Proves the repairs of a directory, and repairs it in memory by what came of it: what is proved is made, what breaks the stack is not, and
 * of what no start says anything, what no program can notice. Nothing is written: see `writeRepairs`.
 */
export async function fixAndProve(
  directory: string,
  options: FixAndProveOptions,
  around: Surroundings,
): Promise<ProvedFix> {
  const { fixAndProveWith } = await import('./prove-and-fix.ts')
  return fixAndProveWith(registry, directory, options, around)
}

/**
 * Writes the files of a repair below the directory that was repaired: all of them or none. Throws a `UsageError` where one cannot
 * be written, or where tracked ones have changes that are not committed, unless `force` is given.
 */
export async function writeRepairs(directory: string, { base, files }: FixResult, force: boolean): Promise<void> {
  const { writeFiles } = await import('./fix/write.ts')
  const { refuseUncommitted } = await import('./fix/refuse-uncommitted.ts')
  if (!force) refuseUncommitted(directory, base, files.keys())
  writeFiles(directory, base, files)
}

/** Audits a directory or a tree, and tries every repair, so that the report can say what they come to. Nothing is written. */
export async function auditAndRepair(target: string | Tree, options: AuditOptions = {}): Promise<RepairedAudit> {
  const { auditWithRepairs } = await import('./repair.ts')
  return auditWithRepairs(registry, typeof target === 'string' ? diskTree(target) : target, options)
}

/**
 * The files of `audit --report DIR`: the page, the same in every other format, the patch and a manifest. With an earlier report
 * of the same target also what changed since, with what was observed also a bill of materials for each image that was looked into.
 */
export async function renderPackage(
  { report, patch }: RepairedAudit,
  previous?: Report,
  observed?: Observed,
): Promise<readonly PackageFile[]> {
  const { reportPackage } = await import('./report/package.ts')
  const changes = previous ? await compareReports(previous, report) : null
  return reportPackage(report, { patch, changes, images: observed?.images ?? [] })
}

/** The files of `report A.json B.json… --out DIR`: a page of all of them, and what changed between those of one target. */
export async function renderReports(reports: readonly Report[]): Promise<readonly PackageFile[]> {
  const { pagesOf } = await import('./report/pages.ts')
  return pagesOf(reports, familiesOf(registry))
}

/** What changed between an older and a newer report of one target; see `drydock diff`. */
export async function compareReports(before: Report, after: Report, claims?: Claims): Promise<Comparison> {
  const { compare } = await import('./report/compare.ts')
  return compare(before, after, { families: familiesOf(registry), ...(claims ? { claims } : {}) })
}

const familiesOf = (known: readonly RuleMetadata[]): ReadonlyMap<string, string> =>
  new Map(known.flatMap(({ id, family }) => (family === undefined ? [] : [[id, family] as const])))

/** Audits files that are in memory; nothing is read from anywhere else. */
export const auditFiles = (files: MemoryFiles, options: AuditOptions = {}): Promise<Report> =>
  audit(memoryTree(files), options)

/** Metadata of every rule, in id order. */
export const rules = (): readonly RuleMetadata[] => registry

/** The configuration that an audit of the target follows, and the files it comes from; throws a `UsageError` for a wrong one. */
export const configuration = (target: string | Tree, options: AuditOptions = {}): LoadedConfig =>
  loadConfig(
    openSources(typeof target === 'string' ? diskTree(target) : target),
    registry.map(({ id }) => id),
    options,
  )

export type ReportFormat = 'terminal' | 'markdown' | 'json' | 'sarif' | 'html'

export interface RenderOptions {
  readonly color?: boolean
  /** Columns of the terminal. */
  readonly width?: number
}

/** Prints a report. Only the reporter that is asked for is loaded. */
export const render = async (report: Report, format: ReportFormat, options: RenderOptions = {}): Promise<string> =>
  [...(await renderPieces(report, format, options))].join('')

/** The same text in pieces, in order: that of a large repository need not be in memory as a whole. */
export async function renderPieces(
  report: Report,
  format: ReportFormat,
  options: RenderOptions = {},
): Promise<Iterable<string>> {
  switch (format) {
    case 'json':
      return (await import('./report/json.ts')).jsonPieces(report)
    case 'sarif':
      return [(await import('./report/sarif.ts')).sarif(report)]
    case 'html':
      return [(await import('./report/html/page.ts')).htmlPage([{ report, comparison: null }])]
    case 'markdown':
      return [(await import('./report/markdown.ts')).markdown(report)]
    case 'terminal':
      return [
        (await import('./report/terminal.ts')).terminal(report, {
          colour: options.color ?? false,
          columns: options.width ?? 100,
        }),
      ]
  }
}

export interface InspectOptions extends AuditOptions {
  /** `compose`: what `docker compose config --format json` prints of the first project's default variant. */
  readonly as?: 'model' | 'compose'
  readonly showSecrets?: boolean
}

/** The effective model of every project as plain data, secrets masked unless asked for. */
export async function inspect(target: string | Tree, options: InspectOptions = {}): Promise<unknown> {
  const tree = typeof target === 'string' ? diskTree(target) : target
  const sources = openSources(tree)
  const { config } = loadConfig(
    sources,
    registry.map(({ id }) => id),
    options,
  )
  const { projects } = await projectsOf(sources, config, options)
  const models = projects.map((source) => buildStack(source, sources))
  const { inspectProject } = await import('./stack/inspect.ts')
  const model =
    options.as === 'compose'
      ? await composeOf(
          projects.flatMap(({ variants }) => variants),
          tree,
          typeof target === 'string' ? resolve(target) : undefined,
        )
      : models.map((project) => inspectProject(project, sources))
  if (options.showSecrets) return model
  const words = noWords()
  for (const project of models) collectWords(project, words)
  for (const secret of secretValuesIn(model)) words.secrets.add(secret)
  const mask = maskerOf(words)
  return maskTexts(model, (text) => mask(text.split('\n').map(maskLine).join('\n')))
}

/** `top` is the directory that the tree stands for, where it is one on disk: Docker Compose prints absolute paths. */
async function composeOf(all: readonly VariantSource[], tree: Tree, top: string | undefined): Promise<unknown> {
  const source = all.find(runsCompose)
  if (!source) throw new UsageError('There is no compose file here, or no such variant.')
  const { loadCompose } = await import('./stack/load/load-compose.ts')
  const { composeConfig } = await import('./stack/load/compose-config.ts')
  const model = loadCompose(composeRequest(source, tree))
  return JSON.parse(composeConfig(model, top === undefined ? {} : { top })) as unknown
}
