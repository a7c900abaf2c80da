/** When to close a finding: before production, this week, or next. */
import type { JudgedPlace } from '../core/judged.ts'
import type { Phase } from '../core/report.ts'
import type { RuleMetadata } from '../core/rule.ts'
import { atLeast, type Confidence, type Severity, worse } from '../core/verdict.ts'

/** What these categories speak of can be reached or used from outside, before any container is broken into. */
const reachable: ReadonlySet<string> = new Set(['secrets-management', 'network-exposure'])

/** A repair this short, in minutes a place, is no reason to ship a high exposure. */
const quickRepair = 15

/** A medium exposure whose repair is this short, in minutes a place, is done this week. */
const shortRepair = 30

export const phaseTitles: Readonly<Record<Phase, string>> = {
  1: 'Blocks production',
  2: 'This week',
  3: 'Next',
}

/**
 * The phase of a rule's finding of this severity.
 * - 1: a critical exposure; a high one that is reachable from outside or quickly repaired; what will not work as
 *   written and is high. What is only suspected (low confidence) never blocks production.
 * - 2: what else is high; a medium breakage; a medium exposure with a short repair.
 * - 3: everything else.
 */
export function phaseOf(
  rule: Pick<RuleMetadata, 'kind' | 'category' | 'effort'>,
  severity: Severity,
  confidence: Confidence = 'high',
): Phase {
  if (confidence !== 'low' && blocksProduction(rule, severity)) return 1
  if (atLeast(severity, 'high')) return 2
  if (severity !== 'medium' || rule.kind === 'hygiene') return 3
  return rule.kind === 'breakage' || rule.effort <= shortRepair ? 2 : 3
}

function blocksProduction(rule: Pick<RuleMetadata, 'kind' | 'category' | 'effort'>, severity: Severity): boolean {
  if (rule.kind === 'hygiene' || !atLeast(severity, 'high')) return false
  return (
    severity === 'critical' || rule.kind === 'breakage' || reachable.has(rule.category) || rule.effort <= quickRepair
  )
}

/** The phase of every open failing place: that of its finding, which is as bad as the worst of its open places. */
export function phasesOf(judged: readonly JudgedPlace[]): ReadonlyMap<JudgedPlace, Phase> {
  const findings = new Map<string, JudgedPlace[]>()
  for (const place of judged) {
    if (place.verdict !== 'fail' || place.accepted) continue
    const key = [place.project, place.rule.id, place.cause].join('\0')
    const group = findings.get(key)
    if (group) group.push(place)
    else findings.set(key, [place])
  }
  return new Map(
    [...findings.values()].flatMap((group) => {
      const severity = group.map((place) => place.severity).reduce(worse)
      return group.map((place) => [place, phaseOf(place.rule, severity, group[0]?.confidence)] as const)
    }),
  )
}
