/** What a rule says of one place, and the words to say it with. */
import type { Answer } from './known.ts'
import type { Origin } from './origin.ts'

/** From worst to least. `info` never takes points. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof severities)[number]

export type Confidence = 'high' | 'medium' | 'low'

/** Whether `a` is at least as severe as `b`. */
export const atLeast = (a: Severity, b: Severity): boolean => severities.indexOf(a) <= severities.indexOf(b)

/** The worse of two severities. */
export const worse = (a: Severity, b: Severity): Severity => (atLeast(a, b) ? a : b)

/** What a judgement is about, as people call it. */
export interface SubjectRef {
  readonly kind: string
  readonly name: string
}

/** A second place that explains the first. */
export interface Related {
  readonly origin: Origin
  readonly message: string
}

/** Anything that knows its place. */
export type Placed = Origin | { readonly origin: Origin }

const isOrigin = (placed: Placed): placed is Origin => 'kind' in placed && !('origin' in placed)

/** The origin of anything placed. */
export const originOf = (placed: Placed): Origin => (isOrigin(placed) ? placed : placed.origin)

interface Said {
  readonly origin: Origin
  /** Replaces the subject that the runner would name (e.g. a project rule that speaks of a service). */
  readonly subject?: SubjectRef
  /** Variants in which it is true, where a project's rule speaks of something that only some of them have. */
  readonly inVariants?: readonly string[]
}

export interface Pass extends Said {
  readonly verdict: 'pass'
  /** What exactly is right, for the checklist's evidence; defaults to the rule's strength. */
  readonly evidence?: string
}

export interface Fail extends Said {
  readonly verdict: 'fail'
  /** What is wrong here, in one sentence that names the thing; never a secret's value. */
  readonly message?: string
  /** Only where it differs from the rule's usual one. */
  readonly severity?: Severity
  readonly confidence?: Confidence
  readonly related?: readonly Related[]
  /** Places with the same cause are one finding; by default one rule is one cause in a project. */
  readonly cause?: string
  /** How to repair this very place, where it differs from the rule's remedy. */
  readonly remedy?: string
  /** The same check elsewhere, where only some of the rule's `peers` report this place (a row of a table). */
  readonly peers?: readonly string[]
}

export interface Unknown extends Said {
  readonly verdict: 'unknown'
  /** Which fact is missing, as the end of a sentence: "the image of `${BASE}` is not set". */
  readonly because: string
}

export type Judgement = Pass | Fail | Unknown

export type FailDetails = Omit<Fail, 'verdict' | 'origin'>

export const pass = (placed: Placed, details: Omit<Pass, 'verdict' | 'origin'> = {}): Pass => ({
  ...details,
  verdict: 'pass',
  origin: originOf(placed),
})

export const fail = (placed: Placed, details: FailDetails = {}): Fail => ({
  ...details,
  verdict: 'fail',
  origin: originOf(placed),
})

export const unknown = (placed: Placed, because: string, subject?: SubjectRef): Unknown => ({
  verdict: 'unknown',
  origin: originOf(placed),
  because,
  ...(subject ? { subject } : {}),
})

/** Whom and which variants a judgement speaks of, whatever its verdict. */
const about = ({ subject, inVariants }: FailDetails): Omit<Said, 'origin'> => ({
  ...(subject ? { subject } : {}),
  ...(inVariants ? { inVariants } : {}),
})

/** Whether a judgement speaks of this one, in some variant that both are true in. */
export const speaksOf = (
  { subject, inVariants }: Pick<Said, 'subject' | 'inVariants'>,
  one: { readonly subject: SubjectRef; readonly inVariants: readonly string[] },
): boolean =>
  one.subject.kind === subject?.kind &&
  one.subject.name === subject.name &&
  (inVariants === undefined || one.inVariants.length === 0 || one.inVariants.some((name) => inVariants.includes(name)))

/** Turns the answer to "is this as it should be?" into a judgement of the place. */
export function judge(good: Answer, placed: Placed, details: FailDetails = {}): Judgement {
  switch (good.is) {
    case 'yes':
      return { ...about(details), verdict: 'pass', origin: originOf(placed) }
    case 'no':
      return fail(placed, details)
    case 'unknown':
      return { ...about(details), verdict: 'unknown', origin: originOf(placed), because: good.because }
  }
}
