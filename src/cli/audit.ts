/** `drydock audit`: audits what the paths name, prints the report, and says with the exit code whether it is good enough. */
import { join } from 'node:path'
import { type Config, defaultConfig } from '../config/config.ts'
import { UsageError } from '../core/errors.ts'
import type { Tree } from '../core/tree.ts'
import type { ReportFormat } from '../index.ts'
import { audit, auditAndRepair, configuration, diskTree, memoryTree, renderPackage, renderPieces } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { auditOptions } from './audit-options.ts'
import { defaultFailOn, exitCodeOf, type Threshold } from './exit-code.ts'
import { observedFor } from './observed.ts'
import { printTo, screen, writeOut } from './output.ts'
import { reportIn } from './report-files.ts'
import { targetOf } from './target.ts'
import { verdictLine } from './verdict-line.ts'
import { sparing } from './young-generation.ts'

function minScoreOf(given: Arguments): number | undefined {
  const written = given.value('min-score')
  if (written === undefined) return undefined
  const score = Number(written)
  if (Number.isFinite(score) && score >= 0 && score <= 10) return score
  throw new UsageError(`--min-score takes a number from 0 to 10, not ${JSON.stringify(written)}.`)
}

/** What fails the audit: flags before the configuration, and the usual where neither says. */
function thresholdOf(given: Arguments, config: Config): Threshold {
  return {
    failOn: (given.value('fail-on') as Threshold['failOn'] | undefined) ?? config.failOn ?? defaultFailOn,
    minScore: minScoreOf(given) ?? config.minScore,
  }
}

/** Standard input as a tree of one file. */
async function inputTree(given: Arguments): Promise<Tree> {
  const name = given.value('filename')
  if (name === undefined) {
    throw new UsageError('Standard input has no name.', 'Say what it is: drydock audit - --filename Dockerfile.')
  }
  if (given.operands.length > 1) throw new UsageError('- is audited alone; leave the other paths out.')
  if (given.on('config')) throw new UsageError('--config is for directories; - reads one file and nothing else.')
  const { text } = await import('node:stream/consumers')
  return memoryTree({ [name]: await text(process.stdin) }, { name })
}

/** Runs the audit; the exit code is 1 over 3 over 0, see `exit-code.ts`. */
export async function runAudit(given: Arguments): Promise<number> {
  const fromInput = given.operands.includes('-')
  if (!fromInput && given.on('filename')) throw new UsageError('--filename names what - reads; there is no - here.')
  if (given.on('previous') && !given.on('report')) {
    throw new UsageError('--previous is for --report.', 'To compare two reports: drydock diff OLD.json NEW.json.')
  }
  const { directory, paths } = fromInput ? { directory: '.', paths: [] } : targetOf(given.operands)
  const asked = { ...auditOptions(given, directory), ...(paths.length === 0 ? {} : { paths }) }
  const observed = await observedFor(given, directory, asked, fromInput)
  const options = { ...asked, ...(observed ? { observed } : {}) }
  const threshold = thresholdOf(given, fromInput ? defaultConfig : configuration(directory, options).config)
  const target = fromInput ? await inputTree(given) : sparing(diskTree(directory))
  const packaged = given.value('report')
  const repaired = packaged !== undefined || given.format === 'html' ? await auditAndRepair(target, options) : undefined
  const report = repaired?.report ?? (await audit(target, options))
  const out = given.value('out')
  const terminal = given.format === 'terminal'
  const shown = out === undefined && terminal ? screen(given.on('no-color')) : { color: false, width: 100 }
  const brief = given.on('quiet') && terminal
  printTo(out, brief ? [verdictLine(report)] : await renderPieces(report, given.format as ReportFormat, shown))
  if (packaged !== undefined && repaired) {
    const earlier = given.value('previous')
    const previous = earlier === undefined ? undefined : reportIn(earlier)
    for (const { name, text } of await renderPackage(repaired, previous, observed))
      writeOut(join(packaged, name), [text])
  }
  return exitCodeOf(report, threshold)
}
