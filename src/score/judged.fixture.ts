/** Judged places for the tests of this folder. */
import type { JudgedPlace } from '../core/judged.ts'
import { span } from '../core/origin.ts'
import type { RuleMetadata } from '../core/rule.ts'

/** A rule that scores `medium` in runtime hardening, unless said otherwise. */
export const ruleOf = (id: string, more: Partial<RuleMetadata> = {}): RuleMetadata => ({
  id,
  kind: 'exposure',
  title: `Title of ${id}`,
  category: 'runtime-hardening',
  threat: { from: 'container', gains: 'reach' },
  severity: 'medium',
  confidence: 'high',
  persona: 'default',
  since: '0.1.0',
  why: '',
  remedy: '',
  strength: `Strength of ${id}`,
  effort: 10,
  references: [],
  peers: [],
  ...more,
})

/** A place of a rule; `at` tells places apart and is its line, too. */
export const placeOf = (
  rule: RuleMetadata,
  verdict: JudgedPlace['verdict'],
  at: number,
  more: Partial<JudgedPlace> = {},
): JudgedPlace => ({
  rule,
  project: 'shop',
  verdict,
  severity: rule.severity,
  confidence: rule.confidence,
  message: `${rule.id} ${verdict}`,
  remedy: undefined,
  origin: span('compose.yaml', ['services', at], at, at + 1),
  subject: { kind: 'service', name: `service-${at}` },
  inVariants: [],
  related: [],
  cause: rule.id,
  peers: rule.peers,
  id: `${rule.id}-${at}`,
  accepted: undefined,
  ...more,
})

/** The first `failing` of `of` places fail, the others pass. */
export const placesOf = (rule: RuleMetadata, failing: number, of: number): readonly JudgedPlace[] =>
  Array.from({ length: of }, (_, at) => placeOf(rule, at < failing ? 'fail' : 'pass', at))
