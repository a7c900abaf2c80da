/** Reports made by hand, for the tests of the formats. */
import type { CategoryScore, Finding, Place, Report, Score } from '../core/report.ts'

/** A failing place in a compose file. */
export const samplePlace = (more: Partial<Place> = {}): Place => ({
  id: '0011223344556677',
  subject: { kind: 'service', name: 'web' },
  severity: 'high',
  message: 'The root filesystem of web is writable',
  remedy: null,
  location: { kind: 'file', file: 'compose.yaml', startLine: 3, startColumn: 3, endLine: 3, endColumn: 6 },
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

/** A report on an empty tree. */
export const emptyReport = (more: Partial<Report> = {}): Report => ({
  schemaVersion: 1,
  tool: { name: 'drydock', version: '0.1.0', rules: { digest: 'abc', preview: false } },
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
    phases: [
      { phase: 1, title: 'Blocks production', effort: 0, tasks: [], projected: null },
      { phase: 2, title: 'This week', effort: 0, tasks: [], projected: null },
      { phase: 3, title: 'Next', effort: 0, tasks: [], projected: null },
    ],
    weeks: [],
  },
  tagging: null,
  controls: [],
  inventory: { images: [], dockerfiles: [], composeFiles: [], workflows: [] },
  unknown: [],
  skipped: [],
  incomplete: [],
  stats: { files: 0, judgements: { pass: 0, fail: 0, unknown: 0 } },
  ...more,
})

/** A report in which every part has something to say. */
export function sampleReport(more: Partial<Report> = {}): Report {
  const secret = sampleFinding({
    rule: 'secret-in-dockerfile-env',
    title: 'Secret in a Dockerfile',
    severity: 'critical',
    category: 'secrets-management',
    phase: 1,
    effort: 30,
    message: 'Secret in a Dockerfile (2 places)',
    why: 'Whoever pulls the image can read it with docker history.',
    remedy: 'Delete the line and give the value at run time.',
    references: ['https://docs.docker.com/build/building/secrets/'],
    places: ['auth', 'orders'].map((name, index) =>
      samplePlace({
        id: `aaaabbbbccccdd0${index}`,
        subject: { kind: 'stage', name: `${name} runtime` },
        severity: 'critical',
        message: `JWT_SECRET_KEY is written into the image of ${name}`,
        location: {
          kind: 'file',
          file: `${name}/Dockerfile`,
          startLine: 12,
          startColumn: 5,
          endLine: 12,
          endColumn: 45,
        },
        excerpt: { startLine: 11, lines: ['USER app', 'ENV JWT_SECRET_KEY="••••••"', 'EXPOSE 8080'] },
        related: [
          {
            location: { kind: 'file', file: 'compose.yaml', startLine: 20, startColumn: 7, endLine: 20, endColumn: 30 },
            message: 'Compose overrides it here; it stays in the layer',
          },
        ],
      }),
    ),
  })
  const score = sampleScore({
    overall: 5.3,
    accepted: 5.6,
    grade: 'F',
    categories: [
      sampleCategory({
        id: 'secrets-management',
        title: 'Secrets management',
        score: 4,
        grade: 'F',
        ledger: [{ rule: 'secret-in-dockerfile-env', reason: null, points: -6, failing: 2, of: 2 }],
        strengths: [],
      }),
      sampleCategory(),
    ],
    ledger: [],
    projected: [
      { phase: 1, overall: 8.3 },
      { phase: 2, overall: 9.8 },
      { phase: 3, overall: 10 },
    ],
  })
  const task = (finding: Finding) => ({
    rule: finding.rule,
    title: finding.title,
    severity: finding.severity,
    places: finding.places.length,
    effort: finding.effort,
  })
  const writable = sampleFinding()
  const broken = sampleFinding({
    rule: 'health-check-tool-missing',
    title: 'Health check calls a program the image does not have',
    kind: 'breakage',
    severity: 'medium',
    effort: 10,
    message: 'curl is not in the image',
    references: [],
    places: [samplePlace({ id: 'b1', severity: 'medium', message: 'curl is not in the image of web' })],
  })
  const untidy = sampleFinding({
    rule: 'obsolete-version-key',
    title: 'Obsolete version key',
    kind: 'hygiene',
    severity: 'info',
    phase: 3,
    effort: 1,
    places: [samplePlace({ id: 'h1', severity: 'info', message: 'version is ignored' })],
  })
  const allowed = sampleFinding({
    rule: 'published-on-every-interface',
    title: 'Port published on every interface',
    category: 'network-exposure',
    severity: 'medium',
    effort: 0,
    places: [
      samplePlace({
        id: 'a1',
        severity: 'medium',
        message: 'Port 80 is open to all',
        accepted: { reason: 'the public entrance', owner: 'ops', until: '2027-01-01' },
      }),
    ],
  })
  return emptyReport({
    target: { path: 'examples/shop', commit: '0123456789abcdef0123456789abcdef01234567' },
    verdict: { go: false, because: ['1 finding blocks production: secret-in-dockerfile-env'] },
    score,
    headline: 'shop',
    projects: [
      {
        id: 'shop',
        path: '',
        variants: [
          {
            name: 'production',
            platform: 'compose',
            environment: 'production',
            productionLike: true,
            files: ['compose.yaml'],
            evidence: ['Makefile:3 runs docker compose up'],
          },
        ],
        score,
        scoredVariant: 'production',
        graph: {
          nodes: [
            { id: 'web', kind: 'service', label: 'web' },
            { id: 'db', kind: 'service', label: 'db' },
          ],
          edges: [{ from: 'web', to: 'db', label: 'DATABASE_URL' }],
        },
      },
    ],
    findings: [secret, writable, allowed, broken, untidy],
    checklist: [
      {
        id: 'images-versioned',
        group: 'Image security',
        title: 'Images are tagged with exact versions',
        status: 'pass',
        evidence: ['compose.yaml:4'],
        command: null,
      },
      {
        id: 'images-scanned',
        group: 'Image security',
        title: 'A vulnerability scan passes',
        status: 'manual',
        evidence: ['the files of the project do not tell'],
        command: 'trivy image --exit-code 1 "${IMAGE:?the image}"',
      },
      {
        id: 'read-only-root',
        group: 'Runtime security',
        title: 'Every container has a read-only root filesystem',
        status: 'fail',
        evidence: ['compose.yaml:3'],
        command: null,
      },
      {
        id: 'resource-limits',
        group: 'Runtime security',
        title: 'Every container has limits',
        status: 'not-applicable',
        evidence: ['the project has no compose file'],
        command: null,
      },
    ],
    plan: {
      phases: [
        { phase: 1, title: 'Blocks production', effort: 30, tasks: [task(secret)], projected: 8.3 },
        { phase: 2, title: 'This week', effort: 30, tasks: [task(writable), task(broken)], projected: 9.8 },
        { phase: 3, title: 'Next', effort: 1, tasks: [task(untidy)], projected: 10 },
      ],
      weeks: [
        {
          week: 1,
          effort: 61,
          tasks: [secret, writable, broken, untidy].map(({ rule, title, effort }) => ({ rule, title, effort })),
        },
      ],
    },
    tagging: {
      tags: [
        { tag: 'v1.4.2', purpose: 'the release' },
        { tag: 'sha-0123456', purpose: 'the commit' },
      ],
      compose: 'services:\n  web:\n    image: ${REGISTRY}/web:${VERSION}\n',
      workflow: 'jobs:\n  build:\n    runs-on: ubuntu-24.04\n',
    },
    inventory: {
      images: [{ reference: 'nginx:1.27.3', usedBy: ['web'] }],
      dockerfiles: ['auth/Dockerfile', 'orders/Dockerfile'],
      composeFiles: ['compose.yaml'],
      workflows: [],
    },
    unknown: [
      {
        rule: 'floating-tag',
        project: 'shop',
        subject: { kind: 'image', name: '${BASE}' },
        because: 'the value of ${BASE} is not set',
        location: { kind: 'file', file: 'auth/Dockerfile', startLine: 1, startColumn: 6, endLine: 1, endColumn: 13 },
      },
    ],
    skipped: [{ what: 'node_modules', reason: 'vendored' }],
    incomplete: [
      {
        what: 'broken.yaml',
        because: 'a mapping is not closed',
        location: { kind: 'file', file: 'broken.yaml', startLine: 2, startColumn: 1, endLine: 2, endColumn: 1 },
      },
    ],
    stats: { files: 9, judgements: { pass: 40, fail: 6, unknown: 1 } },
    ...more,
  })
}

/** Names that try to break out of every format. */
export const hostile = 'a|b`c``d*e_f]g(h)<img src=x onerror=alert(1)>\u001b[31mred\u0007\r\n# h\u202e"\'&@x \\'

/** A report in which every text that comes from the audited tree is hostile. */
export function hostileReport(): Report {
  const file = hostile
  const location = { kind: 'file', file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 4 } as const
  const finding = sampleFinding({
    message: hostile,
    project: hostile,
    places: [
      samplePlace({
        subject: { kind: 'service', name: hostile },
        message: hostile,
        remedy: hostile,
        location,
        excerpt: { startLine: 1, lines: ['```', hostile, '~~~~ ````'] },
        variants: [hostile],
        related: [{ location, message: hostile }],
      }),
      samplePlace({ message: hostile, location, accepted: { reason: hostile, owner: hostile, until: null } }),
    ],
  })
  const base = sampleReport()
  const [project] = base.projects
  return {
    ...base,
    target: { path: hostile, commit: hostile },
    verdict: { go: false, because: [hostile] },
    headline: hostile,
    projects: project
      ? [
          { ...project, id: hostile, path: hostile, scoredVariant: hostile },
          { ...project, id: 'other', path: hostile },
        ]
      : [],
    findings: [finding],
    checklist: base.checklist.map((item) => ({ ...item, evidence: [hostile] })),
    tagging: base.tagging && {
      tags: [{ tag: hostile, purpose: 'x' }],
      compose: `\`\`\`\n${hostile}`,
      workflow: '````',
    },
    inventory: {
      images: [{ reference: hostile, usedBy: [hostile] }],
      dockerfiles: [hostile],
      composeFiles: [hostile],
      workflows: [hostile],
    },
    unknown: [{ rule: 'r', project: hostile, subject: { kind: 'image', name: hostile }, because: hostile, location }],
    skipped: [{ what: hostile, reason: hostile }],
    incomplete: [{ what: hostile, because: hostile, location }],
  }
}

/** A report with one finding in very many places. */
export function largeReport(places = 400): Report {
  const finding = sampleFinding({
    effort: places * 5,
    places: Array.from({ length: places }, (_, index) =>
      samplePlace({
        id: `place-${index}`,
        subject: { kind: 'service', name: `service-${index}` },
        location: {
          kind: 'file',
          file: 'compose.yaml',
          startLine: index + 1,
          startColumn: 3,
          endLine: index + 1,
          endColumn: 9,
        },
      }),
    ),
  })
  return sampleReport({ findings: [finding] })
}
