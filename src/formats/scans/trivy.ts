/** Trivy's JSON report, schema version 2 (`trivy image --format json`). */
import type { ScanDocument, Vulnerability, VulnerabilitySeverity } from '../../core/assurance.ts'
import { dateOf, type Fields, itemsOf, objectOf, textOf, textsOf } from './json-value.ts'

/** What is read of it. */
type Key =
  | 'ArtifactName'
  | 'ArtifactType'
  | 'Class'
  | 'CreatedAt'
  | 'FixedVersion'
  | 'InstalledVersion'
  | 'Metadata'
  | 'PkgName'
  | 'RepoDigests'
  | 'RepoTags'
  | 'Results'
  | 'SchemaVersion'
  | 'Severity'
  | 'Title'
  | 'Vulnerabilities'
  | 'VulnerabilityID'
  | 'split'
type TrivyObject = Fields<Key>
const object = objectOf<Key>

export const isTrivy = (root: TrivyObject): boolean =>
  typeof root.SchemaVersion === 'number' && (root.ArtifactName !== undefined || root.ArtifactType !== undefined)

const severities: Readonly<Record<string, VulnerabilitySeverity>> = {
  CRITICAL: 'critical',
  HIGH: 'high',
  MEDIUM: 'medium',
  LOW: 'low',
}

/** Classes of results that come from looking at packages. */
const ofPackages = new Set(['os-pkgs', 'lang-pkgs'])

export function readTrivy(root: TrivyObject, file: string): ScanDocument {
  const name = textOf(root.ArtifactName) ?? ''
  const metadata = object(root.Metadata)
  const isImage = textOf(root.ArtifactType) === 'container_image'
  const results = itemsOf(root.Results).map(object)
  const repoDigests = textsOf(metadata.RepoDigests)
  const vulnerabilities = results.flatMap((result) => itemsOf(result.Vulnerabilities).map(vulnerability))
  const looked = vulnerabilities.length > 0 || results.some((result) => ofPackages.has(textOf(result.Class) ?? ''))
  return {
    scanner: 'trivy',
    file,
    image: name,
    names: isImage ? [name, ...textsOf(metadata.RepoTags), ...repoDigests] : [],
    digests: isImage ? repoDigests.flatMap((one) => one.split('@')[1] ?? []) : [],
    ecr: null,
    scannedAt: dateOf(root.CreatedAt),
    vulnerabilities,
    silent: looked ? null : 'it holds no result about packages',
    tellsFixes: true,
  }
}

function vulnerability(value: unknown): Vulnerability {
  const one = object(value)
  return {
    id: textOf(one.VulnerabilityID) ?? 'without an id',
    severity: severities[textOf(one.Severity) ?? ''] ?? 'unknown',
    package: textOf(one.PkgName) ?? '',
    installed: textOf(one.InstalledVersion) ?? '',
    fixed: textOf(one.FixedVersion) ?? null,
    title: textOf(one.Title) ?? '',
  }
}
