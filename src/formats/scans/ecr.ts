/** What `aws ecr describe-image-scan-findings` prints, of basic and of enhanced scanning. */
import type { ScanDocument, Vulnerability, VulnerabilitySeverity } from '../../core/assurance.ts'
import { UsageError } from '../../core/errors.ts'
import { dateOf, type Fields, itemsOf, objectOf, textOf, textsOf } from './json-value.ts'

/** What is read of it. */
type Key =
  | 'NextToken'
  | 'attributes'
  | 'awsEcrContainerImage'
  | 'details'
  | 'enhancedFindings'
  | 'findings'
  | 'fixAvailable'
  | 'fixedInVersion'
  | 'imageDigest'
  | 'imageHash'
  | 'imageId'
  | 'imageScanCompletedAt'
  | 'imageScanFindings'
  | 'imageScanStatus'
  | 'imageTag'
  | 'imageTags'
  | 'key'
  | 'name'
  | 'nextToken'
  | 'packageVulnerabilityDetails'
  | 'registryId'
  | 'repositoryName'
  | 'resources'
  | 'severity'
  | 'status'
  | 'title'
  | 'value'
  | 'version'
  | 'vulnerabilityId'
  | 'vulnerabilitySourceUpdatedAt'
  | 'vulnerablePackages'
type EcrObject = Fields<Key>
const object = objectOf<Key>

export const isEcr = (root: EcrObject): boolean =>
  textOf(root.repositoryName) !== undefined && typeof root.imageId === 'object'

const severities: Readonly<Record<string, VulnerabilitySeverity>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
  INFORMATIONAL: 'low',
}
const severityOf = (value: unknown): VulnerabilitySeverity => severities[textOf(value) ?? ''] ?? 'unknown'

/** Throws a `UsageError` where ECR has no result to tell, or only one page of it was saved. */
export function readEcr(root: EcrObject, file: string): ScanDocument {
  const repository = textOf(root.repositoryName) ?? ''
  const id = object(root.imageId)
  const findings = object(root.imageScanFindings)
  const status = textOf(object(root.imageScanStatus).status)
  if (status !== undefined && status !== 'COMPLETE' && status !== 'ACTIVE') {
    throw new UsageError(
      `${file} holds no result: ECR says of the scan of ${repository} that it is ${status}.`,
      'Wait with aws ecr wait image-scan-complete, or scan the image with Trivy or Grype.',
    )
  }
  if (textOf(root.nextToken) ?? textOf(root.NextToken)) {
    throw new UsageError(
      `${file} holds only the first page of the findings of ${repository}.`,
      'Run aws ecr describe-image-scan-findings without --max-items and --no-paginate.',
    )
  }
  if (root.imageScanFindings === undefined) {
    throw new UsageError(
      `${file} has no imageScanFindings, which aws ecr describe-image-scan-findings prints of a scanned image.`,
    )
  }
  const enhanced = itemsOf(findings.enhancedFindings).map(object)
  const isEnhanced = findings.enhancedFindings !== undefined || status === 'ACTIVE'
  const images = enhanced.flatMap((one) => itemsOf(one.resources).map(imageOf))
  const tags = [...new Set([...[textOf(id.imageTag) ?? []].flat(), ...images.flatMap(({ tags: some }) => some)])]
  const digests = [...new Set([textOf(id.imageDigest), ...images.map(({ digest }) => digest)])]
  return {
    scanner: 'ecr',
    file,
    image: [repository, textOf(id.imageTag)].filter((part) => part !== undefined).join(':'),
    names: [],
    digests: digests.filter((digest) => digest !== undefined),
    ecr: { account: textOf(root.registryId) ?? '', repository, tags },
    scannedAt: dateOf(findings.imageScanCompletedAt ?? findings.vulnerabilitySourceUpdatedAt),
    vulnerabilities: isEnhanced
      ? enhanced.filter(({ status: of }) => of === undefined || of === 'ACTIVE').map(enhancedVulnerability)
      : itemsOf(findings.findings).map(basicVulnerability),
    silent: null,
    tellsFixes: isEnhanced,
  }
}

/** Which image an enhanced finding is about. */
function imageOf(resource: unknown): { readonly digest: string | undefined; readonly tags: readonly string[] } {
  const image = object(object(object(resource).details).awsEcrContainerImage)
  return { digest: textOf(image.imageHash), tags: textsOf(image.imageTags) }
}

function basicVulnerability(value: unknown): Vulnerability {
  const one = object(value)
  const attributes = new Map(
    itemsOf(one.attributes)
      .map(object)
      .map(({ key, value: of }) => [key, textOf(of) ?? '']),
  )
  return {
    id: textOf(one.name) ?? 'without an id',
    severity: severityOf(one.severity),
    package: attributes.get('package_name') ?? '',
    installed: attributes.get('package_version') ?? '',
    fixed: null,
    title: '',
  }
}

function enhancedVulnerability(one: EcrObject): Vulnerability {
  const details = object(one.packageVulnerabilityDetails)
  const packages = itemsOf(details.vulnerablePackages).map(object)
  const versions = packages
    .map((found) => textOf(found.fixedInVersion))
    .filter((version) => version !== undefined && version !== 'NotAvailable')
  const closed = one.fixAvailable === 'YES' || one.fixAvailable === 'PARTIAL'
  const title = textOf(one.title) ?? ''
  return {
    id: textOf(details.vulnerabilityId) ?? title.split(' ')[0] ?? 'without an id',
    severity: severityOf(one.severity),
    package: [...new Set(packages.flatMap((found) => textOf(found.name) ?? []))].join(', '),
    installed: textOf(packages[0]?.version) ?? '',
    fixed: versions[0] ?? (closed ? 'a later version' : null),
    title,
  }
}
