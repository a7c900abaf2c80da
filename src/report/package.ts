/** The audit as a directory: one page for people, the same in other formats, the repairs as a patch, and what there is. */
import { createHash } from 'node:crypto'
import type { ObservedImage } from '../core/observed.ts'
import type { Report } from '../core/report.ts'
import { checklistFile } from './checklist-file.ts'
import type { Comparison } from './compare.ts'
import { comparisonMarkdown } from './compare-markdown.ts'
import { cyclonedx } from './cyclonedx.ts'
import { htmlPage } from './html/page.ts'
import { comparisonView } from './html/views/comparison.ts'
import { jsonPieces } from './json.ts'
import { markdown } from './markdown.ts'
import { sarif } from './sarif.ts'

export interface PackageFile {
  readonly name: string
  readonly text: string
}

interface Described extends PackageFile {
  readonly about: string
}

/** What goes into a package besides the report. */
export interface Enclosed {
  /** The safe repairs, without secrets; null where nobody made them. */
  readonly patch: string | null
  /** What changed since an earlier report; null where none was given. */
  readonly changes: Comparison | null
  /** Images that were looked into; none where nobody did. */
  readonly images: readonly ObservedImage[]
}

/** Every file of the package, in the order that a reader would open them. */
export function reportPackage(report: Report, { patch, changes, images }: Enclosed): readonly PackageFile[] {
  const page = { report, comparison: changes && comparisonView(changes) }
  const files: readonly Described[] = [
    { name: 'index.html', about: 'the audit as a page, with views by role', text: htmlPage([page]) },
    { name: 'audit.md', about: 'the audit as one document', text: markdown(report) },
    { name: 'checklist.md', about: 'the checklist and the tasks, to tick', text: checklistFile(report) },
    ...(changes === null
      ? []
      : [{ name: 'changes.md', about: 'what changed since the earlier audit', text: comparisonMarkdown(changes) }]),
    ...(patch === null ? [] : [{ name: 'fixes.patch', about: 'the safe repairs, for git apply', text: patch }]),
    { name: 'report.json', about: 'the audit for programs, version 1', text: [...jsonPieces(report)].join('') },
    { name: 'report.sarif', about: 'the findings for code scanning, SARIF 2.1.0', text: sarif(report) },
    ...billsOf(report, images),
  ]
  return [...files.map(({ name, text }) => ({ name, text })), { name: 'manifest.json', text: manifest(report, files) }]
}

/** A bill of materials for each image of the report that was looked into. */
function billsOf(report: Report, images: readonly ObservedImage[]): readonly Described[] {
  const files = new Map<string, Described>()
  for (const { id, reference } of report.observed?.images ?? []) {
    const image = images.find((one) => one.id === id)
    if (!image?.contents) continue
    const plain = `sbom/${reference.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 120)}`
    const name = files.has(`${plain}.cdx.json`) ? `${plain}_${files.size}.cdx.json` : `${plain}.cdx.json`
    const text = cyclonedx(image, image.contents, reference, report.tool)
    files.set(name, { name, about: `what is installed in ${reference}, CycloneDX 1.6`, text })
  }
  return [...files.values()]
}

/** What the package is of, and every file with its size and SHA-256, so that it can be shown to be whole. */
function manifest({ tool, config, createdAt, target }: Report, files: readonly Described[]): string {
  const listed = files.map(({ name, about, text }) => {
    const bytes = Buffer.from(text, 'utf8')
    return { name, about, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  })
  const { name, version, rules } = tool
  const made = { tool: { name, version, rules: rules.digest }, config: config.digest, createdAt, target }
  return `${JSON.stringify({ schemaVersion: 1, ...made, files: listed }, null, 2)}\n`
}
