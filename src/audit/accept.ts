/** Accepted risks: inline `drydock: allow` comments and the `allow:` list of the configuration, matched to places. */
import type { JudgedPlace } from '../core/judged.ts'
import { type SpanOrigin, span, spansOf } from '../core/origin.ts'
import { pathMatches } from '../core/path-pattern.ts'
import type { Acceptance } from '../core/report.ts'
import { lineAt, lineCount, offsetOfLine, positionAt, type SourceText } from '../core/text.ts'
import type { Sources } from './locate.ts'

/** One acceptance, wherever it is written. */
export interface Allowance {
  readonly rule: string
  readonly reason: string
  readonly owner: string | undefined
  /** ISO date; the last day it holds. */
  readonly until: string | undefined
  /** Only places in files that this path names or contains; `*` and `**` as in `.gitignore`. */
  readonly path: string | undefined
  readonly service: string | undefined
  readonly origin: SpanOrigin
  /** For inline comments: the lines (1-based) of `origin.file` it speaks of. */
  readonly lines: { readonly first: number; readonly last: number } | undefined
}

const inlineForm = /(?:#|\/\/)\s*drydock:\s*allow\s+([a-z0-9-]+)(?:\s*[-–—:]+\s*(.*))?$/

/** Reads the inline allowances of one text. A comment on a line of its own speaks of the next line that is no comment. */
export function inlineAllowances(source: SourceText): readonly Allowance[] {
  if (!source.text.includes('drydock:')) return []
  const found: Allowance[] = []
  for (let line = 1; line <= lineCount(source); line++) {
    const text = lineAt(source, line)
    const match = inlineForm.exec(text)
    if (!match) continue
    const start = offsetOfLine(source, line) + match.index
    const alone = text.slice(0, match.index).trim() === ''
    const last = alone ? nextCodeLine(source, line) : line
    found.push({
      rule: match[1] ?? '',
      reason: (match[2] ?? '').trim(),
      owner: undefined,
      until: undefined,
      path: undefined,
      service: undefined,
      origin: span(source.file, ['comment', line], start, start + match[0].length),
      lines: { first: line, last },
    })
  }
  return found
}

function nextCodeLine(source: SourceText, from: number): number {
  for (let line = from + 1; line <= lineCount(source); line++) {
    const text = lineAt(source, line).trim()
    if (text !== '' && !text.startsWith('#') && !text.startsWith('//')) return line
  }
  return from
}

export interface AcceptResult {
  readonly places: readonly JudgedPlace[]
  readonly unused: readonly Allowance[]
  readonly expired: readonly Allowance[]
}

/**
 * Marks failing places that an allowance covers. An absence is covered on the parent that lacks it, so a comment above
 * a service or a FROM works for what is missing there. An expired allowance covers nothing; both lists come back so that
 * they can be reported.
 */
export function accept(
  places: readonly JudgedPlace[],
  allowances: readonly Allowance[],
  sources: Sources,
  today: string,
): AcceptResult {
  const isExpired = ({ until }: Allowance): boolean => until !== undefined && until < today
  const expired = allowances.filter(isExpired)
  const valid = allowances.filter((allowance) => !isExpired(allowance))
  const byRule = Map.groupBy(valid, ({ rule }) => rule)
  const used = new Set<Allowance>()
  const marked = places.map((place) => {
    if (place.verdict !== 'fail') return place
    const allowance = byRule.get(place.rule.id)?.find((candidate) => covers(candidate, place, sources))
    if (!allowance) return place
    used.add(allowance)
    const accepted: Acceptance = {
      reason: allowance.reason,
      owner: allowance.owner ?? null,
      until: allowance.until ?? null,
    }
    return { ...place, accepted }
  })
  return { places: marked, unused: valid.filter((allowance) => !used.has(allowance)), expired }
}

/** Whether an allowance of the place's rule speaks of the place. */
function covers(allowance: Allowance, place: JudgedPlace, sources: Sources): boolean {
  const spans = spansOf(place.origin)
  if (allowance.lines) {
    const { first, last } = allowance.lines
    return spans.some((at) => {
      const source = at.file === allowance.origin.file ? sources(at.file) : undefined
      if (!source) return false
      const line = positionAt(source, at.start).line
      return line >= first && line <= last
    })
  }
  if (
    allowance.service !== undefined &&
    !(place.subject.kind === 'service' && place.subject.name === allowance.service)
  )
    return false
  return allowance.path === undefined || spans.some((at) => pathMatches(allowance.path ?? '', at.file))
}
