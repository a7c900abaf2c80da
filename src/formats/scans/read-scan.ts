/** Reads the scan of an image by Trivy, Grype or Amazon ECR from its JSON. */
import type { ScanDocument } from '../../core/assurance.ts'
import { UsageError } from '../../core/errors.ts'
import { isEcr, readEcr } from './ecr.ts'
import { isGrype, readGrype } from './grype.ts'
import { type Fields, objectOf } from './json-value.ts'
import { isTrivy, readTrivy } from './trivy.ts'

const expected =
  'Save one with trivy image --format json, grype -o json, or aws ecr describe-image-scan-findings --output json.'

/** What the file says; throws a `UsageError` that names it where it is broken, or no scan that is known. */
export function readScan(file: string, text: string): ScanDocument {
  const root = objectOf<string>(parsed(file, text))
  if (isTrivy(root)) return readTrivy(root, file)
  if (isGrype(root)) return readGrype(root, file)
  if (isEcr(root)) return readEcr(root, file)
  throw new UsageError(`${file} is JSON, and no scan by Trivy, Grype or ECR: ${foreign(root)}.`, expected)
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    throw new UsageError(`${file} is no JSON, which the scan of an image has to be.`, expected)
  }
}

/** What a file is that people hand in by mistake. */
function foreign(root: Fields<'bomFormat' | 'spdxVersion' | 'runs'>): string {
  if (root.bomFormat !== undefined || root.spdxVersion !== undefined) return 'it is an SBOM'
  if (Array.isArray(root.runs)) return 'it is SARIF, which does not name the image'
  const keys = Object.keys(root).slice(0, 4)
  return keys.length === 0
    ? 'it is no object'
    : `it has ${keys.map((key) => JSON.stringify(key.slice(0, 40))).join(', ')}`
}
