/** Grype's JSON document (`grype -o json`). */
import type { ScanDocument, Vulnerability, VulnerabilitySeverity } from '../../core/assurance.ts'
import { dateOf, type Fields, itemsOf, objectOf, textOf, textsOf } from './json-value.ts'

/** What is read of it. */
type Key =
  | 'artifact'
  | 'description'
  | 'descriptor'
  | 'fix'
  | 'id'
  | 'manifestDigest'
  | 'matches'
  | 'name'
  | 'repoDigests'
  | 'severity'
  | 'source'
  | 'split'
  | 'state'
  | 'tags'
  | 'target'
  | 'timestamp'
  | 'type'
  | 'userInput'
  | 'version'
  | 'versions'
  | 'vulnerability'
type GrypeObject = Fields<Key>
const object = objectOf<Key>

export const isGrype = (root: GrypeObject): boolean =>
  Array.isArray(root.matches) && object(root.descriptor).name === 'grype'

const severities: Readonly<Record<string, VulnerabilitySeverity>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  negligible: 'low',
}

export function readGrype(root: GrypeObject, file: string): ScanDocument {
  const source = object(root.source)
  const isImage = source.type === 'image'
  const target = object(source.target)
  const repoDigests = textsOf(target.repoDigests)
  const name = textOf(target.userInput) ?? textOf(source.target) ?? ''
  const digests = [
    ...repoDigests.flatMap((one) => one.split('@')[1] ?? []),
    ...(textOf(target.manifestDigest) === undefined ? [] : [String(target.manifestDigest)]),
  ]
  return {
    scanner: 'grype',
    file,
    image: name,
    names: isImage ? [name, ...textsOf(target.tags), ...repoDigests] : [],
    digests: isImage ? digests : [],
    ecr: null,
    scannedAt: dateOf(object(root.descriptor).timestamp),
    vulnerabilities: itemsOf(root.matches).map(vulnerability),
    silent: null,
    tellsFixes: true,
  }
}

function vulnerability(value: unknown): Vulnerability {
  const match = object(value)
  const one = object(match.vulnerability)
  const artifact = object(match.artifact)
  const fix = object(one.fix)
  const versions = textsOf(fix.versions)
  return {
    id: textOf(one.id) ?? 'without an id',
    severity: severities[(textOf(one.severity) ?? '').toLowerCase()] ?? 'unknown',
    package: textOf(artifact.name) ?? '',
    installed: textOf(artifact.version) ?? '',
    fixed: fix.state !== 'fixed' ? null : versions.length > 0 ? versions.join(', ') : 'a later version',
    // Grype has no titles, and a description is a whole paragraph: its first sentence says what it is.
    title: /^[^.\n]{1,160}/.exec(textOf(one.description) ?? '')?.[0] ?? '',
  }
}
