import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { needs, proofRecord, recordedService } from '../../core/proof.fixture.ts'
import { type ReadProof, readProof } from './read-proof.ts'

const read = (text: string): ReadProof => readProof({ file: 'drydock.proof.json', text, utf8: true })
const repair = {
  rule: 'root-writable',
  place: 'abc',
  title: 'Make the root of db read-only',
  safety: 'guarded',
} as const
const record = proofRecord({
  proved: [{ ...repair, amended: null }],
  refuted: [{ ...repair, service: 'db', because: 'it ended with exit code 1 (start)' }],
  unproven: [repair],
  services: [recordedService('db'), recordedService('web', { reference: null, repaired: null, needs: null })],
})

describe('a record of a proof', () => {
  it.each([0, 2])('is read as it was written, indented by %i', (indent) => {
    expect(read(JSON.stringify(record, undefined, indent))).toEqual({ records: [record], problem: undefined })
  })

  it('may be one of several', () => {
    const other = proofRecord({ project: 'shop', variant: 'production' })
    expect(read(JSON.stringify([record, other])).records).toEqual([record, other])
  })

  it('may have more than is known, and less than was added later', () => {
    const { checks: _, ...older } = proofRecord()
    expect(read(JSON.stringify({ ...older, later: true })).records).toEqual([proofRecord()])
    const { readOnly: _readOnly, leastUser: _leastUser, ...measured } = needs()
    const services = [{ ...recordedService('db'), needs: measured }]
    expect(read(JSON.stringify({ ...record, services })).records[0]?.services[0]?.needs).toMatchObject({
      readOnly: null,
      leastUser: null,
    })
  })

  it.each([
    ['', 'it is not JSON', ''],
    ['{"schemaVersion": 1,', 'it is not JSON', ''],
    ['null', 'it is null, and should be an object', ''],
    ['[[]]', '[0] is a list, and should be an object', '[]'],
    ['{"schemaVersion": 2}', 'it is of version 2, which only a newer drydock reads', ''],
    ['{"schemaVersion": 1, "tool": "x"}', 'tool is a text, and should be an object', '"x"'],
    [
      JSON.stringify({ ...record, createdAt: 'yesterday' }),
      'createdAt is a text, and should be a time such as 2026-02-02T10:00:00.000Z',
      '"yesterday"',
    ],
    [
      JSON.stringify({ ...record, services: [{ ...recordedService('db'), digests: [7] }] }),
      'services[0].digests[0] is 7, and should be a text',
      '7',
    ],
    [
      JSON.stringify({
        ...record,
        services: [{ ...recordedService('db'), needs: needs({ peak: { memory: -1, processes: 1 } }) }],
      }),
      'services[0].needs.peak.memory is -1, and should be a whole number from 0 to 9007199254740991',
      '-1',
    ],
    ['['.repeat(100_000), 'it is not JSON', undefined],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, '[0] is a list, and should be an object', undefined],
    ['{"__proto__": {"schemaVersion": 1}}', 'schemaVersion is missing, and should be 1', ''],
  ])('is one located problem where it is broken: %.40s', (text, message, at) => {
    const { records, problem } = read(text)
    expect(records).toEqual([])
    expect(problem?.message).toBe(message)
    const { start = 0, end = 0, file } = problem?.origin ?? {}
    expect(file).toBe('drydock.proof.json')
    if (at) expect(text.slice(start, end)).toBe(at)
  })

  it('says nothing of a text that may be a secret', () => {
    expect(read(JSON.stringify({ ...record, tool: 'hunter2-hunter2' })).problem?.message).not.toContain('hunter2')
  })

  it('never throws, whatever the file holds', () => {
    const text = JSON.stringify(record)
    const cut = fc.nat(text.length).map((at) => text.slice(0, at))
    const swapped = fc
      .tuple(fc.nat(text.length), fc.string())
      .map(([at, more]) => text.slice(0, at) + more + text.slice(at + 1))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), cut, swapped), (any) => {
        const { records, problem } = read(any)
        expect(records.length > 0).toBe(problem === undefined && any !== '[]')
        if (problem) expect(problem.origin.end).toBeLessThanOrEqual(any.length)
      }),
    )
  })
})
