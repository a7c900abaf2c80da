/** Masks every text of a report in one walk, so that no reporter can forget one. */
import type { Report } from './report.ts'

/** Keys whose texts are our own words, structure or places, where a secret cannot be and a mask would break what reads them. */
const structural = new Set([
  'id',
  'rule',
  'kind',
  'severity',
  'confidence',
  'category',
  'status',
  'grade',
  'digest',
  'version',
  'createdAt',
  'commit',
  'file',
  'from',
])

/** The same report with `mask` applied to every text that may hold words of the audited files. */
export const maskReport = (report: Report, mask: (text: string) => string): Report => walk(report, mask) as Report

/** Any plain data with `mask` applied to every text. */
export const maskTexts = (value: unknown, mask: (text: string) => string): unknown => walk(value, mask)

/** What holds no secret is handed on as it is, which spares a large report its copy. */
function walk(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    let items: unknown[] | undefined
    for (const [index, item] of value.entries()) {
      const masked = walk(item, mask)
      if (masked === item) continue
      items ??= [...value]
      items[index] = masked
    }
    return items ?? value
  }
  let entries: Map<string, unknown> | undefined
  for (const [key, item] of Object.entries(value)) {
    const masked = structural.has(key) && typeof item === 'string' ? item : walk(item, mask)
    if (masked === item) continue
    entries ??= new Map(Object.entries(value))
    entries.set(key, masked)
  }
  return entries ? Object.fromEntries(entries) : value
}
