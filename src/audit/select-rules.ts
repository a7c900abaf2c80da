/** Which rules run, and how severe they are for this team. */

import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../core/nearest.ts'
import type { Severity } from '../core/verdict.ts'
import type { Rule } from '../rules/define-rule.ts'

export interface Selection {
  /** Only these, whatever their persona. */
  readonly only?: readonly string[]
  readonly persona: 'default' | 'pedantic'
  /** Peers whose pedantic counterparts are switched on, e.g. `hadolint`. */
  readonly presets: readonly string[]
  /** `off`, or another severity, by rule. */
  readonly overrides: ReadonlyMap<string, Severity | 'off'>
}

/** The rules to run, in id order. Throws a `UsageError` for an id that does not exist. */
export function selectRules(rules: readonly Rule[], selection: Selection): readonly Rule[] {
  const ids = new Set(rules.map(({ id }) => id))
  for (const id of selection.only ?? []) {
    if (!ids.has(id)) throw new UsageError(`There is no rule ${JSON.stringify(id)}.`, didYouMean(id, [...ids]))
  }
  const wanted = selection.only && new Set(selection.only)
  return rules.flatMap((rule) => {
    const override = selection.overrides.get(rule.id)
    if (wanted ? !wanted.has(rule.id) : override === 'off' || !isOn(rule, selection)) return []
    return [override === undefined || override === 'off' ? rule : { ...rule, severity: override }]
  })
}

function isOn(rule: Rule, { persona, presets, overrides }: Selection): boolean {
  if (rule.persona === 'default' || persona === 'pedantic' || overrides.has(rule.id)) return true
  return rule.peers.some((peer) => presets.some((preset) => peer.startsWith(`${preset}:`)))
}
