/** A task that runs with the role that the ECS agent needs to start it. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import type { CloudResource } from '../../../stack/infrastructure/model.ts'
import { attribute } from '../../../stack/infrastructure/module-scope.ts'
import { placeOf, textOfResource } from '../../../stack/infrastructure/questions.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'ecs-execution-role-given-to-task',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'secrets-management',
  title: 'Containers get the role of the ECS agent',
  threat: { from: 'container', gains: 'access', needs: ['a break-in into one of the containers'] },
  since: '0.1.0',
  why: 'The execution role may read the secrets and pull the images of the task; a program that holds it can read them again, and those of every task that shares the role.',
  remedy:
    'Give the task a role of its own in `task_role_arn`, with what the program needs and nothing else, or none at all.',
  strength: 'No container holds the role of the ECS agent',
  effort: 30,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html'],
  peers: ['checkov:CKV_AWS_249'],
  check(resource): readonly Judgement[] {
    const [task, execution] = ['task_role_arn', 'execution_role_arn'].map((name) => attribute(resource.block, name))
    if (resource.type !== 'aws_ecs_task_definition' || task === undefined || execution === undefined) return []
    const place = placeOf(resource, 'task_role_arn')
    const [own, agents] = [task, execution].map((one) => rolesIn(one, resource))
    if (own === undefined || agents === undefined) return []
    const texts = ['task_role_arn', 'execution_role_arn'].map((name) => textOfResource(resource, name))
    const [a, b] = texts
    const sameText = a?.known && b?.known && a.value !== undefined && a.value === b.value
    if (sameText || own.some((role) => agents.includes(role))) {
      const related = [{ origin: execution.origin, message: 'the agent starts the task with the same role' }]
      return [
        fail(place, {
          message: `the containers of ${resource.address} hold the role that is meant for the ECS agent`,
          related,
        }),
      ]
    }
    const doubtful = texts.find((text) => !text.known)
    const told = own.length > 0 && agents.length > 0
    return [!told && doubtful?.known === false ? unknown(place, doubtful.because) : pass(place)]
  },
})

const rolesIn = (
  expression: NonNullable<ReturnType<typeof attribute>>,
  resource: CloudResource,
): readonly CloudResource[] =>
  [...resource.infrastructure.mentions(expression, resource)].filter(({ type }) => type === 'aws_iam_role')
