/** Groups failing places into findings: one rule failing for one cause in one project. */
import type { JudgedPlace } from '../core/judged.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import type { FileLocation, Finding, Location, Phase, Place } from '../core/report.ts'
import type { RuleMetadata } from '../core/rule.ts'
import { type Confidence, type Severity, worse } from '../core/verdict.ts'
import { excerptOf, locate, type Sources } from './locate.ts'

export interface Grouping {
  readonly sources: Sources
  /** Masks a line of a file for an excerpt. */
  readonly maskLine: (line: string) => string
  /** When to close a finding, from its rule and worst severity. */
  readonly phaseOf: (rule: RuleMetadata, severity: Severity, confidence: Confidence) => Phase
}

const nowhere: FileLocation = { kind: 'file', file: '', startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }

/** Findings of one or more projects, in the order that they are reported in, so that two runs print the same. */
export function findingsOf(places: readonly JudgedPlace[], grouping: Grouping): readonly Finding[] {
  const groups = new Map<string, JudgedPlace[]>()
  for (const place of places) {
    if (place.verdict !== 'fail') continue
    const key = [place.project, place.rule.id, place.cause].join('\0')
    const group = groups.get(key)
    if (group) group.push(place)
    else groups.set(key, [place])
  }
  return [...groups.values()].map((group) => findingOf(group, grouping)).sort(bySeverity)
}

const rank: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 }

/** Worst first; equal ones by rule, project and place. */
export function bySeverity(a: Finding, b: Finding): number {
  return (
    rank[a.severity] - rank[b.severity] ||
    compare(a.rule, b.rule) ||
    compare(a.project, b.project) ||
    compare(fileOf(a), fileOf(b)) ||
    lineOf(a) - lineOf(b)
  )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const fileOf = (finding: Finding): string => finding.places[0]?.location.file ?? ''
const lineOf = (finding: Finding): number => finding.places[0]?.location.startLine ?? 0

function findingOf(group: readonly JudgedPlace[], grouping: Grouping): Finding {
  const [first] = group as readonly [JudgedPlace, ...JudgedPlace[]]
  const { rule } = first
  const open = group.filter((place) => !place.accepted)
  const severity = (open.length > 0 ? open : group).map((place) => place.severity).reduce(worse)
  return {
    rule: rule.id,
    title: rule.title,
    kind: rule.kind,
    severity,
    confidence: first.confidence,
    category: rule.category,
    phase: grouping.phaseOf(rule, severity, first.confidence),
    effort: rule.effort * open.length,
    message: group.length === 1 ? first.message : `${rule.title} (${group.length} places)`,
    why: rule.why,
    remedy: sharedRemedy(group) ?? rule.remedy,
    references: rule.references,
    project: first.project,
    places: group.map((place) => placeOf(place, grouping)).sort((a, b) => rank[a.severity] - rank[b.severity]),
  }
}

/** What to do about every place, where the places say one thing of their own: on ECS other words than on Compose. */
function sharedRemedy(group: readonly JudgedPlace[]): string | undefined {
  const [first, ...more] = group
  return more.every(({ remedy }) => remedy === first?.remedy) ? first?.remedy : undefined
}

function placeOf(place: JudgedPlace, { sources, maskLine }: Grouping): Place {
  const location: Location = locate(place.origin, sources) ?? nowhere
  return {
    id: place.id,
    subject: place.subject,
    severity: place.severity,
    message: place.message,
    remedy: place.remedy ?? null,
    location,
    excerpt: location.file === '' ? null : excerptOf(location, sources, maskLine),
    variants: place.inVariants,
    related: relatedOf(place, sources),
    fix: null,
    accepted: place.accepted ?? null,
  }
}

/** What the rule names, and the lines of other files that the value was put together from. */
function relatedOf(place: JudgedPlace, sources: Sources): Place['related'] {
  const named = place.related.flatMap(({ origin, message }) => {
    const at = locate(origin, sources)
    return at ? [{ location: at, message }] : []
  })
  const supplied = suppliersOf(place.origin).flatMap(({ origin, name }) => {
    const at = locate(origin, sources)
    const known = named.some(({ location }) => location.file === at?.file && location.startLine === at.startLine)
    return at && !known ? [{ location: at, message: `${name} gets its value here` }] : []
  })
  return [...named, ...supplied]
}

/** Where variables of a place get their values: lines of env files, which are where a person has to change them. */
function suppliersOf(origin: Origin): readonly { readonly origin: Origin; readonly name: string }[] {
  if (origin.kind !== 'derived' || origin.step !== 'interpolation') return []
  const first = firstSpanOf(origin)
  return origin.inputs.flatMap((input) => {
    const place = firstSpanOf(input)
    const name = place?.path.at(-1)
    return place !== undefined && place.file !== first?.file && typeof name === 'string'
      ? [{ origin: place, name }]
      : []
  })
}
