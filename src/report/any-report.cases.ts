/** Random reports out of few names, so that two of them have much in common: for property tests. */
import fc from 'fast-check'
import type { Control, Decision, ImageScan } from '../core/assurance.ts'
import type { ProofReport } from '../core/proof-report.ts'
import type { Finding, FixOffer, Place, Report } from '../core/report.ts'
import { severities } from '../core/verdict.ts'
import { hostile } from './extreme.fixture.ts'
import { emptyReport, sampleFinding, samplePlace, sampleScore, sampleService } from './parts.fixture.ts'

const name = fc.constantFrom('web', 'db', 'Dockerfile', 'compose.yaml', hostile)
const rule = fc.constantFrom('rule-a', 'rule-b', 'rule-c', 'rule-d')
const project = fc.constantFrom('.', 'shop', '__proto__')
const severity = fc.constantFrom(...severities)
const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value)
const few = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { maxLength: 3 })
const number = fc.nat({ max: 40 })
const score = number.map((tenths) => tenths / 4)

const moment = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z')

const location = fc
  .record({ file: name, startLine: number, endLine: number })
  .map((at) => ({ kind: 'file' as const, startColumn: 1, endColumn: 4, ...at }))
const subject = fc.record({ kind: fc.constantFrom('service', 'image', 'stage'), name })

const fix: fc.Arbitrary<FixOffer> = fc.record({
  status: fc.constantFrom('offered', 'refused', 'withheld'),
  safety: orNull(fc.constantFrom('safe', 'guarded')),
  title: name,
  because: orNull(name),
  needs: name,
  diff: orNull(name),
  edits: few(
    fc.oneof(
      fc.record({ file: name, start: number, end: number, text: fc.string() }),
      fc.record({ create: name, text: fc.string() }),
    ),
  ),
  proof: orNull(
    fc.record({ status: fc.constantFrom('proved', 'refuted', 'stale'), createdAt: moment, because: name } as const),
  ),
})

const place: fc.Arbitrary<Place> = fc
  .record({
    id: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p6'),
    subject,
    severity,
    message: name,
    location,
    excerpt: orNull(fc.record({ startLine: number, lines: few(fc.string()) })),
    variants: few(name),
    related: few(fc.record({ location, message: name })),
    fix: orNull(fix),
    accepted: orNull(fc.record({ reason: name, owner: orNull(name), until: orNull(fc.constant('2026-01-31')) })),
  })
  .map(samplePlace)

const finding: fc.Arbitrary<Finding> = fc.record({ rule, severity, project, places: few(place) }).map(sampleFinding)

const control: fc.Arbitrary<Control> = fc.record({
  framework: name,
  id: name,
  title: name,
  status: fc.constantFrom('pass', 'fail', 'unknown', 'not-assessed'),
  rules: few(fc.record({ rule, failing: number, passing: number, unknown: number })),
  evidence: few(name),
  because: orNull(name),
})
const decision: fc.Arbitrary<Decision> = fc.record({
  id: name,
  question: name,
  answer: name,
  because: few(name),
  evidence: few(name),
  next: few(name),
})
const vulnerability = fc.record({
  id: name,
  severity: fc.constantFrom('critical', 'high', 'medium', 'low', 'unknown'),
  package: name,
  installed: name,
  fixed: orNull(name),
  title: name,
} as const)
const scan: fc.Arbitrary<ImageScan> = fc.record({
  scanner: fc.constantFrom('trivy', 'grype', 'ecr'),
  file: name,
  image: name,
  digest: orNull(name),
  scannedAt: orNull(name),
  reference: orNull(name),
  usedBy: few(name),
  counts: fc.record({ critical: number, high: number, medium: number, low: number, unknown: number }),
  fixable: number,
  worst: few(vulnerability),
})

const outcome = fc.record({
  closed: number,
  files: few(name),
  overall: orNull(score),
  grade: orNull(fc.constantFrom('A+', 'F')),
} as const)

const projectReport = fc.record({ id: project, path: name, services: few(name) }).map(({ id, path, services }) => {
  const graph = { nodes: services.map((service) => sampleService(service, 'nginx')), edges: [] }
  return { id, path, variants: [], score: null, scoredVariant: null, graph }
})

const account = fc.record({ uid: number, gid: number })
const start = fc.record({ seconds: few(score), killedOnStop: few(name), answering: few(name) })
const proof: fc.Arbitrary<ProofReport> = fc.record({
  project,
  variant: name,
  createdAt: moment,
  engine: fc.record({ version: name, apiVersion: name, compose: name }),
  checks: few(name),
  current: fc.boolean(),
  repairs: fc.record({ proved: number, refuted: number, unproven: number }),
  asWritten: start,
  repaired: orNull(start),
  services: few(
    fc.record({
      name,
      standing: fc.constantFrom('as-written', 'repaired', 'stale'),
      because: orNull(name),
      healthCheck: fc.boolean(),
      needs: orNull(
        fc.record({
          user: account,
          writes: few(
            fc.record({ path: name, uid: number, gid: number, mode: name, size: number, filled: fc.boolean() }),
          ),
          capabilities: orNull(few(name)),
          noNewPrivileges: orNull(fc.boolean()),
          peak: fc.record({ memory: number, processes: number }),
          listening: orNull(few(name)),
          outside: orNull(few(name)),
          readOnly: orNull(fc.boolean()),
          leastUser: orNull(account),
        }),
      ),
    } as const),
  ),
})

/** A report that the validator takes, and that may say anything. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    ids: few(rule),
    digest: fc.constantFrom('one', 'two'),
    createdAt: moment,
    path: name,
    overall: orNull(score),
    projects: few(projectReport),
    findings: fc.array(finding, { maxLength: 6 }),
    controls: few(control),
    decisions: few(decision),
    scans: few(scan),
    repairs: orNull(fc.record({ safe: outcome, guarded: outcome })),
    unknown: few(fc.record({ rule, project, subject, because: name, location: orNull(location) })),
    skipped: few(fc.record({ what: name, reason: name })),
    incomplete: few(fc.record({ what: name, because: name, location: orNull(location) })),
    proofs: few(proof),
  })
  .map(({ ids, digest, path, overall, ...parts }) =>
    emptyReport({
      tool: { name: 'drydock', version: '0.1.0', rules: { digest, preview: false, ids } },
      target: { path, commit: null },
      score: overall === null ? null : sampleScore({ overall, accepted: overall }),
      ...parts,
    }),
  )
