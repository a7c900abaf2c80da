/** The JSON report, version 1: the contract that other programs read, spelled out key by key. */
import type { Graph } from '../core/architecture.ts'
import type {
  CategoryScore,
  Finding,
  LedgerEntry,
  Location,
  Place,
  ProjectReport,
  Report,
  Score,
  UnknownJudgement,
} from '../core/report.ts'

/**
 * Prints a report as JSON on one line, keys always in the same order; a large repository's is too large for indentation,
 * and comes in short pieces, so that it need never be in memory as a whole.
 */
export function* jsonPieces(report: Report): Generator<string> {
  let before = '{'
  for (const [key, value] of Object.entries(document(report))) {
    yield `${before}${JSON.stringify(key)}:`
    if (typeof value === 'object' && value !== null && Symbol.iterator in value) yield* listPieces(value)
    else yield JSON.stringify(value)
    before = ','
  }
  yield '}\n'
}

function* listPieces(items: Iterable<unknown>): Generator<string> {
  let before = ''
  yield '['
  for (const item of items) {
    yield before + JSON.stringify(item)
    before = ','
  }
  yield ']'
}

/** Entries that are made one at a time, when they are printed. */
function* each<T>(items: readonly T[], as: (item: T) => unknown): Generator<unknown> {
  for (const item of items) yield as(item)
}

const document = (report: Report) => ({
  schemaVersion: report.schemaVersion,
  tool: {
    name: report.tool.name,
    version: report.tool.version,
    rules: { digest: report.tool.rules.digest, preview: report.tool.rules.preview, ids: report.tool.rules.ids },
  },
  config: { digest: report.config.digest },
  createdAt: report.createdAt,
  target: { path: report.target.path, commit: report.target.commit },
  verdict: { go: report.verdict.go, because: report.verdict.because },
  score: report.score && score(report.score),
  headline: report.headline,
  projects: each(report.projects, project),
  findings: each(report.findings, finding),
  checklist: report.checklist.map(({ id, group, title, status, evidence, command, rules, verification }) => ({
    id,
    group,
    title,
    status,
    evidence,
    command,
    rules,
    verification,
  })),
  plan: {
    phases: report.plan.phases.map(({ phase, title, effort, tasks, projected }) => ({
      phase,
      title,
      effort,
      projected,
      tasks: tasks.map((task) => ({
        rule: task.rule,
        title: task.title,
        severity: task.severity,
        places: task.places,
        effort: task.effort,
      })),
    })),
    weeks: report.plan.weeks.map(({ week, effort, tasks }) => ({
      week,
      effort,
      tasks: tasks.map((task) => ({ rule: task.rule, title: task.title, effort: task.effort })),
    })),
  },
  tagging: report.tagging && {
    tags: report.tagging.tags.map(({ tag, purpose }) => ({ tag, purpose })),
    compose: report.tagging.compose,
    workflow: report.tagging.workflow,
  },
  controls: report.controls,
  decisions: report.decisions,
  scans: report.scans,
  repairs: report.repairs,
  inventory: {
    images: report.inventory.images.map(({ reference, usedBy }) => ({ reference, usedBy })),
    dockerfiles: report.inventory.dockerfiles,
    composeFiles: report.inventory.composeFiles,
    workflows: report.inventory.workflows,
  },
  unknown: each(report.unknown, unknown),
  skipped: report.skipped.map(({ what, reason }) => ({ what, reason })),
  incomplete: report.incomplete.map(({ what, because, location: at }) => ({
    what,
    because,
    location: at && location(at),
  })),
  stats: {
    files: report.stats.files,
    judgements: {
      pass: report.stats.judgements.pass,
      fail: report.stats.judgements.fail,
      unknown: report.stats.judgements.unknown,
    },
  },
  observed: report.observed && {
    engine: { version: report.observed.engine.version },
    containers: report.observed.containers.map((one) => ({
      name: one.name,
      project: one.project,
      service: one.service,
      variant: one.variant,
      startedAsVariant: one.startedAsVariant,
      image: one.image,
      state: one.state,
      startedAt: one.startedAt,
    })),
    images: report.observed.images.map((one) => ({
      reference: one.reference,
      project: one.project,
      usedBy: one.usedBy,
      id: one.id,
      digests: one.digests,
      platform: one.platform,
      user: one.user,
      system: one.system,
      packages: one.packages,
      size: one.size,
      layers: one.layers.map(({ size, instruction, place: at, hidden }) => ({ size, instruction, place: at, hidden })),
      found: one.found.map(({ rule, severity, places }) => ({ rule, severity, places })),
    })),
    asked: report.observed.asked,
  },
  proofs: report.proofs,
})

