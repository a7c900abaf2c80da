/** Runs rules over a project: every judgement placed, merged over variants and named; a crash is contained. */
import type { Repair } from '../core/fix.ts'
import type { JudgedPlace } from '../core/judged.ts'
import type { Lock } from '../core/lock.ts'
import { firstSpanOf, type Origin, type SpanOrigin } from '../core/origin.ts'
import { type Fail, type Judgement, type Severity, type SubjectRef, severities } from '../core/verdict.ts'
import type { Ask, Rule } from '../rules/define-rule.ts'
import type { Subject } from '../stack/build-model.ts'
import type { Project } from '../stack/model.ts'
import { placeId, structureOf } from './place-id.ts'
import { subjectsOf } from './subjects.ts'

/** Our own bug: a rule threw. The audit goes on without its verdict on that subject. */
export interface Crash {
  readonly rule: string
  readonly subject: SubjectRef
  readonly origin: Origin
  readonly error: string
}

export interface RunResult {
  readonly places: readonly JudgedPlace[]
  readonly crashes: readonly Crash[]
}

/** A judgement before it is merged with the same place in other variants or builds. */
interface Raw {
  readonly judgement: Judgement
  readonly repair: Repair | undefined
  readonly subject: SubjectRef
  readonly inVariants: readonly string[]
  /** Where it is written, as far as it is. */
  readonly place: SpanOrigin | undefined
}

/** Fail decides over unknown, unknown over pass, where one place was judged more than once in the same variant. */
const order = { fail: 0, unknown: 1, pass: 2 } as const

/**
 * Judges a project by all rules. The result is ordered by rule, file and offset, and does not depend on the order of
 * the rules given. With a lock, be it an empty one, every place that fails
 * says how it is repaired, where its rule knows.
 */
export function runRules(project: Project, rules: readonly Rule[], ask: Ask, lock?: Lock): RunResult {
  const places: JudgedPlace[] = []
  const crashes: Crash[] = []
  const variants = project.variants.map((variant) => variant.name)
  for (const rule of rules) {
    const raw = new Map<string, Raw[]>()
    for (const subject of subjectsOf(project, rule)) {
      try {
        const repairOf = (judgement: Fail) =>
          lock ? rule.fix?.(judgement, subject as never, { ...ask, lock }) : undefined
        collect(raw, rule.check(subject as never, ask), subject, repairOf)
      } catch (error) {
        const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
        crashes.push({ rule: rule.id, subject: subject.subject, origin: subject.origin, error: text })
      }
    }
    if (raw.size === 0) continue
    places.push(
      ...named(
        rule,
        project,
        [...raw.values()].flatMap((same) => mergeVariants(same, variants, rule.severity)),
      ),
    )
  }
  return { places, crashes }
}

/**
 * Files raw judgements under the exact place, with an ordinal for several at one place from one check. A check that
 * says the same of a place once for each variant or service that uses it speaks of one place.
 */
function collect(
  into: Map<string, Raw[]>,
  judgements: readonly Judgement[],
  { subject, inVariants }: Subject,
  repairOf: (judgement: Fail) => Repair | undefined,
): void {
  if (judgements.length === 0) return
  const seen = new Map<string, Map<string, number>>()
  for (const judgement of judgements) {
    const spoken = judgement.subject ?? subject
    const place = firstSpanOf(judgement.origin)
    const at = `${spoken.kind}\0${spoken.name}\0${writtenAt(judgement.origin, place)}`
    // Most checks say one thing.
    const key = `${at}\0${judgements.length === 1 ? 0 : ordinalOf(judgement, at, seen)}`
    const repair = judgement.verdict === 'fail' ? repairOf(judgement) : undefined
    const raw = { judgement, repair, subject: spoken, inVariants: judgement.inVariants ?? inVariants, place }
    const list = into.get(key)
    if (list) list.push(raw)
    else into.set(key, [raw])
  }
}

/** Which of the different things it is that one check says of a place. */
function ordinalOf(judgement: Judgement, at: string, seen: Map<string, Map<string, number>>): number {
  const said = seen.get(at) ?? new Map<string, number>()
  seen.set(at, said)
  const words = saying(judgement)
  const ordinal = said.get(words) ?? said.size
  said.set(words, ordinal)
  return ordinal
}

/** The text behind an origin: what YAML anchors and merge keys hand to several services is written once. */
function writtenAt(origin: Origin, place: SpanOrigin | undefined): string {
  if (!place) return structureOf(origin)
  if (origin.kind !== 'absent') return `${placeText(place)}\0`
  return `${origin.parents.map(placeText).join('\0')}\0${origin.what}`
}

