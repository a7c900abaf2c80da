/** Parts of reports made by hand, for the tests of the formats. */
import type { GraphNode } from '../core/architecture.ts'
import type { CategoryScore, FileLocation, Finding, Phase, Place, Report, Score } from '../core/report.ts'

const onePlace: FileLocation = {
  kind: 'file',
  file: 'compose.yaml',
  startLine: 3,
  startColumn: 3,
  endLine: 3,
  endColumn: 6,
}

/** A failing place in a compose file. */
export const samplePlace = (more: Partial<Place> = {}): Place => ({
  id: '0011223344556677',
  subject: { kind: 'service', name: 'web' },
  severity: 'high',
  message: 'The root filesystem of web is writable',
  remedy: null,
  location: onePlace,
  excerpt: { startLine: 2, lines: ['services:', '  web:', '    image: nginx:1.27.3'] },
  variants: [],
  related: [],
  fix: null,
  accepted: null,
  ...more,
})

export const sampleFinding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'writable-root-filesystem',
  title: 'Root filesystem is writable',
  kind: 'exposure',
  severity: 'high',
  confidence: 'high',
  category: 'runtime-hardening',
  phase: 2,
  effort: 20,
  message: 'Root filesystem is writable (1 place)',
  why: 'An intruder can change the program that runs.',
  remedy: 'Set `read_only: true` and mount a tmpfs where the program writes.',
  references: ['https://docs.docker.com/reference/compose-file/services/#read_only'],
  project: 'shop',
  places: [samplePlace()],
  ...more,
})

export const sampleCategory = (more: Partial<CategoryScore> = {}): CategoryScore => ({
  id: 'runtime-hardening',
  title: 'Runtime hardening',
  score: 6.5,
  grade: 'D',
  ledger: [{ rule: 'writable-root-filesystem', reason: null, points: -3.5, failing: 1, of: 1 }],
  strengths: [
    { rule: 'capabilities-kept', text: 'Every service drops all capabilities', evidence: ['compose.yaml:5'] },
  ],
  ...more,
})

export const sampleService = (label: string, runs: string): GraphNode => ({
  id: `service:${label}`,
  kind: 'service',
  label,
  role: null,
  runs,
  networks: ['default'],
  internal: false,
  files: [],
  lines: [],
  profiles: [],
  implicit: false,
  notes: [],
})

export const sampleScore = (more: Partial<Score> = {}): Score => ({
  overall: 6.5,
  accepted: 6.5,
  grade: 'D',
  categories: [sampleCategory()],
  ledger: [],
  projected: [
    { phase: 1, overall: 6.5 },
    { phase: 2, overall: 10 },
    { phase: 3, overall: 10 },
  ],
  ...more,
})

const noPhases = ['Blocks production', 'This week', 'Next'].map((title, index) => ({
  phase: (index + 1) as Phase,
  title,
  effort: 0,
  tasks: [],
  projected: null,
}))

/** A report on an empty tree. */
export const emptyReport = (more: Partial<Report> = {}): Report => ({
  schemaVersion: 1,
  tool: { name: 'drydock', version: '0.1.0', rules: { digest: 'abc', preview: false, ids: [] } },
  config: { digest: 'def' },
  createdAt: '2026-02-02T10:00:00.000Z',
  target: { path: '.', commit: null },
  verdict: { go: true, because: [] },
  score: null,
  headline: null,
  projects: [],
  findings: [],
  checklist: [],
  plan: {
    phases: noPhases,
    weeks: [],
  },
  tagging: null,
  controls: [],
  decisions: [],
  scans: [],
  repairs: null,
  inventory: { images: [], dockerfiles: [], composeFiles: [], workflows: [] },
  unknown: [],
  skipped: [],
  incomplete: [],
  stats: { files: 0, judgements: { pass: 0, fail: 0, unknown: 0 } },
  observed: null,
  proofs: [],
  ...more,
})