const location = ({ kind, file, startLine, startColumn, endLine, endColumn }: Location) => ({
  kind,
  file,
  startLine,
  startColumn,
  endLine,
  endColumn,
})

const ledger = ({ rule, reason, points, failing, of }: LedgerEntry) => ({ rule, reason, points, failing, of })

const category = ({ id, title, score, grade, ledger: entries, strengths }: CategoryScore) => ({
  id,
  title,
  score,
  grade,
  ledger: entries.map(ledger),
  strengths: strengths.map(({ rule, text, evidence }) => ({ rule, text, evidence })),
})

const score = ({ overall, accepted, grade, categories, ledger: entries, projected }: Score) => ({
  overall,
  accepted,
  grade,
  categories: categories.map(category),
  ledger: entries.map(ledger),
  projected: projected.map((entry) => ({ phase: entry.phase, overall: entry.overall })),
})

const unknown = ({ rule, project, subject, because, location: at }: UnknownJudgement) => ({
  rule,
  project,
  subject: { kind: subject.kind, name: subject.name },
  because,
  location: at && location(at),
})

const project = (one: ProjectReport) => ({
  id: one.id,
  path: one.path,
  variants: one.variants.map(({ name, platform, environment, productionLike, files, evidence, graph: drawn }) => ({
    name,
    platform,
    environment,
    productionLike,
    files,
    evidence,
    graph: graph(drawn),
  })),
  score: one.score && score(one.score),
  scoredVariant: one.scoredVariant,
  graph: graph(one.graph),
})

const graph = ({ nodes, edges }: Graph) => ({
  nodes: nodes.map((node) => ({
    id: node.id,
    kind: node.kind,
    label: node.label,
    role: node.role,
    runs: node.runs,
    networks: node.networks,
    internal: node.internal,
    files: node.files,
    lines: node.lines.map(({ file, first, last }) => ({ file, first, last })),
    profiles: node.profiles,
    implicit: node.implicit,
    notes: node.notes,
  })),
  edges: edges.map(({ from, to, kind, label, risk }) => ({ from, to, kind, label, risk })),
})

const finding = (one: Finding) => ({
  rule: one.rule,
  title: one.title,
  kind: one.kind,
  severity: one.severity,
  confidence: one.confidence,
  category: one.category,
  phase: one.phase,
  effort: one.effort,
  message: one.message,
  why: one.why,
  remedy: one.remedy,
  references: one.references,
  project: one.project,
  places: one.places.map(place),
})

const place = (one: Place) => ({
  id: one.id,
  subject: { kind: one.subject.kind, name: one.subject.name },
  severity: one.severity,
  message: one.message,
  remedy: one.remedy,
  location: location(one.location),
  excerpt: one.excerpt && { startLine: one.excerpt.startLine, lines: one.excerpt.lines },
  variants: one.variants,
  related: one.related.map(({ location: at, message }) => ({ location: location(at), message })),
  fix: one.fix && {
    status: one.fix.status,
    safety: one.fix.safety,
    title: one.fix.title,
    because: one.fix.because,
    needs: one.fix.needs,
    diff: one.fix.diff,
    edits: one.fix.edits,
    proof: one.fix.proof,
  },
  accepted: one.accepted && {
    reason: one.accepted.reason,
    owner: one.accepted.owner,
    until: one.accepted.until,
  },
})
