import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { hostileReport, largeReport } from './extreme.fixture.ts'
import { emptyReport, sampleFinding, samplePlace } from './parts.fixture.ts'
import { sampleReport } from './sample.fixture.ts'
import { sarif } from './sarif.ts'

/** What the standard asks of the parts that are written here; anything else is an error. */
const closed = (properties: Record<string, unknown>, ...required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const text = { type: 'string', minLength: 1 }
const message = closed({ text }, 'text')
const natural = { type: 'integer', minimum: 1 }
const oneOf = (...values: readonly string[]) => ({ enum: values })
const level = oneOf('none', 'note', 'warning', 'error')
const bag = { type: 'object' }
const uri = { type: 'string', pattern: "^[\\w.~!*'()%/-]+$" }
const physicalLocation = closed(
  {
    artifactLocation: closed({ uri, uriBaseId: text }, 'uri', 'uriBaseId'),
    region: closed(
      { startLine: natural, startColumn: natural, endLine: natural, endColumn: natural },
      'startLine',
      'startColumn',
      'endLine',
      'endColumn',
    ),
    contextRegion: closed({
      startLine: natural,
      endLine: natural,
      snippet: closed({ text: { type: 'string' } }, 'text'),
    }),
  },
  'artifactLocation',
  'region',
)
const logicalLocations = { type: 'array', items: closed({ name: { type: 'string' }, kind: text }) }
const location = closed({ id: { type: 'integer', minimum: 0 }, message, physicalLocation, logicalLocations })
const rule = closed(
  {
    id: text,
    name: text,
    shortDescription: message,
    fullDescription: message,
    helpUri: { type: 'string', pattern: '^https?://' },
    help: closed({ text, markdown: text }, 'text', 'markdown'),
    defaultConfiguration: closed({ level }, 'level'),
    properties: bag,
  },
  'id',
  'shortDescription',
  'help',
)
const result = closed(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    kind: oneOf('fail'),
    level,
    message,
    locations: { type: 'array', items: location, minItems: 1, maxItems: 1 },
    relatedLocations: { type: 'array', items: location, uniqueItems: true },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' }, minProperties: 1 },
    suppressions: {
      type: 'array',
      items: closed({ kind: oneOf('external'), status: oneOf('accepted'), justification: text }, 'kind'),
    },
    properties: bag,
  },
  'ruleId',
  'message',
  'locations',
  'partialFingerprints',
)
const notice = closed({ level, message, locations: { type: 'array', items: location } }, 'message')
const run = closed(
  {
    tool: closed(
      { driver: closed({ name: text, version: text, rules: { type: 'array', items: rule } }, 'name') },
      'driver',
    ),
    automationDetails: closed({ id: text }),
    columnKind: oneOf('utf16CodeUnits'),
    originalUriBaseIds: { type: 'object' },
    invocations: {
      type: 'array',
      items: closed(
        {
          executionSuccessful: { type: 'boolean' },
          endTimeUtc: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$' },
          toolExecutionNotifications: { type: 'array', items: notice },
        },
        'executionSuccessful',
      ),
    },
    results: { type: 'array', items: result },
    properties: bag,
  },
  'tool',
)
const log = closed(
  {
    $schema: { type: 'string' },
    version: oneOf('2.1.0'),
    runs: { type: 'array', items: run, minItems: 1, maxItems: 1 },
  },
  'version',
  'runs',
)
const validate = new Ajv({ allErrors: true, strict: false }).compile(log)
const runOf = (report: Parameters<typeof sarif>[0]) => JSON.parse(sarif(report)).runs[0]

describe('the SARIF report', () => {
  it.each([
    ['empty', emptyReport()],
    ['sample', sampleReport()],
    ['hostile', hostileReport()],
    ['large', largeReport()],
  ])('%s: has the form of SARIF 2.1.0', (_, report) => {
    validate(JSON.parse(sarif(report)))
    expect(validate.errors).toBeNull()
  })

  it('has one result per place, each pointing at its rule', () => {
    const { results, tool } = runOf(sampleReport())
    expect(results).toHaveLength(6)
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId)
    expect(new Set(tool.driver.rules.map(({ id }: { id: string }) => id)).size).toBe(5)
  })

  it('joins the findings of one rule in several projects', () => {
    const findings = [sampleFinding({ severity: 'low' }), sampleFinding({ severity: 'critical', project: 'other' })]
    const { rules } = runOf(sampleReport({ findings })).tool.driver
    expect(rules).toHaveLength(1)
    expect(rules[0].properties['security-severity']).toBe('9.5')
  })

  it.each([
    ['critical', 'error', 9],
    ['high', 'error', 7],
    ['medium', 'warning', 4],
    ['low', 'note', 0.1],
    ['info', 'note', 0.1],
  ] as const)('%s is a %s of at least %d', (severity, expected, least) => {
    const finding = sampleFinding({ severity, places: [samplePlace({ severity })] })
    const { results, tool } = runOf(sampleReport({ findings: [finding] }))
    expect(results[0].level).toBe(expected)
    expect(Number(tool.driver.rules[0].properties['security-severity'])).toBeGreaterThanOrEqual(least)
  })

  it('tells places exactly, with what is related and a fingerprint', () => {
    const [first] = runOf(sampleReport()).results
    expect(first.locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'auth/Dockerfile', uriBaseId: '%SRCROOT%' },
      region: { startLine: 12, startColumn: 5, endLine: 12, endColumn: 45 },
    })
    expect(first.relatedLocations[0].message.text).toBe('Compose overrides it here; it stays in the layer')
    expect(first.partialFingerprints).toEqual({ 'drydockPlace/v1': 'aaaabbbbccccdd00' })
  })

  it('percent-encodes paths, segment by segment', () => {
    const file = 'a b/c#d%/ü:[x].yaml'
    const place = samplePlace({ location: { ...samplePlace().location, file } })
    const [{ locations }] = runOf(sampleReport({ findings: [sampleFinding({ places: [place] })] })).results
    expect(locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b/c%23d%25/%C3%BC%3A%5Bx%5D.yaml')
  })

  it('names no file for what is written nowhere', () => {
    const place = samplePlace({ location: { ...samplePlace().location, file: '' } })
    const [{ locations }] = runOf(sampleReport({ findings: [sampleFinding({ places: [place] })] })).results
    expect(locations[0]).toEqual({ logicalLocations: [{ name: 'web', kind: 'service' }] })
  })

  it('suppresses what is accepted, and only that', () => {
    const { results } = runOf(sampleReport())
    const suppressed = results.filter((one: { suppressions?: unknown }) => one.suppressions)
    expect(suppressed).toHaveLength(1)
    expect(suppressed[0].suppressions[0].justification).toBe('the public entrance')
  })

  it('reports what is incomplete as a failed run', () => {
    const [invocation] = runOf(sampleReport()).invocations
    expect(invocation.executionSuccessful).toBe(false)
    expect(invocation.toolExecutionNotifications[0]).toMatchObject({
      level: 'error',
      message: { text: 'broken.yaml: a mapping is not closed' },
    })
    expect(runOf(emptyReport()).invocations[0].executionSuccessful).toBe(true)
  })

  it('lets no text become a link', () => {
    const place = samplePlace({ message: 'see [here](https://example.org)' })
    const [{ message }] = runOf(sampleReport({ findings: [sampleFinding({ places: [place] })] })).results
    expect(message.text).toContain('see \\[here](https://example.org)')
  })
})
