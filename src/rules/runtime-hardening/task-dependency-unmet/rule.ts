/** A container of a task that waits for one that can never be there before it. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'task-dependency-unmet',
  scope: 'variant',
  platforms: ['ecs-ec2', 'ecs-fargate'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A container waits for one that never comes first',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'ECS refuses a task whose containers wait for a container that is not in it, or for each other.',
  remedy: 'Name a container of the same task, and break the circle where containers wait for each other.',
  strength: 'Containers of a task wait for others that come first',
  effort: 10,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html'],
  peers: [],
  check: ({ services }): readonly Judgement[] =>
    services.flatMap((service) =>
      service.dependsOn.map(({ service: name, origin }) => {
        const { subject } = service
        const other = services.find((one) => one.name === name)
        if (other === undefined)
          return fail(origin, { subject, message: `${service.name} waits for ${name}, which the task does not have` })
        if (!waitsFor(other, service.name, services)) return pass(origin, { subject })
        const related = [{ origin: other.origin, message: `${name} waits for ${service.name}` }]
        return fail(origin, { subject, message: `${service.name} and ${name} wait for each other`, related })
      }),
    ),
  fix: () => ({
    refused: 'which container is meant, or comes first, is not in the file',
    supply: 'the order that they start in',
  }),
})

/** Whether a container waits for the one of that name, directly or through others. */
function waitsFor(from: Service, name: string, services: readonly Service[]): boolean {
  const seen = new Set<Service>()
  const waiting = [from]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.name === name) return true
    if (seen.has(next)) continue
    seen.add(next)
    const names = new Set(next.dependsOn.map(({ service }) => service))
    waiting.push(...services.filter((one) => names.has(one.name)))
  }
  return false
}
