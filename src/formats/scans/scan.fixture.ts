/** Small scans in the form that the scanners write, for tests. */

const trivyFinding = (id: string, severity: string, fixed?: string) => ({
  VulnerabilityID: id,
  PkgID: 'libssl3@3.0.11-1',
  PkgName: 'libssl3',
  InstalledVersion: '3.0.11-1',
  ...(fixed === undefined ? { Status: 'affected' } : { FixedVersion: fixed, Status: 'fixed' }),
  Severity: severity,
  Title: `title of ${id}`,
})

export const sampleDigest = `sha256:${'ab'.repeat(32)}`
export const otherDigest = `sha256:${'cd'.repeat(32)}`

/** `findings`: severity and the version that closes it, where there is one. */
export const trivyScan = (
  image: string,
  findings: readonly (readonly [severity: string, fixed?: string])[] = [],
  more: Readonly<Record<string, unknown>> = {},
): string =>
  JSON.stringify({
    SchemaVersion: 2,
    CreatedAt: '2026-06-10T08:00:00.123456789+02:00',
    ArtifactName: image,
    ArtifactType: 'container_image',
    Metadata: { OS: { Family: 'debian', Name: '12.4' }, ImageID: otherDigest, RepoTags: [], RepoDigests: [] },
    Results: [
      {
        Target: `${image} (debian 12.4)`,
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: findings.map(([severity, fixed], index) => trivyFinding(`CVE-2026-${index}`, severity, fixed)),
      },
    ],
    ...more,
  })

export const grypeScan = (userInput: string, digest: string, severity: string, state: string): string =>
  JSON.stringify({
    matches: [
      {
        vulnerability: {
          id: 'GHSA-1234-5678-9abc',
          dataSource: 'https://github.com/advisories/GHSA-1234-5678-9abc',
          severity,
          description: 'A parser reads too far. More words follow.',
          fix: { versions: state === 'fixed' ? ['2.1.4'] : [], state },
        },
        relatedVulnerabilities: [],
        matchDetails: [],
        artifact: { name: 'parser', version: '2.1.0', type: 'npm' },
      },
    ],
    source: {
      type: 'image',
      target: {
        userInput,
        imageID: otherDigest,
        manifestDigest: digest,
        tags: [userInput],
        repoDigests: [],
        architecture: 'amd64',
        os: 'linux',
      },
    },
    distro: { name: 'alpine', version: '3.20.1', idLike: [] },
    descriptor: { name: 'grype', version: '0.90.0', timestamp: '2026-06-11T10:00:00Z' },
  })

const ecr = (imageScanFindings: unknown, more: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({
    imageScanFindings,
    registryId: '123456789012',
    repositoryName: 'shop/api',
    imageId: { imageDigest: sampleDigest, imageTag: '1.4.2' },
    imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
    ...more,
  })

export const basicEcrScan = (severity: string, more: Readonly<Record<string, unknown>> = {}): string =>
  ecr(
    {
      findings: [
        {
          name: 'CVE-2026-7',
          uri: 'http://people.ubuntu.com/~ubuntu-security/cve/CVE-2026-7',
          severity,
          attributes: [
            { key: 'package_version', value: '1.2.11' },
            { key: 'package_name', value: 'zlib' },
          ],
        },
      ],
      // The AWS CLI of version 1 prints seconds.
      imageScanCompletedAt: 1781085600,
      findingSeverityCounts: { [severity]: 1 },
    },
    more,
  )

export const enhancedEcrScan = (fixedInVersion: string, fixAvailable: string): string =>
  ecr(
    {
      enhancedFindings: [
        {
          description: 'A flaw',
          fixAvailable,
          packageVulnerabilityDetails: {
            vulnerabilityId: 'CVE-2026-9',
            vulnerablePackages: [{ name: 'libxml2', version: '2.9.1', packageManager: 'OS', fixedInVersion }],
          },
          resources: [
            {
              type: 'AWS_ECR_CONTAINER_IMAGE',
              details: {
                awsEcrContainerImage: {
                  imageHash: sampleDigest,
                  imageTags: ['1.4.2', 'sha-0123456'],
                  registry: '123456789012',
                  repositoryName: 'shop/api',
                },
              },
            },
          ],
          severity: 'CRITICAL',
          status: 'ACTIVE',
          title: 'CVE-2026-9 - libxml2',
          type: 'PACKAGE_VULNERABILITY',
        },
        { severity: 'CRITICAL', status: 'SUPPRESSED', title: 'CVE-2026-10 - bash' },
      ],
      imageScanCompletedAt: '2026-06-10T10:00:00+00:00',
    },
    { imageScanStatus: { status: 'ACTIVE', description: 'Continuous scan is selected for image.' } },
  )
