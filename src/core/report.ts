/** The one versioned report that every format prints. All text in it is already masked. */
import type { Graph } from './architecture.ts'
import type { Control, Decision, ImageScan } from './assurance.ts'
import type { ObservedSummary } from './observed.ts'
import type { RepairProof } from './proof.ts'
import type { ProofReport } from './proof-report.ts'
import type { Category, Kind } from './rule.ts'
import type { Confidence, Severity, SubjectRef } from './verdict.ts'

/** 1-based, UTF-16 columns, end exclusive; an absence points at the parent that lacks it. */
export interface FileLocation {
  readonly kind: 'file'
  readonly file: string
  readonly startLine: number
  readonly startColumn: number
  readonly endLine: number
  readonly endColumn: number
}
export type Location = FileLocation

/** Lines of a file around a place, secrets masked. */
export interface Excerpt {
  readonly startLine: number
  readonly lines: readonly string[]
}

export interface RelatedPlace {
  readonly location: Location
  readonly message: string
}

export interface Acceptance {
  readonly reason: string
  readonly owner: string | null
  /** ISO date, or null where it has no end. */
  readonly until: string | null
}

/**
 * What can be done about a place, where repairs were asked for. `refused`: a person has to, and `needs` says what with; `withheld`: it
 * can be made, and is not shown because it touches a secret.
 */
export interface FixOffer {
  readonly status: 'offered' | 'refused' | 'withheld'
  /** Null where it is refused. */
  readonly safety: 'safe' | 'guarded' | null
  readonly title: string
  readonly because: string | null
  readonly needs: string
  /** The change as a unified diff; null where it is not shown. */
  readonly diff: string | null
  readonly edits: readonly (
    | { readonly file: string; readonly start: number; readonly end: number; readonly text: string }
    | { readonly create: string; readonly text: string }
  )[]
  /** What a record of a proof says of it; null where none does. */
  readonly proof: RepairProof | null
}

export interface Place {
  /** Hash of rule, project, subject and structural path, with an ordinal among equals; never of text, lines or secrets. */
  readonly id: string
  readonly subject: SubjectRef
  readonly severity: Severity
  readonly message: string
  readonly remedy: string | null
  readonly location: Location
  readonly excerpt: Excerpt | null
  readonly variants: readonly string[]
  readonly related: readonly RelatedPlace[]
  readonly fix: FixOffer | null
  readonly accepted: Acceptance | null
}

/** 1 blocks production, 2 this week, 3 next. */
export type Phase = 1 | 2 | 3

export interface Finding {
  readonly rule: string
  readonly title: string
  readonly kind: Kind
  /** The worst of its open places. */
  readonly severity: Severity
  readonly confidence: Confidence
  readonly category: Category
  readonly phase: Phase
  /** Minutes for all its places. */
  readonly effort: number
  readonly message: string
  readonly why: string
  readonly remedy: string
  readonly references: readonly string[]
  readonly project: string
  readonly places: readonly Place[]
}

export type Grade = 'A+' | 'A' | 'B' | 'C' | 'D' | 'F'

/** One successive drop; `points` is negative. The entries of a ledger add up to score − 10 exactly. */
export interface LedgerEntry {
  readonly rule: string | null
  /** For entries that no rule causes, e.g. the cap for an open critical exposure. */
  readonly reason: string | null
  readonly points: number
  readonly failing: number
  readonly of: number
}

export interface Strength {
  readonly rule: string
  readonly text: string
  /** Where it can be seen, `file:line`, at most a few. */
  readonly evidence: readonly string[]
}

export interface CategoryScore {
  readonly id: Category
  readonly title: string
  readonly score: number
  readonly grade: Grade
  readonly ledger: readonly LedgerEntry[]
  readonly strengths: readonly Strength[]
}

export interface Score {
  /** One decimal, with every failing place deducted, accepted ones too. */
  readonly overall: number
  /** As `overall`, as if accepted risks were closed. */
  readonly accepted: number
  readonly grade: Grade
  readonly categories: readonly CategoryScore[]
  /** Ledger of the overall score beyond the mean: the cap, where it applies. */
  readonly ledger: readonly LedgerEntry[]
  readonly projected: readonly { readonly phase: Phase; readonly overall: number }[]
}

export interface VariantSummary {
  readonly name: string
  readonly platform: string
  readonly environment: string
  readonly productionLike: boolean
  readonly files: readonly string[]
  readonly evidence: readonly string[]
  readonly graph: Graph
}

