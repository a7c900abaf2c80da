import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../core/errors.ts'
import { readScan } from './read-scan.ts'
import { basicEcrScan, enhancedEcrScan, grypeScan, otherDigest, sampleDigest, trivyScan } from './scan.fixture.ts'

const refusal = (text: string): string => {
  try {
    readScan('scan.json', text)
    return 'it is read'
  } catch (error) {
    return error instanceof UsageError ? error.message : 'something else is thrown'
  }
}

describe('a scan', () => {
  it('of Trivy has names, digests, date and what closes a vulnerability', () => {
    const text = trivyScan('nginx:1.27.3', [['CRITICAL', '3.0.13-1'], ['HIGH'], ['NEGLIGIBLE']], {
      Metadata: { RepoTags: ['nginx:1.27'], RepoDigests: [`nginx@${sampleDigest}`] },
    })
    expect(readScan('scan.json', text)).toMatchObject({
      scanner: 'trivy',
      image: 'nginx:1.27.3',
      names: ['nginx:1.27.3', 'nginx:1.27', `nginx@${sampleDigest}`],
      digests: [sampleDigest],
      scannedAt: '2026-06-10T06:00:00.123Z',
      silent: null,
      vulnerabilities: [
        { id: 'CVE-2026-0', severity: 'critical', package: 'libssl3', installed: '3.0.11-1', fixed: '3.0.13-1' },
        { severity: 'high', fixed: null },
        { severity: 'unknown' },
      ],
    })
  })

  it('of Trivy is about no image where it is of a directory, and says nothing where it looked for something else', () => {
    expect(readScan('scan.json', trivyScan('.', [], { ArtifactType: 'filesystem' })).names).toEqual([])
    expect(readScan('scan.json', trivyScan('nginx', [], { Results: [{ Class: 'secret' }] })).silent).toMatch(/packages/)
    expect(readScan('scan.json', trivyScan('nginx', [], { Results: undefined })).silent).toMatch(/packages/)
    expect(readScan('scan.json', trivyScan('nginx')).silent).toBeNull()
  })

  it.each([
    ['fixed', '2.1.4'],
    ['not-fixed', null],
    ['wont-fix', null],
    ['unknown', null],
  ])('of Grype whose fix is %s is closed by %s', (state, fixed) => {
    expect(readScan('scan.json', grypeScan('ghcr.io/shop/api:1', otherDigest, 'Negligible', state))).toMatchObject({
      scanner: 'grype',
      digests: [otherDigest],
      scannedAt: '2026-06-11T10:00:00.000Z',
      vulnerabilities: [{ id: 'GHSA-1234-5678-9abc', severity: 'low', fixed, title: 'A parser reads too far' }],
    })
  })

  it('of ECR, basic, does not tell what an update closes', () => {
    expect(readScan('scan.json', basicEcrScan('HIGH'))).toMatchObject({
      scanner: 'ecr',
      image: 'shop/api:1.4.2',
      ecr: { account: '123456789012', repository: 'shop/api', tags: ['1.4.2'] },
      digests: [sampleDigest],
      scannedAt: '2026-06-10T10:00:00.000Z',
      tellsFixes: false,
      vulnerabilities: [{ id: 'CVE-2026-7', severity: 'high', package: 'zlib', installed: '1.2.11', fixed: null }],
    })
  })

  it.each([
    ['2.9.4', 'YES', '2.9.4'],
    ['NotAvailable', 'NO', null],
    ['NotAvailable', 'YES', 'a later version'],
  ])('of ECR, enhanced, tells it: %s, %s', (version, available, fixed) => {
    expect(readScan('scan.json', enhancedEcrScan(version, available))).toMatchObject({
      ecr: { tags: ['1.4.2', 'sha-0123456'] },
      tellsFixes: true,
      vulnerabilities: [{ id: 'CVE-2026-9', severity: 'critical', package: 'libxml2', installed: '2.9.1', fixed }],
    })
  })
})

describe('what is no scan', () => {
  it.each([
    ['', /no JSON/],
    ['{"SchemaVersion": 2, "Artifact', /no JSON/],
    ['['.repeat(200_000), /no JSON/],
    ['[{"Target": "nginx"}]', /no scan by .* it is no object/],
    ['{"bomFormat": "CycloneDX"}', /SBOM/],
    ['{"version": "2.1.0", "runs": []}', /SARIF/],
    ['{"name": "shop"}', /it has "name"/],
    [basicEcrScan('HIGH', { imageScanStatus: { status: 'FAILED' } }), /FAILED/],
    [basicEcrScan('HIGH', { nextToken: 'abc' }), /first page/],
    [basicEcrScan('HIGH', { imageScanFindings: undefined }), /imageScanFindings/],
  ])('%.40s is refused by name', (text, because) => {
    expect(refusal(text)).toMatch(because)
    expect(refusal(text)).toContain('scan.json')
  })

  it('never breaks the reader, whatever a scanner writes where something else is expected', () => {
    const roots = [
      trivyScan('a', [['HIGH']]),
      grypeScan('a', sampleDigest, 'High', 'fixed'),
      enhancedEcrScan('1', 'YES'),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...roots), fc.nat(400), fc.jsonValue(), (text, at, value) => {
        let left = at
        const broken = JSON.parse(text, (_, old: unknown) => (left-- === 0 ? value : old)) as unknown
        expect(refusal(JSON.stringify(broken))).not.toBe('something else is thrown')
      }),
    )
  })
})
