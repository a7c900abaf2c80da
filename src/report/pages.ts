/** Reports that were read back as a directory: one page of all of them, with what changed between those of one target. */
import type { Report } from '../core/report.ts'
import { comparisonMarkdown } from './compare-markdown.ts'
import type { Families } from './compare-pairs.ts'
import { type History, history, latest, type Run } from './history.ts'
import { html } from './html/markup.ts'
import { htmlPage, type PageReport } from './html/page.ts'
import { comparisonView } from './html/views/comparison.ts'
import { historyView } from './html/views/history.ts'
import { blocks, code, section } from './markdown-text.ts'
import { type PackageFile, reportPackage } from './package.ts'

/** Reports that a page shows in full; of more, only the latest of each target, so that a browser can still open it. */
const mostInFull = 12

/** The files for any number of reports, the most useful first; a single one gets the package of an audit, without a patch. */
export function pagesOf(reports: readonly Report[], families: Families): readonly PackageFile[] {
  const [only, ...more] = reports
  if (only && more.length === 0) return reportPackage(only, { patch: null, changes: null, images: [] })
  const histories = history(reports, families)
  const inFull = reports.length <= mostInFull
  const lead = html`${historyView(histories)}${!inFull && html`<p class="small muted">Only the latest audit of each target is shown in full.</p>`}`
  const shown = histories.flatMap((one) => pageReports(inFull ? one.runs.toReversed() : [latest(one)]))
  const changes = histories.filter(({ runs }) => runs.length > 1).map(latestChanges)
  return [
    { name: 'index.html', text: htmlPage(shown, lead) },
    ...(changes.length === 0 ? [] : [{ name: 'changes.md', text: `${blocks('# What changed', ...changes)}\n` }]),
  ]
}

/** Audits with what changed since the one before. */
const pageReports = (runs: readonly Run[]): readonly PageReport[] =>
  runs.map(({ report, comparison }) => ({ report, comparison: comparison && comparisonView(comparison) }))

function latestChanges(one: History): string {
  const { comparison } = latest(one)
  return comparison ? section(2, code(one.path) || 'This directory', comparisonMarkdown(comparison).trimEnd()) : ''
}
