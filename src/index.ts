/** The library: a tree becomes projects, projects become models, models are judged, scored and reported. */
import { resolve } from 'node:path'
import { openReport } from './assemble.ts'
import { openAcceptances } from './audit/accept.ts'
import { runRules } from './audit/run.ts'
import { selectRules } from './audit/select-rules.ts'
import { summaryOf } from './audit/summary.ts'
import type { Config } from './config/config.ts'
import { type LoadedConfig, loadConfig } from './config/load.ts'
import { UsageError } from './core/errors.ts'
import { remembered } from './core/lazy.ts'
import { maskLine, maskText } from './core/mask-line.ts'
import { maskReport, maskTexts } from './core/mask-report.ts'
import type { Report } from './core/report.ts'
import type { RuleMetadata } from './core/rule.ts'
import type { Tree } from './core/tree.ts'
import { discover, findFiles } from './projects/discover.ts'
import type { ProjectSource, VariantSource } from './projects/workspace.ts'
import type { Rule } from './rules/define-rule.ts'
import { rules as registry } from './rules/registry.gen.ts'
import { buildStack, composeRequest } from './stack/build-stack.ts'
import { runsCompose } from './stack/platforms.ts'
import { collectWords, maskerOf, noWords } from './stack/secret-masker.ts'
import { secretValuesIn } from './stack/secret-values.ts'
import { openSources, type Sources } from './stack/sources.ts'
import { diskTree } from './trees/disk.ts'
import { type MemoryFiles, memoryTree } from './trees/memory.ts'

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
}

/** Audits a directory or a tree. Broken input and crashing rules end up in the report; wrong usage throws a `UsageError`. */
export const audit = async (target: string | Tree, options: AuditOptions = {}): Promise<Report> =>
  auditWith(registry, typeof target === 'string' ? diskTree(target) : target, options)

/** The same with other rules than Drydock's own, e.g. one that is being written. */
export async function auditWith(available: readonly Rule[], tree: Tree, options: AuditOptions = {}): Promise<Report> {
  const sources = openSources(tree)
  const { config } = loadConfig(
    sources,
    available.map(({ id }) => id),
    options,
  )
  const today = options.today ?? new Date().toISOString().slice(0, 10)
  const { projects, skipped } = await projectsOf(sources, config, options)
  const rules = selectRules(available, config, options.only)
  const configured = config.allow.map((allowed) => ({ ...allowed, lines: undefined }))
  const acceptances = openAcceptances(configured, sources, today)
  const report = openReport({ sources, config, rules, today, skipped })
  const words = noWords()
  // One project after the other, to the end: what is kept of each is its part of the report, not its model.
  for (const source of projects) {
    const project = buildStack(source, sources)
    const { places, crashes } = runRules(project, rules, { today, policy: config.policy })
    const summary = summaryOf(project, crashes, sources.text)
    collectWords(project, words)
    report.add(summary, acceptances.mark(places))
    sources.release([...summary.dockerfiles, ...summary.composeFiles])
  }
  const { unused, expired } = acceptances.left()
  const mask = maskerOf(words)
  return maskReport(
    report.close(options.only === undefined ? unused : [], expired),
    remembered((text) => mask(maskText(text))),
  )
}

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

export type ReportFormat = 'terminal' | 'markdown' | 'json' | 'sarif'

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

/** The projects of a tree, each narrowed to what was asked for. */
async function projectsOf(
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
