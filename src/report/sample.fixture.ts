/** A report made by hand, for the tests of the formats. */
import type { Finding, Report } from '../core/report.ts'
import { emptyReport, sampleCategory, sampleFinding, samplePlace, sampleScore, sampleService } from './parts.fixture.ts'

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
          ...samplePlace().location,
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
            graph: { nodes: [], edges: [] },
          },
        ],
        score,
        scoredVariant: 'production',
        graph: {
          nodes: [sampleService('web', 'nginx:1.27.3'), sampleService('db', 'postgres:17.2')],
          edges: [{ from: 'service:web', to: 'service:db', kind: 'talks', label: 'DATABASE_URL', risk: null }],
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
        rules: [],
        verification: 'docker info',
      },
      {
        id: 'images-scanned',
        group: 'Image security',
        title: 'A vulnerability scan passes',
        status: 'manual',
        evidence: ['the files of the project do not tell'],
        command: 'trivy image --exit-code 1 "${IMAGE:?the image}"',
        rules: [],
        verification: 'docker info',
      },
      {
        id: 'read-only-root',
        group: 'Runtime security',
        title: 'Every container has a read-only root filesystem',
        status: 'fail',
        evidence: ['compose.yaml:3'],
        command: null,
        rules: [],
        verification: 'docker info',
      },
      {
        id: 'resource-limits',
        group: 'Runtime security',
        title: 'Every container has limits',
        status: 'not-applicable',
        evidence: ['the project has no compose file'],
        command: null,
        rules: [],
        verification: 'docker info',
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
    observed: {
      engine: { version: '27.3.1' },
      containers: [
        {
          ...{ name: 'shop-db-1', project: 'shop', service: 'db', variant: 'production', startedAsVariant: true },
          ...{ image: 'postgres:16', state: 'running, healthy', startedAt: '2026-02-01T08:00:00Z' },
        },
      ],
      images: [
        {
          ...{ reference: 'shop-api:latest', project: 'shop', usedBy: ['api'], id: `sha256:${'a'.repeat(64)}` },
          ...{ digests: [], platform: 'linux/amd64', user: 'app', system: 'Debian GNU/Linux 12', packages: 90 },
          ...{ size: 80_000_000, found: [{ rule: 'secret-in-image-layer', severity: 'critical', places: 1 }] },
          layers: [
            { size: 74_000_000, instruction: 'ADD rootfs.tar.xz /', place: null, hidden: 0 },
            { size: 6_000_000, instruction: 'COPY . /app', place: 'api/Dockerfile:4', hidden: 2_000_000 },
          ],
        },
      ],
      asked: ['containers', 'images'],
    },
    ...more,
  })
}
