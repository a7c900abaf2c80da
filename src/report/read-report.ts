/** Reads a JSON report back: whatever else a file holds becomes one sentence that says what is wrong with it. */

import { isRecord, pathText, ShapeError } from '../core/data-shape.ts'
import { UsageError } from '../core/errors.ts'
import type { Report } from '../core/report.ts'
import { version } from '../core/version.gen.ts'
import { reportShape } from './report-shape.ts'

/** A larger text is not read: it would not fit into memory several times over. In UTF-16 code units. */
export const longestReport = 256 * 1024 * 1024

const howToWrite = 'Write one with: drydock audit --format json --out report.json.'

/**
 * The report in `text`, which came from the file `name`. Reports of older versions are filled up with empty values. Throws a
 * `UsageError` for everything else, naming the file, the field, what should be there, and what to do.
 */
export function readReport(text: string, name: string): Report {
  if (text.length > longestReport) throw new UsageError(`${name} is too large for a report.`, howToWrite)
  const data = parsed(text, name)
  const strange = notOurs(data)
  if (strange !== undefined) throw new UsageError(`${name} ${strange}.`, howToWrite)
  const { schemaVersion } = isRecord(data) ? data : {}
  if (typeof schemaVersion === 'number' && schemaVersion > 1) {
    throw new UsageError(
      `${name} is a report of version ${schemaVersion}, and drydock ${version} reads version 1.`,
      'Update drydock.',
    )
  }
  try {
    return reportShape(data, [])
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    throw new UsageError(`${name} is a damaged report: ${pathText(error.path)} ${error.message}.`, adviceOn(data))
  }
}

function parsed(text: string, name: string): unknown {
  if (text.trim() === '') throw new UsageError(`${name} is empty.`, howToWrite)
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    // The parser's own words would show a piece of the file.
    throw new UsageError(`${name} is not JSON, or was cut off.`, howToWrite)
  }
}

/** What JSON is, where it is no report. */
function notOurs(data: unknown): string | undefined {
  if (!isRecord(data)) return 'is no report of drydock'
  const { comparison, runs, tool, schemaVersion } = data
  if (comparison !== undefined) return 'is a comparison of two reports, not a report'
  if (Array.isArray(runs)) return 'is SARIF, not a JSON report of drydock'
  const { name } = isRecord(tool) ? tool : {}
  return name === 'drydock' && typeof schemaVersion === 'number' ? undefined : 'is no report of drydock'
}

/** What to do about a damaged report: one that another version wrote may only be newer. */
function adviceOn(data: unknown): string {
  const { tool } = isRecord(data) ? data : {}
  const { version: writer } = isRecord(tool) ? tool : {}
  return typeof writer === 'string' && writer !== version && /^[\w.+-]{1,40}$/.test(writer)
    ? `Drydock ${writer} wrote it, and this is ${version}: use the same version, or audit again.`
    : 'Audit again to replace it.'
}
