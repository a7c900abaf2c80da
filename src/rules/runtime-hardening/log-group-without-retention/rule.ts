/** A log group of CloudWatch that keeps its lines for ever. */
import { holds } from '../../../core/known.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { setAttribute } from '../../../stack/hcl-edits.ts'
import { resourcesOf, textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'log-group-without-retention',
  scope: 'cloud-resource',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'Logs are kept without a limit in time',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'Nobody has decided how long lines with addresses and names of people are kept, and the bill grows with each of them.',
  remedy: 'Set `retention_in_days` to what the law and the search for faults ask for.',
  strength: 'Log groups keep their lines for a time that somebody has chosen',
  effort: 2,
  references: ['https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html'],
  peers: ['checkov:CKV_AWS_66'],
  check(resource): readonly Judgement[] {
    if (resource.type !== 'aws_cloudwatch_log_group') return []
    const days = textOfResource(resource, 'retention_in_days')
    return [
      judge(
        holds(days, (value) => value !== undefined && value !== '0'),
        days.origin,
        { message: `${resource.address} keeps every line for ever` },
      ),
    ]
  },
  fix(_, resource) {
    const chosen = new Set(
      resourcesOf(resource, resource.type).flatMap((group) => {
        const days = textOfResource(group, 'retention_in_days')
        return days.known && days.value !== undefined && days.value !== '0' ? [days.value] : []
      }),
    )
    const [days] = chosen
    if (days === undefined || chosen.size > 1)
      return { refused: 'nobody has said here how long lines are kept', supply: 'a number of days' }
    const title = `Keep the lines of ${resource.address} for ${days} days, as those of other groups are kept`
    const effect = `lines older than ${days} days are deleted at once`
    return setAttribute(resource, 'retention_in_days', days, { title, safety: 'guarded', effect })
  },
})
