/** Repairs a tree in memory: what is fixed, what is not and why, and the audits before and after. */
import { type AuditedTree, type AuditOptions, auditTree } from './audit-tree.ts'
import type { Fix } from './core/fix.ts'
import type { SettingsOfServices } from './core/proof.ts'
import type { RepairOutcome, Report } from './core/report.ts'
import type { Tree } from './core/tree.ts'
import { type Converged, converge, type Examined } from './fix/converge.ts'
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
  /** Fingerprints of what each service is run with. */
  readonly settings: { readonly before: SettingsOfServices; readonly after: SettingsOfServices }
  readonly mask: (text: string) => string
}

/** What converging sees of an audit, with the audit itself. */
interface ExaminedAudit extends Examined {
  readonly audited: AuditedTree
}

/** The audit of a tree, which repairing asks for again after every round. */
type Audits = (tree: Tree) => Promise<AuditedTree>

/** Of files alone: what runs stays as it is until somebody starts it anew, whatever is repaired. */
function auditsBy(available: readonly Rule[], { observed: _running, ...options }: FixOptions): Audits {
  // What was proved of the stack before its repair holds for the repair, which changes it.
  let before: AuditedTree | undefined
  return async (tree) => {
    const audited = await auditTree(available, tree, { ...options, fixes: true }, before)
    before ??= audited
    return audited
  }
}

/** Makes what the options ask for until nothing is left to make. */
const repaired = (base: Tree, audits: Audits, options: FixOptions): Promise<Converged<ExaminedAudit>> =>
  converge(base, async (tree) => {
    const audited = await audits(tree)
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
  })

const offered = ({ report, repairs, mask }: AuditedTree, tree: Tree): Report => withOffers(report, repairs, tree, mask)

/** Repairs a tree by these rules, and audits it again after every round. */
export async function fixWith(available: readonly Rule[], base: Tree, options: FixOptions = {}): Promise<FixResult> {
  const made = await repaired(base, auditsBy(available, options), options)
  const { first, last, files, applied, reverted, followUps, tree } = made
  const [before, after] = [first.audited, last.audited]
  const mask = (text: string): string => after.mask(before.mask(text))
  return {
    before: offered(before, base),
    after: offered(after, tree),
    base,
    patch: patchOf(base, files),
    files,
    applied: applied.map(({ place, fix }) => ({ rule: place.rule, place: place.id, fix })),
    reverted: reverted.map(({ place, fix: { title }, because }) => ({
      rule: place.rule,
      message: place.message,
      title: mask(title),
      because: mask(because),
    })),
    followUps: followUps.map(({ rule, message }) => ({ rule, message })),
    settings: { before: before.settings, after: after.settings },
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
  // Both begin with the same audit of what is there, and only that one is shown with its offers.
  const audits = auditsBy(available, options)
  const first = await audits(base)
  const again: Audits = (tree) => (tree === base ? Promise.resolve(first) : audits(tree))
  const safe = await repaired(base, again, { ...options, guarded: false, withoutSecrets: true })
  const guarded = await repaired(base, again, { ...options, guarded: true })
  const repairs = { safe: outcomeOf(safe), guarded: outcomeOf(guarded) }
  const shown = options.observed ? await auditTree(available, base, { ...options, fixes: true }) : first
  return { report: { ...offered(shown, base), repairs }, patch: patchOf(base, safe.files) }
}

function outcomeOf({ first, last, files }: Converged<ExaminedAudit>): RepairOutcome {
  const after = last.audited.report
  const left = new Set(openIds(after))
  return {
    closed: openIds(first.audited.report).filter((id) => !left.has(id)).length,
    files: [...files.keys()].sort(),
    overall: after.score?.overall ?? null,
    grade: after.score?.grade ?? null,
  }
}

const openIds = ({ findings }: Report): readonly string[] =>
  findings.flatMap(({ places }) => places.flatMap(({ id, accepted }) => (accepted ? [] : [id])))
