/** Accepted risks: inline `drydock: allow` comments and the `allow:` list of the configuration, matched to places. */
import type { JudgedPlace } from '../core/judged.ts'
import { type SpanOrigin, span, spansOf } from '../core/origin.ts'
import { pathMatches } from '../core/path-pattern.ts'
import { lineAt, lineCount, offsetOfLine, positionAt, type SourceText } from '../core/text.ts'
import type { Sources } from '../stack/sources.ts'

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

/** The acceptances of one audit; those in comments turn up as files are read, project by project. */
export interface Acceptances {
  /**
   * Marks failing places that an allowance covers. An absence is covered on the parent that lacks it, so a comment above
   * a service or a FROM works for what is missing there. An expired allowance covers nothing.
   */
  mark(places: readonly JudgedPlace[]): readonly JudgedPlace[]
  /** What is to be reported of the acceptances themselves, once every project is marked. */
  left(): { readonly unused: readonly Allowance[]; readonly expired: readonly Allowance[] }
}

/** Starts from the configured allowances; a file's comments count from the first project on that reads it. */
export function openAcceptances(configured: readonly Allowance[], sources: Sources, today: string): Acceptances {
  const valid: Allowance[] = []
  const byRule = new Map<string, Allowance[]>()
  const expired: Allowance[] = []
  const used = new Set<Allowance>()
  const take = (allowance: Allowance): void => {
    const { rule, until } = allowance
    if (until !== undefined && until < today) {
      expired.push(allowance)
      return
    }
    valid.push(allowance)
    byRule.set(rule, [...(byRule.get(rule) ?? []), allowance])
  }
  for (const allowance of configured) take(allowance)
  let seen = 0
  const takeComments = (): void => {
    const unseen = sources.all().slice(seen)
    seen += unseen.length
    for (const source of unseen) for (const allowance of inlineAllowances(source)) take(allowance)
  }
  return {
    mark: (places) => {
      takeComments()
      return places.map((place) => {
        if (place.verdict !== 'fail') return place
        const allowance = byRule.get(place.rule.id)?.find((candidate) => covers(candidate, place, sources.text))
        if (!allowance) return place
        used.add(allowance)
        const { reason, owner, until } = allowance
        return { ...place, accepted: { reason, owner: owner ?? null, until: until ?? null } }
      })
    },
    left: () => {
      takeComments()
      return { unused: valid.filter((allowance) => !used.has(allowance)), expired }
    },
  }
}

/** A container is its service's where it is placed. */
const isOfService = ({ subject }: JudgedPlace, spans: readonly SpanOrigin[], service: string): boolean =>
  subject.kind === 'container'
    ? spans.some(({ path }) => path[0] === 'services' && path[1] === service)
    : subject.kind === 'service' && subject.name === service

/** Whether an allowance of the place's rule speaks of the place. */
function covers(allowance: Allowance, place: JudgedPlace, text: Sources['text']): boolean {
  const spans = spansOf(place.origin)
  if (allowance.lines) {
    const { first, last } = allowance.lines
    return spans.some((at) => {
      const source = at.file === allowance.origin.file ? text(at.file) : undefined
      if (!source) return false
      const line = positionAt(source, at.start).line
      return line >= first && line <= last
    })
  }
  if (allowance.service !== undefined && !isOfService(place, spans, allowance.service)) return false
  return allowance.path === undefined || spans.some((at) => pathMatches(allowance.path ?? '', at.file))
}
