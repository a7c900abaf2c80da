/** What everybody may know of a rule without being able to run it. */
import type { Threat } from './threat.ts'
import type { Confidence, Severity } from './verdict.ts'

/** `exposure` is scored; `breakage` will not work as written; `hygiene` is good order. */
export type Kind = 'exposure' | 'breakage' | 'hygiene'

/** The seven scored categories in report order, with their titles. */
export const categories = {
  'multi-stage-builds': 'Multi-stage builds',
  'non-root-user': 'Non-root user',
  'secrets-management': 'Secrets management',
  'image-tagging': 'Image tagging',
  'build-security': 'Build security',
  'runtime-hardening': 'Runtime hardening',
  'network-exposure': 'Network exposure',
} as const
export type Category = keyof typeof categories

export type Persona = 'default' | 'pedantic'

export interface RuleMetadata {
  /** Named after the weakness, kebab-case, so that "allow `<id>`" reads as a sentence. Equals the folder's name. */
  readonly id: string
  readonly kind: Kind
  readonly title: string
  readonly category: Category
  /** Where an attack starts, what it gains and what else it needs: the usual severity follows from it. */
  readonly threat: Threat
  /** The usual severity; a judgement may carry its own. */
  readonly severity: Severity
  readonly confidence: Confidence
  readonly persona: Persona
  /** First version that had the rule. */
  readonly since: string
  /** What an attacker or an outage gains, in one or two sentences. */
  readonly why: string
  /** What to do about it, in one or two sentences. */
  readonly remedy: string
  /** How the report words a pass, e.g. "Every service drops all capabilities". */
  readonly strength: string
  /** Minutes to repair one place. */
  readonly effort: number
  readonly references: readonly string[]
  /** The same check elsewhere, `peer:id`, e.g. `hadolint:DL3007`, `cis:5.28`; a judgement may narrow them to its own. */
  readonly peers: readonly string[]
  /** Items of the production checklist that this rule decides (see `core/checklist.ts`). */
  readonly checklist?: readonly string[]
  /** Rules that exclude each other on one place: only the strongest failing one counts there, e.g. `tag`. */
  readonly family?: string
}
