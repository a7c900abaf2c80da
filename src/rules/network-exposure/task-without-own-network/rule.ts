/** A task on instances that shares the instance's network with every other task there. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { taskPlace, taskText } from '../../../stack/task-settings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'task-without-own-network',
  scope: 'variant',
  platforms: ['ecs-ec2'],
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Task shares the network of its instance',
  threat: { from: 'container', gains: 'reach', needs: ['other tasks on the same instance'] },
  since: '0.1.0',
  why: 'In bridge mode every task of an instance is behind the same address and the same security group: whoever is in one of them reaches the others’ ports and the metadata of the instance with its role.',
  remedy: 'Set `"networkMode": "awsvpc"`: each task gets an address and security groups of its own.',
  strength: 'Every task has a network of its own',
  effort: 45,
  references: [
    'NIST SP 800-190 4.3.3',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-networking.html',
  ],
  peers: [],
  check({ task, name }): readonly Judgement[] {
    if (task === undefined) return []
    const subject = { kind: 'task-definition', name }
    const mode = taskText(task, 'networkMode')
    if (!mode.known) return [unknown(mode.origin, mode.because, subject)]
    // The host's own network is a rule of its own.
    if (mode.value === 'host' || mode.value === 'none') return []
    if (mode.value === 'awsvpc') return [pass(mode.origin, { subject })]
    const how = mode.value === undefined ? 'bridge, the default' : mode.value
    return [
      fail(mode.value === undefined ? absent('networkMode', taskPlace(task)) : mode.origin, {
        subject,
        message: `${name} shares the network of its instance with every other task there (${how})`,
      }),
    ]
  },
  fix: () => ({
    refused: 'a task with a network of its own needs subnets and security groups',
    supply: 'the subnets and security groups of its services',
  }),
})
