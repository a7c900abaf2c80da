/** Findings about acceptances themselves: an `allow` that covers nothing, and one whose date has passed. */
import type { JudgedPlace } from '../core/judged.ts'
import type { RuleMetadata } from '../core/rule.ts'
import { severityOf, type Threat } from '../core/threat.ts'
import type { Allowance } from './accept.ts'
import { placeId, structureOf } from './place-id.ts'

const common = {
  kind: 'hygiene',
  category: 'build-security',
  confidence: 'high',
  persona: 'default',
  since: '0.1.0',
  effort: 5,
  references: [],
  peers: [],
} as const

const threatening = (threat: Threat) => ({ threat, severity: severityOf(threat) })

/** Rules of the engine: no folder, since they judge what other rules left. */
export const acceptanceRules = {
  unused: {
    ...common,
    id: 'unused-allow',
    title: 'An accepted risk that is not there',
    ...threatening({ from: 'nobody', gains: 'trace' }),
    why: 'An acceptance that covers nothing hides the next weakness of its kind, and tells readers of a risk that nobody runs.',
    remedy: 'Remove it, or correct the rule, path or service it names.',
    strength: 'Every accepted risk is one that exists',
  },
  expired: {
    ...common,
    id: 'expired-allow',
    title: 'An accepted risk whose date has passed',
    ...threatening({ from: 'nobody', gains: 'control' }),
    why: 'The risk was accepted for a time that is over; since then nobody has decided to go on running it.',
    remedy: 'Repair the weakness, or decide again and set a new date.',
    strength: 'No acceptance has outlived its date',
  },
} as const satisfies Record<string, RuleMetadata>

/** A project as far as it takes to tell which one a file belongs to. */
export interface ProjectPlace {
  readonly id: string
  readonly directory: string
}

/** Every such acceptance as a failing place of the project that its file is in; none where there is no project. */
export function acceptanceJudgements(
  unused: readonly Allowance[],
  expired: readonly Allowance[],
  projects: readonly ProjectPlace[],
): readonly JudgedPlace[] {
  const judge =
    (rule: RuleMetadata, message: (allowance: Allowance) => string) => (allowance: Allowance, index: number) => {
      const project = owner(allowance, projects)
      const subject = { kind: 'allow', name: allowance.rule }
      return {
        rule,
        project,
        verdict: 'fail' as const,
        severity: rule.severity,
        confidence: rule.confidence,
        message: message(allowance),
        remedy: undefined,
        origin: allowance.origin,
        subject,
        inVariants: [],
        related: [],
        cause: rule.id,
        peers: rule.peers,
        id: placeId(rule.id, project, subject, structureOf(allowance.origin), index),
        accepted: undefined,
      }
    }
  if (projects.length === 0) return []
  return [
    ...unused.map(judge(acceptanceRules.unused, ({ rule }) => `allow ${rule} covers no finding`)),
    ...expired.map(judge(acceptanceRules.expired, ({ rule, until }) => `allow ${rule} ended on ${until}`)),
  ]
}

/** The project that the allowance's file is in; the first one for a file that belongs to none. */
function owner(allowance: Allowance, projects: readonly ProjectPlace[]): string {
  const inside = projects.filter(
    ({ directory }) => directory === '' || allowance.origin.file.startsWith(`${directory}/`),
  )
  const deepest = [...inside].sort((a, b) => b.directory.length - a.directory.length)[0]
  return (deepest ?? projects[0])?.id ?? ''
}
