/** How controls, decisions and scans look in a JSON report. */
import { type Control, type Decision, type ImageScan, vulnerabilitySeverities } from '../core/assurance.ts'
import { count, listOf, nullable, object, oneOf, text } from '../core/data-shape.ts'

const texts = listOf(text)
const textOrNull = nullable(text)

export const controlShape = object<Control>({
  framework: text,
  id: text,
  title: text,
  status: oneOf('pass', 'fail', 'unknown', 'not-assessed'),
  rules: listOf(object<Control['rules'][number]>({ rule: text, failing: count, passing: count, unknown: count })),
  evidence: texts,
  because: textOrNull,
})

export const decisionShape = object<Decision>({
  id: text,
  question: text,
  answer: text,
  because: texts,
  evidence: texts,
  next: texts,
})

export const scanShape = object<ImageScan>({
  scanner: oneOf('trivy', 'grype', 'ecr'),
  file: text,
  image: text,
  digest: textOrNull,
  scannedAt: textOrNull,
  reference: textOrNull,
  usedBy: texts,
  counts: object<ImageScan['counts']>({ critical: count, high: count, medium: count, low: count, unknown: count }),
  fixable: count,
  worst: listOf(
    object<ImageScan['worst'][number]>({
      id: text,
      severity: oneOf(...vulnerabilitySeverities),
      package: text,
      installed: text,
      fixed: textOrNull,
      title: text,
    }),
  ),
})
