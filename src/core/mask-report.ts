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
    const masked = value.map((item) => walk(item, mask))
    return masked.some((item, index) => item !== value[index]) ? masked : value
  }
  const object = value as Readonly<Record<string, unknown>>
  let masked: Map<string, unknown> | undefined
  for (const key of Object.keys(object)) {
    const item = object[key]
    if (typeof item === 'string' && structural.has(key)) continue
    const hidden = walk(item, mask)
    if (hidden === item) continue
    masked ??= new Map(Object.entries(object))
    masked.set(key, hidden)
  }
  return masked ? Object.fromEntries(masked) : value
}
