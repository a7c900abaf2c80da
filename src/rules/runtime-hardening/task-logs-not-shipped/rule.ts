/** A container of a task whose output nobody collects. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { shipLogs } from '../../../stack/deployed-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

/** Drivers that leave the lines on the instance (Docker, engine/logging/configure). */
const onInstance = new Set([undefined, 'json-file', 'local', 'journald', 'none'])

export default defineRule({
  id: 'task-logs-not-shipped',
  scope: 'service',
  platforms: ['ecs-ec2', 'ecs-fargate'],
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Nobody collects the logs of a task',
  threat: { from: 'nobody', gains: 'control' },
  since: '0.1.0',
  why: 'ECS throws a container’s output away together with the task. After a crash or an attack nothing tells what happened, and no alarm can be made of it.',
  remedy:
    'Add a `logConfiguration` with the driver `awslogs` (or `awsfirelens`), a group with a retention, and a prefix.',
  strength: 'Every container ships its logs',
  effort: 10,
  references: [
    'NIST SP 800-190 4.4.4',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html',
  ],
  peers: [],
  checklist: ['log-shipping-configured'],
  check(service): readonly Judgement[] {
    const { driver, origin } = service.logging
    if (!runsInProduction(service)) return []
    if (!driver.known) return [unknown(driver.origin, driver.because)]
    if (!onInstance.has(driver.value))
      return [pass(driver.origin, { evidence: `${service.name} logs to ${driver.value}` })]
    const lost = service.platform === 'ecs-fargate'
    const message = lost
      ? `${service.name} has no logConfiguration, and Fargate keeps nothing of its output`
      : `The logs of ${service.name} stay on the instance (${driver.value ?? 'json-file, the default'})`
    const place = driver.value === undefined ? origin : driver.origin
    return [fail(place, { message, ...(lost ? {} : { severity: 'low' as const }) })]
  },
  fix: (_, service) => shipLogs(service),
})
