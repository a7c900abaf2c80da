/** Which rules run, and how severe they are for this team. */

import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Severity } from '../core/verdict.ts'
import type { Rule } from '../rules/define-rule.ts'

export interface Selection {
  /** The default persona where nobody says. */
  readonly persona: 'default' | 'pedantic' | undefined
  /** Peers whose pedantic counterparts are switched on, e.g. `hadolint`. */
  readonly presets: readonly string[]
  /** `off`, or another severity, by rule. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>
}

/** The rules to run, in id order; `only` these, whatever their persona. Throws a `UsageError` for an id that does not exist. */
export function selectRules(rules: readonly Rule[], selection: Selection, only?: readonly string[]): readonly Rule[] {
  const ids = new Set(rules.map(({ id }) => id))
  for (const id of only ?? []) {
    if (!ids.has(id)) throw new UsageError(`There is no rule ${JSON.stringify(id)}.`, didYouMean(id, [...ids]))
  }
  const wanted = only && only.length > 0 ? new Set(only) : undefined
  return rules.flatMap((rule) => {
    const override = selection.rules.get(rule.id)
    if (wanted ? !wanted.has(rule.id) : override === 'off' || !isOn(rule, selection)) return []
    return [override === undefined || override === 'off' ? rule : { ...rule, severity: override }]
  })
}

function isOn(rule: Rule, { persona, presets, rules }: Selection): boolean {
  if (rule.persona === 'default' || persona === 'pedantic' || rules.has(rule.id)) return true
  return rule.peers.some((peer) => presets.some((preset) => peer.startsWith(`${preset}:`)))
}
