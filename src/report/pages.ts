/** Reports that were read back as a directory: one page of all of them, with what changed between those of one target. */
import type { Report } from '../core/report.ts'
import { comparisonMarkdown } from './compare-markdown.ts'
import type { Families } from './compare-pairs.ts'
import { type History, history, latest } from './history.ts'
import { htmlPage, type PageReport } from './html/page.ts'
import { comparisonView } from './html/views/comparison.ts'
import { historyView } from './html/views/history.ts'
import { blocks, code, section } from './markdown-text.ts'
import { type PackageFile, reportPackage } from './package.ts'

/** The files for any number of reports, the most useful first; a single one gets the package of an audit, without a patch. */
export function pagesOf(reports: readonly Report[], families: Families): readonly PackageFile[] {
  const [only, ...more] = reports
  if (only && more.length === 0) return reportPackage({ report: only, comparison: null }, null)
  const histories = history(reports, families)
  const changes = histories.filter(({ runs }) => runs.length > 1).map(latestChanges)
  return [
    { name: 'index.html', text: htmlPage(histories.flatMap(pageReports), historyView(histories)) },
    ...(changes.length === 0 ? [] : [{ name: 'changes.md', text: `${blocks('# What changed', ...changes)}\n` }]),
  ]
}

/** The audits of one target, the latest first, each with what changed since the one before. */
const pageReports = ({ runs }: History): readonly PageReport[] =>
  runs.toReversed().map(({ report, comparison }) => ({ report, comparison: comparison && comparisonView(comparison) }))

function latestChanges(one: History): string {
  const { comparison } = latest(one)
  return comparison ? section(2, code(one.path) || 'This directory', comparisonMarkdown(comparison).trimEnd()) : ''
}
