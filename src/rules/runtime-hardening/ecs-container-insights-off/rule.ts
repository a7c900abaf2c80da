/** An ECS cluster that records no metrics of its containers. */
import { type Answer, any, no, yes } from '../../../core/known.ts'
import { absent } from '../../../core/origin.ts'
import { type Judgement, judge } from '../../../core/verdict.ts'
import { replaceLiteral, setBlock } from '../../../stack/hcl-edits.ts'
import type { CloudResource } from '../../../stack/infrastructure/model.ts'
import { blocksAt, placeOf, resourcesOf, textAt, textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

const on = new Set(['enabled', 'enhanced'])

export default defineRule({
  id: 'ecs-container-insights-off',
  scope: 'cloud-resource',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'ECS cluster records no metrics of its containers',
  threat: { from: 'nobody', gains: 'trace' },
  since: '0.1.0',
  why: 'After an outage nobody can say which container ran out of memory, restarted or sent data where.',
  remedy: 'Add `setting { name = "containerInsights" value = "enhanced" }` to the cluster.',
  strength: 'ECS clusters record metrics of their containers',
  effort: 2,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-container-insights.html'],
  peers: ['checkov:CKV_AWS_65', 'trivy:AWS-0034'],
  checklist: ['resource-metrics'],
  check(resource): readonly Judgement[] {
    if (resource.type !== 'aws_ecs_cluster') return []
    const { body, address, origin } = resource
    const { maps, unknown } = blocksAt(body, 'setting')
    const settings = maps.map((map) => ({
      name: textAt(map, map.origin, 'name'),
      value: textAt(map, map.origin, 'value'),
    }))
    const own = settings.find(({ name }) => name.known && name.value === 'containerInsights')?.value
    const place = own?.origin ?? (maps.length > 0 ? absent('containerInsights', origin) : placeOf(resource, 'setting'))
    const doubt: Answer = unknown === undefined ? no : { is: 'unknown', because: unknown }
    const said: Answer =
      own === undefined
        ? doubt
        : own.known
          ? on.has(own.value ?? '')
            ? yes
            : no
          : { is: 'unknown', because: own.because }
    return [
      judge(any(said, byAccount(resource)), place, { message: `${address} records no metrics of its containers` }),
    ]
  },
  fix({ origin }, resource) {
    const effect = 'CloudWatch is paid for each metric'
    const deed = {
      title: `Let ${resource.address} record metrics of its containers`,
      safety: 'guarded',
      effect,
    } as const
    if (origin.kind === 'span' && origin.path.at(-1) === 'value')
      return replaceLiteral(resource, origin, '"enhanced"', deed)
    return setBlock(resource, 'setting', { name: '"containerInsights"', value: '"enhanced"' }, deed, true)
  },
})

/** The account's default, which holds for clusters that say nothing. */
const byAccount = (cluster: CloudResource): Answer =>
  resourcesOf(cluster, 'aws_ecs_account_setting_default').some((setting) => {
    const [name, value] = ['name', 'value'].map((key) => textOfResource(setting, key))
    return name?.known && name.value === 'containerInsights' && value?.known && on.has(value.value ?? '')
  })
    ? yes
    : no
