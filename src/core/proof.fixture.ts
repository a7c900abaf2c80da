/** Records of proofs as tests write them by hand. */
import type { MeasuredNeeds, ProofRecord, RecordedService } from './proof.ts'

export const needs = (more: Partial<MeasuredNeeds> = {}): MeasuredNeeds => ({
  user: { uid: 0, gid: 0 },
  writes: [],
  capabilities: ['CHOWN', 'SETUID'],
  noNewPrivileges: true,
  peak: { memory: 50_331_648, processes: 12 },
  listening: ['5432/tcp'],
  outside: [],
  readOnly: true,
  leastUser: null,
  ...more,
})

export const recordedService = (name: string, more: Partial<RecordedService> = {}): RecordedService => ({
  name,
  reference: 'postgres:17.6',
  image: `sha256:${'1'.repeat(64)}`,
  digests: [],
  healthCheck: true,
  asWritten: 'as-written',
  repaired: 'repaired',
  needs: needs(),
  ...more,
})

export const proofRecord = (more: Partial<ProofRecord> = {}): ProofRecord => ({
  schemaVersion: 1,
  tool: { name: 'drydock', version: '0.1.0' },
  createdAt: '2026-11-22T10:00:00.000Z',
  engine: { version: '20.10.24', apiVersion: '1.41', compose: '2.40.3' },
  project: '.',
  variant: 'default',
  checks: [],
  asWritten: { seconds: [4.1, 2.2], killedOnStop: [], answering: ['web:80'] },
  repaired: { seconds: [4.4, 2.5], killedOnStop: [], answering: ['web:80'] },
  services: [recordedService('db')],
  proved: [],
  refuted: [],
  unproven: [],
  ...more,
})
