import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checklist, checklistGroups } from './checklist.ts'

const commandOf = (id: string): string => checklist.find((item) => item.id === id)?.command ?? 'exit 99'

describe('the checklist', () => {
  it('has five groups of at least six items with distinct ids', () => {
    expect(new Set(checklist.map((item) => item.id)).size).toBe(31)
    for (const name of Object.keys(checklistGroups)) {
      expect(checklist.filter((item) => item.group === name).length).toBeGreaterThanOrEqual(6)
    }
    for (const { id } of checklist) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it('does not ask for Docker Content Trust', () => {
    const signing = checklist.filter((item) => item.id.includes('sign') && item.title.includes('cosign'))
    expect(signing.map((item) => item.id)).toEqual(['images-signed', 'pipeline-signs-images'])
  })
})

/** What the tools answer: `[standard output, exit code]` by the words a call begins with. */
type Answers = Readonly<Record<string, readonly [string, number]>>

const blanks = {
  IMAGE: 'registry/app:1.2.3',
  LOG_GROUP: 'app',
  SIGNER: 'x',
  ISSUER: 'x',
  SIGNING_KEY_ID: 'x',
  DB_PASSWORD_ID: 'x',
  SECRET_ID: 'x',
  TASK_ROLE_ARN: 'x',
  OTHER_SECRET_ARN: 'x',
  TRAIL: 'x',
  CLUSTER: 'x',
  RUN_ID: '1',
  REPOSITORY: 'o/n',
  ENVIRONMENT: 'production',
}

const tools = ['docker', 'drydock', 'aws', 'gh', 'git', 'trivy', 'cosign', 'gitleaks']
const today = new Date().toISOString()
const inspect = (line: string): Answers => ({ 'docker compose ps': ['c1', 0], 'docker inspect': [line, 0] })

const cases: readonly (readonly [id: string, holds: Answers, fails: Answers])[] = [
  [
    'images-versioned',
    { 'docker compose': ['nginx:1.27.3\nlocalhost:5000/app@sha256:ab\nghcr.io/a/b:sha-1f2e3d', 0] },
    { 'docker compose': ['nginx:1.27.3\npostgres:15-alpine', 0] },
  ],
  ['images-scanned', { trivy: ['', 0] }, { trivy: ['', 1] }],
  [
    'dockerfiles-without-secrets',
    { 'docker history': ['ENV LOG_LEVEL=info', 0] },
    { 'docker history': ['ENV DB_PASSWORD=x', 0] },
  ],
  [
    'no-default-credentials',
    { 'docker image': ['PATH=/bin\nDB_PASSWORD=${X}', 0] },
    { 'docker image': ['DB_PASSWORD=postgres', 0] },
  ],
  ['images-signed', { cosign: ['', 0] }, { cosign: ['', 10] }],
  ['base-images-fresh', { 'docker image': [today, 0] }, { 'docker image': ['2020-01-01T00:00:00Z', 0] }],
  ['containers-non-root', inspect('/web 1001:1001'), inspect('/web ')],
  ['containers-non-root', inspect('/web app'), inspect('/web root:root')],
  ['capabilities-dropped', inspect('[ALL]'), inspect('[]')],
  ['read-only-root', inspect('true'), inspect('false')],
  ['health-checks', inspect('healthy'), inspect('none')],
  ['resource-limits', inspect('536870912 500000000'), inspect('536870912 0')],
  ['no-new-privileges', inspect('[no-new-privileges:true]'), inspect('[no-new-privileges:false]')],
  ['started-stack', { 'drydock prove': ['', 0] }, { 'drydock prove': ['', 3] }],
  ['started-stack', { 'drydock prove': ['', 1] }, { 'drydock prove': ['', 2] }],
  ['signing-key-in-secrets-manager', { aws: ['None', 0] }, { aws: ['', 254] }],
  ['database-password-in-secrets-manager', { aws: ['None', 0] }, { aws: ['2025-01-01', 0] }],
  ['secret-rotation', { aws: ['30', 0] }, { aws: ['365', 0] }],
  ['secret-rotation', { aws: ['90', 0] }, { aws: ['None', 0] }],
  ['least-privilege-roles', { aws: ['implicitDeny', 0] }, { aws: ['allowed', 0] }],
  ['git-history-clean', { gitleaks: ['', 0] }, { gitleaks: ['', 1] }],
  [
    'compose-secrets-by-reference',
    { 'docker compose': ['      DB_PASSWORD: ${DB_PASSWORD:?not set}\n      DB_PASSWORD_FILE: /run/secrets/db', 0] },
    { 'docker compose': ['      DB_PASSWORD: ${DB_PASSWORD:-postgres}', 0] },
  ],
  ['log-shipping-configured', inspect('awslogs'), inspect('json-file')],
  ['logs-arrive', { aws: ['1', 0] }, { aws: ['0', 0] }],
  [
    'image-pull-audit',
    { 'aws cloudtrail get': ['True', 0], 'aws cloudtrail lookup': ['1', 0] },
    { 'aws cloudtrail get': ['False', 0], 'aws cloudtrail lookup': ['1', 0] },
  ],
  ['deployment-alerts', { aws: ['{"detail-type":["ECS Deployment State Change"]}', 0] }, { aws: ['{}', 0] }],
  ['resource-metrics', { aws: ['enhanced', 0] }, { aws: ['disabled', 0] }],
  ['security-alerts', { aws: ['ENABLED', 0] }, { aws: ['DISABLED', 0] }],
  ['buildkit-enabled', { 'docker buildx': ['', 0] }, { 'docker buildx': ['', 1] }],
  ['build-logs-without-secrets', { gh: ['build TOKEN=***', 0] }, { gh: ['build TOKEN=abc', 0] }],
  ['deployment-approval', { gh: ['1', 0] }, { gh: ['0', 0] }],
  ['rollback-plan', { 'git grep': ['', 0] }, { 'git grep': ['', 1] }],
]

describe('the commands for what files cannot tell', () => {
  let directory = ''
  const run = (command: string, answers: Answers, env: Record<string, string> = blanks): number => {
    const rules = Object.entries(answers).map(
      ([call, [out, code]]) => `case "$call" in "${call}"*) printf '%s\\n' '${out}'; exit ${code} ;; esac`,
    )
    for (const tool of tools) {
      const path = join(directory, 'bin', tool)
      writeFileSync(path, `#!/bin/sh\ncall="${tool} $*"\n${rules.join('\n')}\nexit 127\n`)
      chmodSync(path, 0o755)
    }
    const path = `${join(directory, 'bin')}:/usr/bin:/bin`
    return spawnSync('sh', ['-c', command], { cwd: directory, env: { ...env, PATH: path } }).status ?? -1
  }

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'drydock-checklist-'))
    mkdirSync(join(directory, 'bin'))
    mkdirSync(join(directory, '.github/workflows'), { recursive: true })
  })
  afterAll(() => rmSync(directory, { recursive: true }))

  it.each(cases)('%s holds and fails', (id, holds, fails) => {
    expect(run(commandOf(id), holds)).toBe(0)
    expect(run(commandOf(id), fails)).not.toBe(0)
  })

  it.each([
    ['scan-in-pipeline', 'uses: aquasecurity/trivy-action@v0'],
    ['pipeline-signs-images', 'run: cosign sign $IMAGE'],
  ])('%s looks into the pipeline', (id, line) => {
    const workflow = join(directory, '.github/workflows/ci.yml')
    writeFileSync(workflow, 'on: push')
    expect(run(commandOf(id), {})).not.toBe(0)
    writeFileSync(workflow, line)
    expect(run(commandOf(id), {})).toBe(0)
    rmSync(workflow)
  })

  it.each(checklist)('$id fails where its tools are missing or a blank is left open', ({ command }) => {
    expect(run(command, {}, {})).not.toBe(0)
  })
})
