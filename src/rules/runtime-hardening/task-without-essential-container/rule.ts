/** A task that has no container whose end would end it. */
import { nodeAt, textOf } from '../../../core/node.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { setIn } from '../../../stack/deployed-edits.ts'
import { taskPlace } from '../../../stack/task-settings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'task-without-essential-container',
  scope: 'variant',
  platforms: ['ecs-ec2', 'ecs-fargate'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'No container of the task is essential',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'Every task needs at least one essential container; ECS refuses a task definition without one.',
  remedy:
    'Set `"essential": true` on the container that does the task’s work, or leave the key out: it is the default.',
  strength: 'Every task has an essential container',
  effort: 2,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html'],
  peers: [],
  check({ task, name, services }): readonly Judgement[] {
    if (task === undefined || services.length === 0) return []
    const subject = { kind: 'task-definition', name }
    const told = services.map(({ node }) => nodeAt(node, 'essential'))
    const first = told.find((one) => one !== undefined)
    if (first === undefined || !told.every((one) => textOf(one) === 'false'))
      return [pass(taskPlace(task), { subject })]
    const others = told.slice(1).flatMap((one) => (one ? [{ origin: one.origin, message: 'nor this one' }] : []))
    return [
      fail(first, {
        subject,
        message: `No container of ${name} is essential, and ECS refuses such a task`,
        related: others,
      }),
    ]
  },
  fix(_, { services, name }) {
    const serving = services.length === 1 ? services : services.filter(({ ports }) => ports.items.length > 0)
    const [first, ...others] = serving
    if (first?.node.kind !== 'map' || others.length > 0)
      return {
        refused: 'any of its containers may be the one that counts',
        supply: 'the container whose end ends the task',
      }
    const effect = `the task ends with ${first.name}`
    return setIn(
      first.node,
      { title: `Let ${first.name} be essential in ${name}`, safety: 'guarded', effect },
      ['essential'],
      true,
    )
  },
})
