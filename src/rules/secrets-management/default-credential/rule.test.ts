import { describe, expect, it } from 'vitest'
import { auditWith } from '../../../index.ts'
import { memoryTree } from '../../../trees/memory.ts'
import rule from './rule.ts'

async function severityOf(service: string, file = 'compose.yaml'): Promise<string | undefined> {
  const text = `services:\n  db:\n    image: postgres:18\n    environment: { POSTGRES_PASSWORD: postgres }\n${service}`
  const report = await auditWith([rule], memoryTree({ [file]: text }), { today: '2026-06-01' })
  return report.findings.find((finding) => finding.rule === rule.id)?.severity
}

describe('severity of a guessable password', () => {
  it.each([
    ['published on every interface', '    ports: ["5432:5432"]\n', 'critical'],
    ['published on the loopback interface', '    ports: ["127.0.0.1:5432:5432"]\n', 'high'],
    ['on the network of the host', '    network_mode: host\n', 'critical'],
    ['not published', '', 'high'],
    ['behind a profile for development', '    ports: ["5432:5432"]\n    profiles: [dev]\n', 'low'],
  ])('%s', async (_where, service, severity) => expect(await severityOf(service)).toBe(severity))
})
