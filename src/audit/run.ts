/** Runs rules over a project: every judgement placed, merged over variants and named; a crash is contained. */
import type { JudgedPlace } from '../core/judged.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import { type Judgement, type Severity, type SubjectRef, severities } from '../core/verdict.ts'
import type { Ask, Rule } from '../rules/define-rule.ts'
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
  readonly subject: SubjectRef
  readonly inVariants: readonly string[]
}

/** Fail decides over unknown, unknown over pass, where one place was judged more than once in the same variant. */
const order = { fail: 0, unknown: 1, pass: 2 } as const

/**
 * Judges a project by all rules. The result is ordered by rule, file and offset, and does not depend on the order of
 * the rules given.
 */
export function runRules(project: Project, rules: readonly Rule[], ask: Ask): RunResult {
  const places: JudgedPlace[] = []
  const crashes: Crash[] = []
  const variants = project.variants.map((variant) => variant.name)
  for (const rule of rules) {
    const raw = new Map<string, Raw[]>()
    for (const subject of subjectsOf(project, rule)) {
      try {
        collect(raw, rule.check(subject as never, ask), subject.subject, subject.inVariants)
      } catch (error) {
        const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
        crashes.push({ rule: rule.id, subject: subject.subject, origin: subject.origin, error: text })
      }
    }
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
  subject: SubjectRef,
  inVariants: readonly string[],
): void {
  const seen = new Map<string, Map<string, number>>()
  for (const judgement of judgements) {
    const spoken = judgement.subject ?? subject
    const place = `${spoken.kind}\0${spoken.name}\0${writtenAt(judgement.origin)}`
    const said = seen.get(place) ?? new Map<string, number>()
    seen.set(place, said)
    const words = saying(judgement)
    const ordinal = said.get(words) ?? said.size
    said.set(words, ordinal)
    const key = `${place}\0${ordinal}`
    const list = into.get(key) ?? []
    list.push({ judgement, subject: spoken, inVariants: judgement.inVariants ?? inVariants })
    into.set(key, list)
  }
}

/** The text behind an origin: what YAML anchors and merge keys hand to several services is written once. */
function writtenAt(origin: Origin): string {
  if (origin.kind === 'span') return `${origin.file}:${origin.start}-${origin.end}\0`
  const places = origin.kind === 'absent' ? origin.parents : spansOf(origin).slice(0, 1)
  if (places.length === 0) return structureOf(origin)
  const exact = places.map(({ file, start, end }) => `${file}:${start}-${end}`)
  return [...exact, origin.kind === 'absent' ? origin.what : ''].join('\0')
}

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
  // Most places are judged once, for all variants.
  if (same.length === 1 && same[0]?.inVariants.length === 0) return same
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

const firstSpan = (raw: Raw) => spansOf(raw.judgement.origin)[0]

function byPlace(a: Raw, b: Raw): number {
  const [left, right] = [firstSpan(a), firstSpan(b)]
  if (!left || !right) return left ? -1 : right ? 1 : 0
  if (left.file !== right.file) return left.file < right.file ? -1 : 1
  return left.start - right.start || left.end - right.end
}

/** Gives each place its id; equals are numbered in the order they stand in the file. */
function named(rule: Rule, project: Project, raws: readonly Raw[]): readonly JudgedPlace[] {
  const ordinals = new Map<string, number>()
  return [...raws].sort(byPlace).map((raw) => {
    const { judgement, subject } = raw
    const structure = `${subject.kind}\0${subject.name}\0${structureOf(judgement.origin)}\0${judgement.verdict}`
    const ordinal = ordinals.get(structure) ?? 0
    ordinals.set(structure, ordinal + 1)
    return placed(rule, project.id, raw, ordinal)
  })
}

/** A function of its own, so that a place holds on to its judgement only: its id is worked out after the model is gone. */
const placed = (
  rule: Rule,
  project: string,
  { judgement, subject, inVariants }: Raw,
  ordinal: number,
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
  // Only findings are asked for their ids, a small part of all places.
  get id() {
    return placeId(rule.id, project, subject, judgement.origin, ordinal)
  },
  accepted: undefined,
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