const placeText = ({ file, start, end }: SpanOrigin): string => `${file}:${start}-${end}`

function saying(judgement: Judgement): string {
  switch (judgement.verdict) {
    case 'pass':
      return `pass ${judgement.evidence ?? ''}`
    case 'fail':
      return `fail ${judgement.cause ?? ''} ${judgement.message ?? ''}`
    case 'unknown':
      return `unknown ${judgement.because}`
  }
}

/** Worst first; where one place is worse in one variant than in another, the worse is reported. */
const severityRank = ({ judgement }: Raw, usual: Severity): number =>
  severities.indexOf((judgement.verdict === 'fail' ? judgement.severity : undefined) ?? usual)

/** One entry per verdict: each variant belongs to the worst verdict that the place got in it. */
function mergeVariants(same: readonly Raw[], allNames: readonly string[], usual: Severity): readonly Raw[] {
  // Most places are judged once.
  const [only] = same
  if (same.length === 1 && only) {
    if (only.inVariants.length === 0 || allNames.length === 0) return same
    const mine = allNames.filter((name) => only.inVariants.includes(name))
    return mine.length === 0 ? [] : [{ ...only, inVariants: mine.length === allNames.length ? [] : mine }]
  }
  if (allNames.length === 0)
    return [...same].sort((a, b) => order[a.judgement.verdict] - order[b.judgement.verdict]).slice(0, 1)
  const claimed = new Set<string>()
  const merged: Raw[] = []
  for (const verdict of ['fail', 'unknown', 'pass'] as const) {
    const ofVerdict = same.filter((raw) => raw.judgement.verdict === verdict)
    const [first] = [...ofVerdict].sort((a, b) => severityRank(a, usual) - severityRank(b, usual))
    if (!first) continue
    const names = new Set(ofVerdict.flatMap((raw) => (raw.inVariants.length === 0 ? allNames : raw.inVariants)))
    const mine = allNames.filter((name) => names.has(name) && !claimed.has(name))
    if (mine.length === 0) continue
    for (const name of mine) claimed.add(name)
    merged.push({ ...first, inVariants: mine.length === allNames.length ? [] : mine })
  }
  return merged
}

function byPlace({ place: left }: Raw, { place: right }: Raw): number {
  if (!left || !right) return left ? -1 : right ? 1 : 0
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return left.start - right.start || left.end - right.end
}

/** Places in the order they stand in the file; findings get their ids, equals among them numbered in that order. */
function named(rule: Rule, project: Project, raws: readonly Raw[]): readonly JudgedPlace[] {
  const ordinals = new Map<string, number>()
  const idOf = ({ subject, judgement }: Raw): string => {
    const structure = structureOf(judgement.origin)
    const key = `${subject.kind}\0${subject.name}\0${structure}`
    const ordinal = ordinals.get(key) ?? 0
    ordinals.set(key, ordinal + 1)
    return placeId(rule.id, project.id, subject, structure, ordinal)
  }
  return raws
    .toSorted(byPlace)
    .map((raw) => placed(rule, project.id, raw, raw.judgement.verdict === 'fail' ? idOf(raw) : ''))
}

/** Plain fields throughout: a place is made many times, and a field that is worked out late would cost more than all others. */
const placed = (
  rule: Rule,
  project: string,
  { judgement, repair, subject, inVariants }: Raw,
  id: string,
): JudgedPlace => ({
  rule,
  project,
  verdict: judgement.verdict,
  severity: (judgement.verdict === 'fail' ? judgement.severity : undefined) ?? rule.severity,
  confidence: (judgement.verdict === 'fail' ? judgement.confidence : undefined) ?? rule.confidence,
  message: messageOf(rule, judgement),
  remedy: judgement.verdict === 'fail' ? judgement.remedy : undefined,
  origin: judgement.origin,
  subject,
  inVariants,
  related: judgement.verdict === 'fail' ? (judgement.related ?? []) : [],
  cause: (judgement.verdict === 'fail' ? judgement.cause : undefined) ?? rule.id,
  peers: (judgement.verdict === 'fail' ? judgement.peers : undefined) ?? rule.peers,
  id,
  accepted: undefined,
  ...(repair === undefined ? {} : { repair }),
})

function messageOf(rule: Rule, judgement: Judgement): string {
  switch (judgement.verdict) {
    case 'pass':
      return judgement.evidence ?? rule.strength
    case 'fail':
      return judgement.message ?? rule.title
    case 'unknown':
      return judgement.because
  }
}
