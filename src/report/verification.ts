/** How to prove that a finding is closed: commands that exit with 0 only then. */
import type { Finding, Report } from '../core/report.ts'
import { auditCommand } from '../core/verification.ts'

/** Audits again by this rule alone; and where the rule decides an item of the checklist, asks what is built or runs. */
export const verificationOf = ({ rule, places }: Finding, { checklist, target }: Report): readonly string[] => [
  auditCommand(
    target.path,
    [rule],
    places.map(({ subject }) => subject.kind),
  ),
  ...checklist.filter(({ rules }) => rules.includes(rule)).map(({ verification }) => verification),
]
