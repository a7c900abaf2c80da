import { expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

/** The finding's message, `unknown`, `pass` or `nothing`, for a test in an image with EXPOSE 3000. */
async function verdictOn(test: string, more = ''): Promise<string> {
  const compose = `services:\n  a:\n    build: .\n    healthcheck: { test: '${test}' }\n${more}`
  const files = { Dockerfile: 'FROM node:24\nEXPOSE 3000\nCMD ["node", "."]\n', 'compose.yaml': compose }
  const { findings, unknown, stats } = await auditWith([rule], memoryTree(files), { only: [rule.id] })
  return findings[0]?.message ?? (unknown.length > 0 ? 'unknown' : stats.judgements.pass > 0 ? 'pass' : 'nothing')
}

const wrong = (port: number) => expect.stringContaining(`asks port ${port}`)
const cases: readonly (readonly [test: string, expected: unknown, more?: string])[] = [
  ['curl -f http://localhost:3000/health', 'pass'],
  ['curl -f localhost:3000', 'pass'],
  ['curl -f http://127.0.0.1:5000/', wrong(5000)],
  ['nc -z localhost 5000', wrong(5000)],
  ['wget -qO- http://[::1]:5000/', wrong(5000)],
  ['curl -f http://localhost/', wrong(80)],
  ['curl -fk https://localhost/', wrong(443)],
  // A mapping's right-hand side, a variable and a command line are as good as EXPOSE.
  ['curl -f localhost:5000', 'pass', '    ports: ["80:5000"]\n'],
  ['curl -f localhost:5000', wrong(5000), '    ports: ["5000:3000"]\n'],
  ['curl -f localhost:5000', 'pass', '    environment: { LISTEN: ":5000" }\n'],
  ['curl -f localhost:5000', wrong(5000), '    environment: { LIMIT: "15000" }\n'],
  ['curl -f localhost:5000', 'pass', '    command: ["node", ".", "--port=5000"]\n'],
  // Another host is another question, and so is a user name.
  ['curl -f http://db:5000/', 'nothing'],
  ['psql postgres://app@localhost.example.com:5000/', 'nothing'],
  ['mysqladmin ping -h localhost', 'nothing'],
]

for (const [test, expected, more = ''] of cases)
  it(`${test} ${more.trim()}`, async () => expect(await verdictOn(test, more)).toEqual(expected))
