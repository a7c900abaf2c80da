/** Reads the report files that a command line names. */
import { readFileSync, statSync } from 'node:fs'
import { UsageError } from '../core/errors.ts'
import type { Report } from '../core/report.ts'
import { longestReport, readReport } from '../report/read-report.ts'

/** The text of a file that somebody named; `what` says what it should be. Throws a `UsageError` where it cannot be read. */
export function textOfFile(file: string, what: string): string {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found?.isFile()) throw new UsageError(`There is no ${what} ${JSON.stringify(file)}.`)
  if (found.size > longestReport) throw new UsageError(`${file} is too large for a ${what}.`)
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`${file} cannot be read.`)
  }
}

export const reportIn = (file: string): Report => readReport(textOfFile(file, 'report'), file)
