/** An ECS cluster defined without anything that raises an alarm. */
import { type Judgement, judge } from '../../../core/verdict.ts'
import { somewhere } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

/** What tells somebody: an alarm on a number, or a rule on an event. */
const alarms = ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm', 'aws_cloudwatch_event_rule']

export default defineRule({
  id: 'ecs-cluster-without-alarms',
  scope: 'cloud-resource',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'Nothing raises an alarm for the ECS cluster',
  threat: { from: 'nobody', gains: 'control', needs: ['nobody watching by other means'] },
  since: '0.1.0',
  why: 'Tasks that restart in a loop, a failed deployment or a full memory are first reported by customers.',
  remedy:
    'Add an `aws_cloudwatch_metric_alarm` for CPU, memory and failing targets, and an `aws_cloudwatch_event_rule` on `ECS Deployment State Change`, with a topic that reaches somebody.',
  strength: 'Alarms are defined beside the ECS cluster',
  effort: 60,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html'],
  peers: [],
  check: (resource): readonly Judgement[] =>
    resource.type === 'aws_ecs_cluster'
      ? [
          judge(somewhere(resource, alarms, /alarm|cloudwatch|monitor|datadog|observab/i), resource.origin, {
            message: `no alarm and no rule on events is defined beside ${resource.address}`,
          }),
        ]
      : [],
  fix: () => ({
    refused: 'an alarm has to reach somebody',
    supply: 'what to watch, from which value on, and a topic with somebody who reads it',
  }),
})
