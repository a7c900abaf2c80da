import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../core/errors.ts'
import type { Report } from '../core/report.ts'
import { anyReport } from './any-report.cases.ts'
import { hostileReport, largeReport } from './extreme.fixture.ts'
import { jsonPieces } from './json.ts'
import { emptyReport } from './parts.fixture.ts'
import { readReport } from './read-report.ts'
import { sampleReport } from './sample.fixture.ts'

const json = (report: Report): string => [...jsonPieces(report)].join('')

/** The error that reading ends with. */
function complaint(text: string): UsageError {
  try {
    readReport(text, 'old.json')
  } catch (error) {
    if (error instanceof UsageError) return error
    throw error
  }
  throw new Error('it was read')
}

/** A copy of the sample's JSON with one value changed, or left out where it is undefined. */
function changed(path: string, value: unknown): string {
  const data = JSON.parse(json(sampleReport()))
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let inner = data
  for (const key of keys) inner = inner[key]
  inner[last] = value
  return JSON.stringify(data)
}

describe('a report that is read back', () => {
  it.each([
    ['empty', emptyReport()],
    ['sample', sampleReport()],
    ['hostile', hostileReport()],
    ['large', largeReport()],
  ])('%s: is the report that was written', (_, report) => {
    expect(readReport(json(report), 'a.json')).toEqual(report)
  })

  it('is the report that was written, whatever it says', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(readReport(json(report), 'a.json')).toEqual(report)
      }),
    )
  })

  it('may begin with a byte order mark, and may hold fields of later versions', () => {
    expect(readReport(`\ufeff${changed('later', { and: 'more' })}`, 'a.json')).toEqual(sampleReport())
  })

  it('is filled up where an older version did not write a field', () => {
    const data = JSON.parse(json(sampleReport()))
    delete data.tool.rules.ids
    for (const key of ['controls', 'decisions', 'scans', 'repairs']) delete data[key]
    for (const item of data.checklist) {
      delete item.rules
      delete item.verification
    }
    for (const project of data.projects) {
      for (const variant of project.variants) delete variant.graph
      project.graph.nodes = project.graph.nodes.map(({ id, kind, label }: Record<string, string>) => ({
        id,
        kind,
        label,
      }))
      project.graph.edges = [
        { from: 'internet', to: 'service:web', label: '80' },
        { from: 'service:web', to: 'service:db', label: 'DB' },
        { from: 'service:web', to: 'network:front', label: '' },
      ]
    }
    const read = readReport(JSON.stringify(data), 'a.json')
    expect(read.tool.rules.ids).toEqual([])
    expect([read.controls, read.decisions, read.scans, read.repairs]).toEqual([[], [], [], null])
    expect(read.checklist[0]).toMatchObject({ rules: [], verification: '' })
    expect(read.projects[0]?.variants[0]?.graph).toEqual({ nodes: [], edges: [] })
    expect(read.projects[0]?.graph.nodes[0]).toMatchObject({ label: 'web', role: null, runs: null, networks: [] })
    expect(read.projects[0]?.graph.edges.map(({ kind }) => kind)).toEqual(['publishes', 'talks', 'joins'])
  })
})

describe('what is no report', () => {
  it.each([
    ['', 'old.json is empty.'],
    ['{', 'old.json is not JSON, or was cut off.'],
    [json(sampleReport()).slice(0, 900), 'old.json is not JSON, or was cut off.'],
    ['DB_PASSWORD=otter', 'old.json is not JSON, or was cut off.'],
    ['[]', 'old.json is no report of drydock.'],
    ['null', 'old.json is no report of drydock.'],
    ['{"schemaVersion":1}', 'old.json is no report of drydock.'],
    ['{"version":"2.1.0","runs":[]}', 'old.json is SARIF, not a JSON report of drydock.'],
    ['{"comparison":1}', 'old.json is a comparison of two reports, not a report.'],
    ['['.repeat(100_000), 'old.json is not JSON, or was cut off.'],
    [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'old.json is no report of drydock.'],
  ])('%.30s … is said in one sentence', (text, sentence) => {
    const { message, hint } = complaint(text)
    expect({ message, hint }).toEqual({
      message: sentence,
      hint: 'Write one with: drydock audit --format json --out report.json.',
    })
  })

  it('may be of a later version', () => {
    expect(complaint(changed('schemaVersion', 2))).toMatchObject({ hint: 'Update drydock.' })
    expect(complaint(changed('schemaVersion', 2)).message).toContain('is a report of version 2, and drydock')
  })

  it.each([
    ['findings', undefined, 'findings is missing, and should be a list'],
    ['findings.0.severity', 'sever', 'findings[0].severity is a text, and should be one of critical, high'],
    [
      'findings.0.places.1.location.startLine',
      -1,
      'findings[0].places[1].location.startLine is -1, and should be a whole',
    ],
    ['findings.0.places.0.location', null, 'findings[0].places[0].location is null, and should be an object'],
    ['findings.0.places.0.excerpt.lines', 'x', 'excerpt.lines is a text, and should be a list'],
    ['score.overall', 11, 'score.overall is 11, and should be a number from 0 to 10'],
    ['verdict.go', 'yes', 'verdict.go is a text, and should be true or false'],
    ['createdAt', 'yesterday', 'createdAt is a text, and should be a time such as'],
    ['stats', [], 'stats is a list, and should be an object'],
    ['schemaVersion', 0, 'schemaVersion is 0, and should be 1'],
    ['tool.rules.ids', ['a', 1], 'tool.rules.ids[1] is 1, and should be a text'],
  ])('%s that is %j is located', (path, value, sentence) => {
    const { message, hint } = complaint(changed(path, value))
    expect(message).toContain(`old.json is a damaged report: ${sentence.startsWith('excerpt') ? '' : sentence}`)
    expect(message).toContain(sentence)
    expect(hint).toBe('Audit again to replace it.')
  })

  it('may be of another version, which is then said', () => {
    const data = JSON.parse(changed('verdict', undefined))
    data.tool.version = '9.0.0'
    expect(complaint(JSON.stringify(data)).hint).toMatch(/^Drydock 9\.0\.0 wrote it, and this is /)
  })

  it('is never shown, nor ends in anything but a usage error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const { message } = complaint(text)
        if (text.length > 30) expect(message).not.toContain(text)
      }),
    )
  })
})
