/** How a JSON report of version 1 looks, field by field; what later versions of drydock added may be missing. */
import type { Graph, GraphEdge, GraphNode } from '../core/architecture.ts'
import type { Control, Decision, ImageScan } from '../core/assurance.ts'
import type {
  CategoryScore,
  Excerpt,
  FileLocation,
  Finding,
  FixOffer,
  Grade,
  LedgerEntry,
  Place,
  Plan,
  ProjectReport,
  RepairOutcome,
  Report,
  Score,
  VariantSummary,
} from '../core/report.ts'
import { type Category, categories } from '../core/rule.ts'
import { type SubjectRef, severities } from '../core/verdict.ts'
import {
  added,
  count,
  flag,
  isRecord,
  listOf,
  lost,
  minutes,
  moment,
  nullable,
  object,
  oneOf,
  points,
  type Shape,
  text,
} from './data-shape.ts'

const texts = listOf(text)
const textOrNull = nullable(text)
const severity = oneOf(...severities)
const confidence = oneOf('high', 'medium', 'low')
const grade = oneOf<Grade>('A+', 'A', 'B', 'C', 'D', 'F')
const phase = oneOf(1, 2, 3)
const category = oneOf(...(Object.keys(categories) as Category[]))

const location = object<FileLocation>({
  kind: oneOf('file'),
  file: text,
  startLine: count,
  startColumn: count,
  endLine: count,
  endColumn: count,
})
const subject = object<SubjectRef>({ kind: text, name: text })

/** An edit replaces a stretch of a file, or makes a new one. */
const edit: Shape<FixOffer['edits'][number]> = (value, path) =>
  isRecord(value) && Object.hasOwn(value, 'create')
    ? object<{ create: string; text: string }>({ create: text, text })(value, path)
    : object<{ file: string; start: number; end: number; text: string }>({
        file: text,
        start: count,
        end: count,
        text,
      })(value, path)

const fix = object<FixOffer>({
  status: oneOf('offered', 'refused', 'withheld'),
  safety: nullable(oneOf('safe', 'guarded')),
  title: text,
  because: textOrNull,
  needs: text,
  diff: added(textOrNull, null),
  edits: listOf(edit),
})

const place = object<Place>({
  id: text,
  subject,
  severity,
  message: text,
  remedy: textOrNull,
  location,
  excerpt: nullable(object<Excerpt>({ startLine: count, lines: texts })),
  variants: texts,
  related: listOf(object<Place['related'][number]>({ location, message: text })),
  fix: nullable(fix),
  accepted: nullable(object<NonNullable<Place['accepted']>>({ reason: text, owner: textOrNull, until: textOrNull })),
})

const finding = object<Finding>({
  rule: text,
  title: text,
  kind: oneOf('exposure', 'breakage', 'hygiene'),
  severity,
  confidence,
  category,
  phase,
  effort: minutes,
  message: text,
  why: text,
  remedy: text,
  references: texts,
  project: text,
  places: listOf(place),
})

const ledger = listOf(
  object<LedgerEntry>({ rule: textOrNull, reason: textOrNull, points: lost, failing: count, of: count }),
)

const score = object<Score>({
  overall: points,
  accepted: points,
  grade,
  categories: listOf(
    object<CategoryScore>({
      id: category,
      title: text,
      score: points,
      grade,
      ledger,
      strengths: listOf(object<CategoryScore['strengths'][number]>({ rule: text, text, evidence: texts })),
    }),
  ),
  ledger,
  projected: listOf(object<Score['projected'][number]>({ phase, overall: points })),
})

const node = object<GraphNode>({
  id: text,
  kind: oneOf('service', 'network', 'external', 'internet', 'secret', 'host'),
  label: text,
  role: added(textOrNull, null),
  runs: added(textOrNull, null),
  networks: added(texts, []),
  internal: added(flag, false),
  files: added(texts, []),
  lines: added(listOf(object<GraphNode['lines'][number]>({ file: text, first: count, last: count })), []),
  profiles: added(texts, []),
  implicit: added(flag, false),
  notes: added(texts, []),
})

/** Older reports do not say what an edge is; the names of its ends do. */
const kindOfEdge = (from: string, to: string): GraphEdge['kind'] =>
  from === 'internet' || from.startsWith('internet:') ? 'publishes' : to.startsWith('network:') ? 'joins' : 'talks'

const edge: Shape<GraphEdge> = (value, path) => {
  const { kind, ...read } = object<Omit<GraphEdge, 'kind'> & { readonly kind: GraphEdge['kind'] | undefined }>({
    from: text,
    to: text,
    kind: added(oneOf('joins', 'publishes', 'talks', 'holds', 'mounts', 'awaits'), undefined),
    label: text,
    risk: added(textOrNull, null),
  })(value, path)
  return { ...read, kind: kind ?? kindOfEdge(read.from, read.to) }
}
const graph = object<Graph>({ nodes: listOf(node), edges: listOf(edge) })

