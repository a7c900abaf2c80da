/** `drydock report`: one page of any number of JSON reports, of several repositories or of one over time. */
import { join } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { renderReports } from '../index.ts'
import type { Arguments } from './arguments.ts'
import { print, writeOut } from './output.ts'
import { reportIn } from './report-files.ts'

const example = 'For example: drydock report A.json B.json --out DIR.'

/** Reads the reports and writes their pages. */
export async function runReport(given: Arguments): Promise<number> {
  const directory = given.value('out')
  if (given.operands.length === 0) throw new UsageError('drydock report needs at least one report.', example)
  if (directory === undefined) throw new UsageError('drydock report needs a directory to write to.', example)
  const files = await renderReports(given.operands.map(reportIn))
  for (const { name, text } of files) writeOut(join(directory, name), [text])
  print(`${files.map(({ name }) => join(directory, name)).join('\n')}\n`)
  return 0
}