export interface ProjectReport {
  readonly id: string
  readonly path: string
  readonly variants: readonly VariantSummary[]
  /** Null where no category applies (nothing to score). */
  readonly score: Score | null
  /** The variant whose score this is. */
  readonly scoredVariant: string | null
  /** That of the scored variant. */
  readonly graph: Graph
}

export type ChecklistStatus = 'pass' | 'fail' | 'manual' | 'not-applicable'

export interface ChecklistItem {
  readonly id: string
  readonly group: string
  readonly title: string
  readonly status: ChecklistStatus
  /** `file:line` or a sentence; empty only for `not-applicable`. */
  readonly evidence: readonly string[]
  /** For `manual`: a command that fails when the item fails. */
  readonly command: string | null
  /** Rules that decide it. */
  readonly rules: readonly string[]
  /** A command that fails when the item fails, whatever its status: in the files, by the rules that decide it, or in what is built or runs. */
  readonly verification: string
}

export interface PlanTask {
  readonly rule: string
  readonly title: string
  readonly severity: Severity
  readonly places: number
  /** Minutes. */
  readonly effort: number
}
export interface PlanPhase {
  readonly phase: Phase
  readonly title: string
  readonly effort: number
  readonly tasks: readonly PlanTask[]
  /** Overall score once this phase is done; null where nothing is scored. */
  readonly projected: number | null
}
export interface PlanWeek {
  readonly week: number
  readonly effort: number
  readonly tasks: readonly { readonly rule: string; readonly title: string; readonly effort: number }[]
}
export interface Plan {
  readonly phases: readonly PlanPhase[]
  readonly weeks: readonly PlanWeek[]
}

/** A tagging strategy computed from the repository's state. */
export interface TaggingStrategy {
  /** Tags for the commit at hand, most specific last, each with what it is for. */
  readonly tags: readonly { readonly tag: string; readonly purpose: string }[]
  readonly compose: string
  readonly workflow: string
}

/** The stack as repairs would leave it, audited again. */
export interface RepairOutcome {
  /** Open places that they close. */
  readonly closed: number
  readonly files: readonly string[]
  readonly overall: number | null
  readonly grade: Grade | null
}
export interface Repairs {
  /** Only what no correct program can tell. */
  readonly safe: RepairOutcome
  /** Also what a program may notice. */
  readonly guarded: RepairOutcome
}

export interface UnknownJudgement {
  readonly rule: string
  readonly project: string
  readonly subject: SubjectRef
  readonly because: string
  readonly location: Location | null
}

export interface Report {
  readonly schemaVersion: 1
  readonly tool: {
    readonly name: 'drydock'
    readonly version: string
    /** `ids`: every rule that ran, so that a later report can tell a new fault from a new rule. */
    readonly rules: { readonly digest: string; readonly preview: boolean; readonly ids: readonly string[] }
  }
  readonly config: { readonly digest: string }
  /** ISO 8601. */
  readonly createdAt: string
  readonly target: { readonly path: string; readonly commit: string | null }
  readonly verdict: { readonly go: boolean; readonly because: readonly string[] }
  /** The headline: the lowest score of the projects that count; null where nothing was scored. */
  readonly score: Score | null
  readonly headline: string | null
  readonly projects: readonly ProjectReport[]
  readonly findings: readonly Finding[]
  readonly checklist: readonly ChecklistItem[]
  readonly plan: Plan
  readonly tagging: TaggingStrategy | null
  readonly controls: readonly Control[]
  readonly decisions: readonly Decision[]
  /** Scans by others that were handed in. */
  readonly scans: readonly ImageScan[]
  /** What `drydock fix` would come to, where repairs were asked for. */
  readonly repairs: Repairs | null
  readonly inventory: {
    readonly images: readonly { readonly reference: string; readonly usedBy: readonly string[] }[]
    readonly dockerfiles: readonly string[]
    readonly composeFiles: readonly string[]
    readonly workflows: readonly string[]
  }
  readonly unknown: readonly UnknownJudgement[]
  readonly skipped: readonly { readonly what: string; readonly reason: string }[]
  /** Files that did not parse or could not be read, and rules that crashed: the audit is incomplete (exit code 3). */
  readonly incomplete: readonly {
    readonly what: string
    readonly because: string
    readonly location: Location | null
  }[]
  readonly stats: {
    readonly files: number
    readonly judgements: { readonly pass: number; readonly fail: number; readonly unknown: number }
  }
  /** What a Docker Engine was seen to run; null where nobody looked. */
  readonly observed: ObservedSummary | null
  /** What records of proofs say of the audited stacks. */
  readonly proofs: readonly ProofReport[]
}