const project = object<ProjectReport>({
  id: text,
  path: text,
  variants: listOf(
    object<VariantSummary>({
      name: text,
      platform: text,
      environment: text,
      productionLike: flag,
      files: texts,
      evidence: texts,
      graph: added(graph, { nodes: [], edges: [] }),
    }),
  ),
  score: nullable(score),
  scoredVariant: textOrNull,
  graph,
})

const plan = object<Plan>({
  phases: listOf(
    object<Plan['phases'][number]>({
      phase,
      title: text,
      effort: minutes,
      tasks: listOf(
        object<Plan['phases'][number]['tasks'][number]>({
          rule: text,
          title: text,
          severity,
          places: count,
          effort: minutes,
        }),
      ),
      projected: nullable(points),
    }),
  ),
  weeks: listOf(
    object<Plan['weeks'][number]>({
      week: count,
      effort: minutes,
      tasks: listOf(object<Plan['weeks'][number]['tasks'][number]>({ rule: text, title: text, effort: minutes })),
    }),
  ),
})

const control = object<Control>({
  framework: text,
  id: text,
  title: text,
  status: oneOf('pass', 'fail', 'unknown', 'not-assessed'),
  rules: listOf(object<Control['rules'][number]>({ rule: text, failing: count, passing: count, unknown: count })),
  evidence: texts,
  because: textOrNull,
})

const decision = object<Decision>({
  id: text,
  question: text,
  answer: text,
  because: texts,
  evidence: texts,
  next: texts,
})

const scan = object<ImageScan>({
  scanner: oneOf('trivy', 'grype', 'ecr'),
  file: text,
  image: text,
  digest: textOrNull,
  scannedAt: textOrNull,
  reference: textOrNull,
  usedBy: texts,
  counts: object<ImageScan['counts']>({ critical: count, high: count, medium: count, low: count, unknown: count }),
  fixable: count,
  worst: listOf(
    object<ImageScan['worst'][number]>({
      id: text,
      severity: oneOf('critical', 'high', 'medium', 'low', 'unknown'),
      package: text,
      installed: text,
      fixed: textOrNull,
      title: text,
    }),
  ),
})

const outcome = object<RepairOutcome>({
  closed: count,
  files: texts,
  overall: nullable(points),
  grade: nullable(grade),
})

/** The whole report. The version is looked at before: it decides whether this is the shape to hold it against. */
export const reportShape = object<Report>({
  schemaVersion: oneOf(1),
  tool: object<Report['tool']>({
    name: oneOf('drydock'),
    version: text,
    rules: object<Report['tool']['rules']>({ digest: text, preview: flag, ids: added(texts, []) }),
  }),
  config: object<Report['config']>({ digest: text }),
  createdAt: moment,
  target: object<Report['target']>({ path: text, commit: textOrNull }),
  verdict: object<Report['verdict']>({ go: flag, because: texts }),
  score: nullable(score),
  headline: textOrNull,
  projects: listOf(project),
  findings: listOf(finding),
  checklist: listOf(
    object<Report['checklist'][number]>({
      id: text,
      group: text,
      title: text,
      status: oneOf('pass', 'fail', 'manual', 'not-applicable'),
      evidence: texts,
      command: textOrNull,
      rules: added(texts, []),
      verification: added(text, ''),
    }),
  ),
  plan,
  tagging: nullable(
    object<NonNullable<Report['tagging']>>({
      tags: listOf(object<{ readonly tag: string; readonly purpose: string }>({ tag: text, purpose: text })),
      compose: text,
      workflow: text,
    }),
  ),
  controls: added(listOf(control), []),
  decisions: added(listOf(decision), []),
  scans: added(listOf(scan), []),
  repairs: added(nullable(object<NonNullable<Report['repairs']>>({ safe: outcome, guarded: outcome })), null),
  inventory: object<Report['inventory']>({
    images: listOf(object<Report['inventory']['images'][number]>({ reference: text, usedBy: texts })),
    dockerfiles: texts,
    composeFiles: texts,
    workflows: texts,
  }),
  unknown: listOf(
    object<Report['unknown'][number]>({
      rule: text,
      project: text,
      subject,
      because: text,
      location: nullable(location),
    }),
  ),
  skipped: listOf(object<Report['skipped'][number]>({ what: text, reason: text })),
  incomplete: listOf(object<Report['incomplete'][number]>({ what: text, because: text, location: nullable(location) })),
  stats: object<Report['stats']>({
    files: count,
    judgements: object<Report['stats']['judgements']>({ pass: count, fail: count, unknown: count }),
  }),
})
