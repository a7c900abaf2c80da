import { expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

async function verdictOn(mount: string): Promise<string> {
  const compose = `services:\n  a:\n    image: nginx:1.29.3\n    volumes: ["${mount}"]\nvolumes: { data: {} }\n`
  const tree = memoryTree({ 'deploy/compose.yaml': compose, 'deploy/here.conf': '', '.gitignore': 'local/\n' })
  const { findings, unknown, stats } = await auditWith([rule], tree, { only: [rule.id] })
  return findings.length > 0 ? 'fail' : unknown.length > 0 ? 'unknown' : stats.judgements.pass > 0 ? 'pass' : 'nothing'
}

const cases: readonly (readonly [mount: string, verdict: string])[] = [
  ['./here.conf:/etc/here.conf', 'pass'],
  ['./there.conf:/etc/there.conf', 'fail'],
  ['../here.conf:/etc/here.conf', 'fail'],
  ['./Caddyfile:/etc/caddy/Caddyfile', 'fail'],
  ['./config:/etc/app/config.yaml', 'fail'],
  // Directories and databases that the program fills; files that only the running machine has.
  ['./data:/data', 'nothing'],
  ['./app.sqlite3:/app/app.sqlite3', 'nothing'],
  ['./certs/server.pem:/certs/server.pem', 'unknown'],
  ['./local/settings.yaml:/app/settings.yaml', 'unknown'],
  ['/etc/app.conf:/etc/app.conf', 'nothing'],
  ['data:/data', 'nothing'],
]
it.each(cases)('%s: %s', async (mount, verdict) => expect(await verdictOn(mount)).toBe(verdict))
