/** How a JSON report of version 1 looks, field by field; what later versions of drydock added may be missing. */

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
} from '../core/data-shape.ts'
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
import { controlShape, decisionShape, scanShape } from './assurance-shape.ts'
import { graphShape } from './graph-shape.ts'
import { observedShape } from './observed-shape.ts'
import { proofShape, repairProofShape } from './proof-shape.ts'

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
  proof: added(nullable(repairProofShape), null),
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
      graph: added(graphShape, { nodes: [], edges: [] }),
    }),
  ),
  score: nullable(score),
  scoredVariant: textOrNull,
  graph: graphShape,
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
  controls: added(listOf(controlShape), []),
  decisions: added(listOf(decisionShape), []),
  scans: added(listOf(scanShape), []),
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
  observed: added(nullable(observedShape), null),
  proofs: added(listOf(proofShape), []),
})
