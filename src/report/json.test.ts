import { describe, expect, it } from 'vitest'
import type { Report } from '../core/report.ts'
import { hostileReport, largeReport } from './extreme.fixture.ts'
import { jsonPieces } from './json.ts'
import { emptyReport, samplePlace } from './parts.fixture.ts'
import { sampleReport } from './sample.fixture.ts'

const json = (report: Report): string => [...jsonPieces(report)].join('')

/** The same value with the keys of every object in reverse order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  )
}

describe('the JSON report', () => {
  it.each([
    ['empty', emptyReport()],
    ['sample', sampleReport()],
    ['hostile', hostileReport()],
    ['large', largeReport()],
  ])('%s: holds all of the report, and nothing else', (_, report) => {
    expect(JSON.parse(json(report))).toEqual(report)
  })

  it('prints the same text whatever the order of keys', () => {
    expect(json(reversed(sampleReport()) as never)).toBe(json(sampleReport()))
  })

  it('begins with the version of the contract and ends with a line end', () => {
    expect(json(emptyReport())).toMatch(/^\{"schemaVersion":1,"tool":\{/)
    expect(json(emptyReport())).toMatch(/\}\n$/)
    expect(Object.keys(JSON.parse(json(sampleReport())))).toEqual([
      'schemaVersion',
      'tool',
      'config',
      'createdAt',
      'target',
      'verdict',
      'score',
      'headline',
      'projects',
      'findings',
      'checklist',
      'plan',
      'tagging',
      'controls',
      'decisions',
      'scans',
      'repairs',
      'inventory',
      'unknown',
      'skipped',
      'incomplete',
      'stats',
      'observed',
      'proofs',
    ])
  })

  it('leaves out what is not part of the contract', () => {
    const [finding] = sampleReport().findings
    if (!finding) throw new Error('the sample has findings')
    const leaky = { ...samplePlace(), secret: 'c4n4ry' }
    expect(json(sampleReport({ findings: [{ ...finding, places: [leaky] }] }))).not.toContain('c4n4ry')
  })

  it('hands on an offered fix', () => {
    const [finding] = sampleReport().findings
    if (!finding) throw new Error('the sample has findings')
    const fix = {
      status: 'offered',
      safety: 'safe',
      title: 'Delete the line',
      because: null,
      needs: 'nothing',
      diff: null,
      edits: [{ file: 'Dockerfile', start: 1, end: 2, text: '' }],
      proof: null,
    } as const
    const report = sampleReport({ findings: [{ ...finding, places: [samplePlace({ fix })] }] })
    expect(JSON.parse(json(report)).findings[0].places[0].fix).toEqual(fix)
  })
})
