/** A task whose own program has the role that ECS uses to start it. */
import type { MapNode } from '../../../core/node.ts'
import { nodeAt, textOf } from '../../../core/node.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { taskText } from '../../../stack/task-settings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'task-role-is-execution-role',
  scope: 'variant',
  platforms: ['ecs-ec2', 'ecs-fargate'],
  kind: 'exposure',
  title: 'The task’s program has the role that starts the task',
  category: 'secrets-management',
  threat: { from: 'container', gains: 'reach' },
  since: '0.1.0',
  why: 'The execution role pulls images, reads the secrets of the task and writes its logs. Whoever takes the program over pulls every image and reads every secret that the role may, those of other containers and of other tasks included.',
  remedy:
    'Give the program a role of its own in `taskRoleArn`, with what it calls and no more; leave it out where it calls nothing of AWS.',
  strength: 'Programs and the agent that starts them have roles of their own',
  effort: 30,
  references: [
    'NIST SP 800-190 4.3.1',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html',
  ],
  peers: ['checkov:CKV_AWS_249'],
  check({ task, name }): readonly Judgement[] {
    if (task === undefined) return []
    const subject = { kind: 'task-definition', name }
    const own = taskText(task, 'taskRoleArn')
    const agent = taskText(task, 'executionRoleArn')
    if (own.known && !own.value) return agent.known && !agent.value ? [] : [pass(agent.origin, { subject })]
    if (!own.known && !agent.known && own.because === agent.because && writtenAlike(task))
      return [
        fail(own.origin, {
          subject,
          message: sameRole(name),
          related: [{ origin: agent.origin, message: 'the same role' }],
        }),
      ]
    // Terraform names both roles before either has an ARN.
    const roles = [own, agent].map((role) => (role.known ? undefined : terraformRole.exec(role.because)?.[1]))
    if (roles[0] !== undefined && roles[1] !== undefined && roles[0] !== roles[1])
      return [pass(own.origin, { subject })]
    if (!own.known || !agent.known)
      return [unknown(own.origin, own.known ? (agent as { because: string }).because : own.because, subject)]
    if (own.value !== agent.value) return [pass(own.origin, { subject })]
    const related = [{ origin: agent.origin, message: 'the role that pulls images and reads secrets' }]
    return [fail(own.origin, { subject, message: sameRole(name), related })]
  },
  fix: () => ({
    refused: 'a role of its own has to be made first',
    supply: 'a role with what the program itself may do',
  }),
})

/** Whether what is still to be filled in is one role: one `<ROLE>` stands for any, and so do texts that differ beside it. */
function writtenAlike(task: MapNode): boolean {
  const own = textOf(nodeAt(task, 'taskRoleArn'))
  return own === textOf(nodeAt(task, 'executionRoleArn')) && !/^<[^<>]*>$/.test(own ?? '')
}

const sameRole = (name: string): string =>
  `The program of ${name} has the role that pulls its image and reads its secrets`

const terraformRole = /\$\{((?:data\.)?aws_iam_role\.[\w-]+)(?:\[[^\]]*\])?\.arn\}/
