/** `drydock diff`: what changed between two reports, and whether anything got worse. */
import { UsageError } from '../core/errors.ts'
import { atLeast, type Severity } from '../core/verdict.ts'
import { compareReports } from '../index.ts'
import { readClaims } from '../report/claims.ts'
import type { Comparison } from '../report/compare.ts'
import { type ChangeKind, shownPlace } from '../report/compare-places.ts'
import type { Arguments } from './arguments.ts'
import { defaultFailOn, type Threshold } from './exit-code.ts'
import { printTo, screen } from './output.ts'
import { reportIn, textOfFile } from './report-files.ts'

/** What a change may not do to a project. A rule that did not run before shows nothing that the change did. */
const failing: ReadonlySet<ChangeKind> = new Set(['regressed', 'new', 'worse', 'uncovered', 'unaccepted'])

/** 1 where a place got worse at or above the threshold, over 3 where the newer audit is incomplete, over 0. */
function exitCode({ changes, incomplete }: Comparison, failOn: Threshold['failOn']): 0 | 1 | 3 {
  const worse = changes.filter(({ change }) => failing.has(change)).flatMap((change) => shownPlace(change) ?? [])
  if (failOn !== 'never' && worse.some(({ severity }) => atLeast(severity, failOn))) return 1
  return incomplete.length > 0 ? 3 : 0
}

async function printed(comparison: Comparison, given: Arguments): Promise<string> {
  if (given.format === 'json') return `${JSON.stringify(comparison)}\n`
  if (given.format === 'markdown') return (await import('../report/compare-markdown.ts')).comparisonMarkdown(comparison)
  const plain = { color: false, width: 100 }
  const { color, width } = given.value('out') === undefined ? screen(given.on('no-color')) : plain
  const { comparisonTerminal } = await import('../report/compare-terminal.ts')
  return comparisonTerminal(comparison, { colour: color, columns: width })
}

/** Compares two reports, the older one first. */
export async function runDiff(given: Arguments): Promise<number> {
  const [older, newer] = given.operands
  if (older === undefined || newer === undefined) {
    throw new UsageError('drydock diff needs two reports.', 'For example: drydock diff OLD.json NEW.json.')
  }
  const claimed = given.value('claims')
  const claims = claimed === undefined ? undefined : readClaims(textOfFile(claimed, 'checklist'))
  const comparison = await compareReports(reportIn(older), reportIn(newer), claims)
  printTo(given.value('out'), [await printed(comparison, given)])
  return exitCode(comparison, (given.value('fail-on') as Severity | 'never' | undefined) ?? defaultFailOn)
}
