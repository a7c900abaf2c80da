/** The production checklist from end to end: what files can decide is shown failing on one stack and passing on another. */
import { describe, expect, it } from 'vitest'
import type { ChecklistStatus } from '../src/core/report.ts'
import { auditFiles } from '../src/index.ts'

/** A stack that fails every item that its files decide. */
const careless = {
  Dockerfile: [
    'FROM node:14-alpine',
    'ARG NPM_TOKEN',
    'ENV JWT_SECRET_KEY=your-secret-key-change-in-production',
    'COPY . /app',
    'RUN npm config set //registry.npmjs.org/:_authToken=$NPM_TOKEN && npm ci',
    'CMD ["node", "/app/server.js"]',
    '',
  ].join('\n'),
  'docker-compose.yml': [
    'services:',
    '  api:',
    '    build: .',
    '    environment: { DATABASE_PASSWORD: k3Qz81mVbT }',
    '  db:',
    '    image: postgres:latest',
    '    environment: { POSTGRES_PASSWORD: postgres }',
    '',
  ].join('\n'),
  '.github/workflows/release.yml': [
    'on: { push: { branches: [main] } }',
    'jobs:',
    '  images:',
    '    runs-on: ubuntu-24.04',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - run: echo "${{ secrets.DEPLOY_KEY }}"',
    '      - run: docker build -t registry.example.com/api:latest . && docker push registry.example.com/api:latest',
    '      - run: aws ecs update-service --cluster production --service api --force-new-deployment',
    '',
  ].join('\n'),
}

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`
const commit = 'c0ffee0123456789c0ffee0123456789c0ffee01'

/** The same stack as somebody careful keeps it. */
const careful = {
  Dockerfile: [
    '# syntax=docker/dockerfile:1.20.0',
    `FROM node:24.11.1-alpine3.22@${digest('a')}`,
    'WORKDIR /app',
    'COPY package.json package-lock.json ./',
    'RUN --mount=type=secret,id=npm_token NPM_TOKEN="$(cat /run/secrets/npm_token)" npm ci --omit=dev',
    'COPY server.js ./',
    'USER 1001:1001',
    'HEALTHCHECK CMD ["node", "-e", "fetch(\'http://127.0.0.1:8080/health\').then((r) => process.exit(r.ok ? 0 : 1))"]',
    'EXPOSE 8080',
    'CMD ["node", "server.js"]',
    '',
  ].join('\n'),
  '.dockerignore': '**\n!package*.json\n!server.js\n',
  'package.json': '{"name":"api"}',
  'package-lock.json': '{"lockfileVersion":3}',
  'server.js': 'require("node:http").createServer().listen(8080, process.env.DATABASE_PASSWORD)\n',
  'docker-compose.yml': [
    'x-hardening: &hardening',
    '  read_only: true',
    '  cap_drop: [ALL]',
    '  security_opt: ["no-new-privileges:true"]',
    '  logging: { driver: awslogs, options: { awslogs-group: /ledger } }',
    '  deploy: { resources: { limits: { cpus: "1", memory: 512M, pids: 200 } } }',
    'services:',
    '  api:',
    '    <<: *hardening',
    '    build: .',
    '    image: registry.example.com/api:${VERSION:?}',
    '    environment: { DATABASE_PASSWORD: "${DATABASE_PASSWORD:?}" }',
    '  db:',
    '    <<: *hardening',
    `    image: postgres:17.7-alpine3.22@${digest('b')}`,
    '    user: "70:70"',
    '    tmpfs: [/var/run/postgresql, /tmp]',
    '    environment: { POSTGRES_PASSWORD_FILE: /run/secrets/db }',
    '    healthcheck: { test: ["CMD", "pg_isready", "-U", "postgres"] }',
    '    secrets: [db]',
    'secrets: { db: { environment: DB_PASSWORD } }',
    '',
  ].join('\n'),
  '.github/workflows/release.yml': [
    'on: { push: { tags: ["v*"] }, schedule: [{ cron: "0 4 * * 1" }] }',
    'permissions: { contents: read }',
    'jobs:',
    '  images:',
    '    runs-on: ubuntu-24.04',
    '    permissions: { contents: read, id-token: write, packages: write }',
    '    steps:',
    `      - uses: actions/checkout@${commit}`,
    `      - uses: docker/build-push-action@${commit}`,
    '        with: { context: ., push: true, sbom: true, tags: "registry.example.com/api:${{ github.ref_name }}", secrets: "npm_token=${{ secrets.NPM_TOKEN }}" }',
    `      - uses: aquasecurity/trivy-action@${commit}`,
    '        with: { image-ref: "registry.example.com/api:${{ github.ref_name }}", exit-code: "1", severity: "CRITICAL,HIGH" }',
    '      - run: cosign sign --yes registry.example.com/api:${{ github.ref_name }}',
    '  deploy:',
    '    needs: images',
    '    runs-on: ubuntu-24.04',
    '    environment: production',
    '    steps:',
    '      - run: aws ecs update-service --cluster production --service api --force-new-deployment',
    '',
  ].join('\n'),
}

/** What files decide; the rest is a matter of accounts, running systems and people. */
const decided = [
  ...['images-versioned', 'images-scanned', 'dockerfiles-without-secrets', 'no-default-credentials', 'images-signed'],
  ...['base-images-fresh', 'containers-non-root', 'capabilities-dropped', 'read-only-root', 'health-checks'],
  ...['resource-limits', 'no-new-privileges', 'compose-secrets-by-reference', 'log-shipping-configured'],
  ...['buildkit-enabled', 'scan-in-pipeline', 'build-logs-without-secrets', 'pipeline-signs-images'],
  ...['deployment-approval'],
]

const statuses = async (files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> => {
  const { checklist } = await auditFiles(files, { today: '2026-06-01' })
  return new Map(
    checklist.map(({ id, status, evidence }) => [
      id,
      `${status} ${status === 'manual' ? evidence.join('; ') : ''}`.trim(),
    ]),
  )
}

describe('production checklist', () => {
  const expectAll = async (files: Readonly<Record<string, string>>, status: ChecklistStatus): Promise<void> => {
    const found = await statuses(files)
    expect(Object.fromEntries(decided.map((id) => [id, found.get(id)]))).toEqual(
      Object.fromEntries(decided.map((id) => [id, status])),
    )
  }

  it('decides at least eighteen of its items', () => expect(new Set(decided).size).toBeGreaterThanOrEqual(18))
  it('fails what a careless stack leaves out', () => expectAll(careless, 'fail'))
  it('passes what a careful stack does', () => expectAll(careful, 'pass'))

  it('gives every item evidence, and every manual one a command', async () => {
    const { checklist } = await auditFiles(careful, { today: '2026-06-01' })
    expect(checklist).toHaveLength(31)
    for (const { status, evidence, command } of checklist) {
      if (status !== 'not-applicable') expect(evidence.length).toBeGreaterThan(0)
      expect(command === null).toBe(status !== 'manual')
    }
  })
})
