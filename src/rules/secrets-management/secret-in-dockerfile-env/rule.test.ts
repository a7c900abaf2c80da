import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

const dockerfile = 'FROM node:24-alpine\nENV JWT_SECRET=your-secret-key\n'

/** The severity of the one finding and the files of its related places. */
async function severityOf(
  files: Readonly<Record<string, string>>,
): Promise<readonly [string | undefined, readonly string[]]> {
  const report = await auditWith([rule], memoryTree({ Dockerfile: dockerfile, ...files }), { today: '2026-06-01' })
  const place = report.findings.find((finding) => finding.rule === rule.id)?.places[0]
  return [place?.severity, place?.related.map(({ location }) => location.file) ?? []]
}

const compose = (environment: string, service = 'web'): string =>
  `services:\n  ${service}:\n    build: .\n    environment: { ${environment} }\n`

describe('severity', () => {
  it('is critical where a service starts with the value', async () =>
    expect(await severityOf({ 'compose.yaml': compose('A: b') })).toEqual(['critical', []]))

  it('is high where every service overrides it, and says where', async () =>
    expect(await severityOf({ 'compose.yaml': compose('JWT_SECRET: "${JWT_SECRET:?}"') })).toEqual([
      'high',
      ['compose.yaml'],
    ]))

  it('is high where nobody says how the image is run', async () => expect(await severityOf({})).toEqual(['high', []]))

  it('is critical where one of two services overrides it', async () => {
    const both = `${compose('JWT_SECRET: "${JWT_SECRET:?}"')}  worker: { build: . }\n`
    expect(await severityOf({ 'compose.yaml': both })).toEqual(['critical', ['compose.yaml']])
  })

  it('is low for a guessable value in a stage that does not ship', async () =>
    expect(await severityOf({ Dockerfile: `${dockerfile}FROM alpine:3.22\n` })).toEqual(['low', []]))
})
