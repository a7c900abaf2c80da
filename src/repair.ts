/** Repairs a tree in memory: what is fixed, what is not and why, and the audits before and after. */
import { type AuditedTree, type AuditOptions, auditTree } from './audit-tree.ts'
import type { Fix } from './core/fix.ts'
import type { RepairOutcome, Report } from './core/report.ts'
import type { Tree } from './core/tree.ts'
import { converge, type Examined } from './fix/converge.ts'
import { isOffered, openPlaces, withOffers } from './fix/offer.ts'
import { patchOf } from './fix/patch.ts'
import type { Rule } from './rules/define-rule.ts'

export interface FixOptions extends AuditOptions {
  /** Also what a program may notice; else only what no correct program can tell. */
  readonly guarded?: boolean
  /** Leave out what touches a secret, or would show one in a diff. */
  readonly withoutSecrets?: boolean
  /** Only the repairs of these places, by their ids. */
  readonly places?: ReadonlySet<string>
}

/** What `fix` came to. Nothing is written. */
export interface FixResult {
  readonly before: Report
  readonly after: Report
  readonly base: Tree
  /** A unified diff of all files, which may hold secrets too. */
  readonly patch: string
  /** New texts by file. They may hold secrets; `mask` hides them. */
  readonly files: ReadonlyMap<string, string>
  readonly applied: readonly { readonly rule: string; readonly place: string; readonly fix: Fix }[]
  /** Made, found to misbehave, and undone. */
  readonly reverted: readonly {
    readonly rule: string
    readonly message: string
    readonly title: string
    readonly because: string
  }[]
  /** Findings that the repairs brought about, milder than what they closed. */
  readonly followUps: readonly { readonly rule: string; readonly message: string }[]
  readonly mask: (text: string) => string
}

/** What converging sees of an audit, with the audit itself. */
interface ExaminedAudit extends Examined {
  readonly audited: AuditedTree
}

/** Repairs a tree by these rules, and audits it again after every round. */
export async function fixWith(available: readonly Rule[], base: Tree, options: FixOptions = {}): Promise<FixResult> {
  const examine = async (tree: Tree): Promise<ExaminedAudit> => {
    const audited = await auditTree(available, tree, { ...options, fixes: true })
    const { report, repairs, failing, mask } = audited
    const wanted = (one: Fix): boolean =>
      (options.guarded === true || one.safety === 'safe') &&
      (options.withoutSecrets !== true || isOffered(one, tree, mask))
    return {
      audited,
      places: openPlaces(report, repairs, wanted).map((place) =>
        options.places?.has(place.id) === false ? { ...place, fix: undefined } : place,
      ),
      failing,
      broken: report.incomplete.map(({ what, because }) => `${what}: ${because}`),
    }
  }
  const { first, last, files, applied, reverted, followUps, tree } = await converge(base, examine)
  const [before, after] = [first.audited, last.audited]
  const mask = (text: string): string => after.mask(before.mask(text))
  return {
    before: withOffers(before.report, before.repairs, base, before.mask),
    after: withOffers(after.report, after.repairs, tree, after.mask),
    base,
    patch: patchOf(base, files),
    files,
    applied: applied.map(({ place, fix: made }) => ({ rule: place.rule, place: place.id, fix: made })),
    reverted: reverted.map(({ place, fix: { title }, because }) => ({
      rule: place.rule,
      message: place.message,
      title: mask(title),
      because: mask(because),
    })),
    followUps: followUps.map(({ rule, message }) => ({ rule, message })),
    mask,
  }
}

/** An audit that also says of each place how it can be repaired, and what all repairs come to. */
export interface RepairedAudit {
  readonly report: Report
  /** The safe repairs as a unified diff, without those that touch a secret. */
  readonly patch: string
}

/** Audits a tree, and tries the repairs: first only the safe ones, then the guarded ones too. Nothing is written. */
export async function auditWithRepairs(
  available: readonly Rule[],
  base: Tree,
  options: AuditOptions,
): Promise<RepairedAudit> {
  const safe = await fixWith(available, base, { ...options, guarded: false, withoutSecrets: true })
  const guarded = await fixWith(available, base, { ...options, guarded: true })
  return {
    report: { ...safe.before, repairs: { safe: outcomeOf(safe), guarded: outcomeOf(guarded) } },
    patch: safe.patch,
  }
}

function outcomeOf({ before, after, files }: FixResult): RepairOutcome {
  const left = new Set(openIds(after))
  return {
    closed: openIds(before).filter((id) => !left.has(id)).length,
    files: [...files.keys()].sort(),
    overall: after.score?.overall ?? null,
    grade: after.score?.grade ?? null,
  }
}

const openIds = ({ findings }: Report): readonly string[] =>
  findings.flatMap(({ places }) => places.flatMap(({ id, accepted }) => (accepted ? [] : [id])))
