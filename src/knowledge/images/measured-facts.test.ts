import { describe, expect, it } from 'vitest'
import { parseImageReference } from '../../core/image-reference.ts'
import { imageProfile } from './lookup.ts'
import type { MeasuredImage } from './measured-facts.ts'

const digest = `sha256:${'a'.repeat(64)}`
const other = `sha256:${'b'.repeat(64)}`
const table: readonly MeasuredImage[] = [
  {
    image: 'redis:7',
    digest,
    facts: {
      user: { name: 'root', uid: 0 },
      dropsTo: { name: 'redis', uid: 12_345 },
      writes: ['/measured'],
      capabilities: { add: ['SETGID', 'SETUID'], basis: 'run' },
    },
    evidence: { source: `measured: ${digest} on Docker Engine 29.1.0`, date: '2026-11-20' },
  },
]
const profile = (text: string, measured = table) => {
  const reference = parseImageReference(text)
  return reference && imageProfile(reference, measured)
}

describe('facts that were measured', () => {
  it('win over those that were read, and say where they are from', () => {
    const read = profile('redis:7', [])
    const measured = profile('redis:7')
    expect(measured).toMatchObject({ dropsTo: { uid: 12_345 }, capabilities: { basis: 'run' }, role: 'cache' })
    expect(measured?.evidence.capabilities).toEqual(table[0]?.evidence)
    expect(measured?.evidence['*']).toEqual(read?.evidence['*'])
    expect(measured?.data).toEqual(read?.data)
  })

  it('leave directories that were read', () => {
    expect(profile('redis:7')?.writes).toEqual(['/measured', ...(profile('redis:7', [])?.writes ?? [])])
  })

  it.each([
    ['redis:7', true],
    ['docker.io/library/redis:7', true],
    ['public.ecr.aws/docker/library/redis:7', true],
    [`redis:7@${digest}`, true],
    [`redis@${digest}`, true],
    [`redis:7@${other}`, false],
    ['redis:7.4', false],
    ['redis', false],
    ['valkey/valkey:7', false],
  ])('of %s are known: %s', (image, known) => {
    expect(profile(image)?.dropsTo?.uid === 12_345).toBe(known)
  })
})
