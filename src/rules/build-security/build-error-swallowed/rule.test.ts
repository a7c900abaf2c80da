import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** Severity and message of each finding in a RUN. */
async function foundIn(script: string): Promise<readonly string[]> {
  const tree = memoryTree({ Dockerfile: `FROM example.com/base:1.0\nRUN ${script}\n` })
  const report = await auditWith([rule], tree, { today: '2026-06-01' })
  return report.findings
    .filter((finding) => finding.rule === rule.id)
    .flatMap(({ places }) => places.map(({ severity, message }) => `${severity} ${message.split(':')[0]}`))
}

describe('swallowed', () => {
  it.each([
    ['npm run build || true', 'medium if npm run build fails, the build goes on'],
    ['npm test || :', 'medium if npm test fails, the build goes on'],
    [
      'python manage.py collectstatic --noinput || echo skipped',
      'medium if python manage.py collectstatic fails, the build goes on',
    ],
    ['apk add --no-cache curl; rm -rf /tmp/x', 'low if apk add --no-cache fails, the build goes on'],
    ['trivy fs / || exit 0', 'medium if trivy fs / fails, the build goes on'],
  ])('%s', async (script, expected) => expect(await foundIn(script)).toEqual([expected]))
})

describe('false alarms', () => {
  it.each([
    'npm ci || npm install',
    'npm run build || exit 1',
    'npm run build || (cat npm-debug.log && false)',
    'rm -rf /tmp/x || true',
    'adduser -D app || true',
    'set -e; npm ci; npm run build',
    'if npm run check; then echo fine; else exit 1; fi',
    'apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*',
    'npm ci && (rm -rf ~/.npm || true)',
  ])('%s', async (script) => expect(await foundIn(script)).toEqual([]))
})
