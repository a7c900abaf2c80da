/** Port mappings of a task that cannot be had together. */
import { nodeAt, textOf } from '../../../core/node.ts'
import type { Origin } from '../../../core/origin.ts'
import { fail, type Judgement, pass, type Related } from '../../../core/verdict.ts'
import { removeIn } from '../../../stack/deployed-edits.ts'
import { mapItems } from '../../../stack/fields.ts'
import { taskText } from '../../../stack/task-settings.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'task-port-mapping-refused',
  scope: 'variant',
  platforms: ['ecs-ec2', 'ecs-fargate'],
  kind: 'breakage',
  category: 'network-exposure',
  title: 'Port mappings of a task collide',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The containers of a task share one network: two of them cannot listen on the same port, and a port is the same inside and outside. ECS refuses the task, or the second container ends at its start.',
  remedy:
    'Let each container listen on a port of its own, and leave `hostPort` out where the task has its own network.',
  strength: 'The port mappings of every task can be had together',
  effort: 15,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html'],
  peers: [],
  check({ task, services, platform }): readonly Judgement[] {
    if (task === undefined) return []
    const mode = taskText(task, 'networkMode')
    const shared = platform === 'ecs-fargate' || (mode.known && (mode.value === 'awsvpc' || mode.value === 'host'))
    const taken = new Map<string, { readonly origin: Origin; readonly by: string }>()
    return services.flatMap((service) =>
      service.ports.items.flatMap((port): readonly Judgement[] => {
        if (!port.known) return []
        const { target, published, protocol } = port.value
        const { subject, name } = service
        if (shared && published !== undefined && published !== String(target))
          return [
            fail(port.origin, {
              subject,
              message: `${name} maps port ${target} to ${published}, and a task with its own network cannot map ports`,
            }),
          ]
        const key = `${shared ? target : (published ?? '')}/${protocol}`
        const before = taken.get(key)
        if (!shared && published === undefined) return [pass(port.origin, { subject })]
        if (before === undefined) {
          taken.set(key, { origin: port.origin, by: name })
          return [pass(port.origin, { subject })]
        }
        const related: readonly Related[] = [{ origin: before.origin, message: `${before.by} has it already` }]
        const message = `${name} wants port ${shared ? target : published}, which ${before.by === name ? 'it' : before.by} has in the same task`
        return [fail(port.origin, { subject, message, related })]
      }),
    )
  },
  fix({ origin }, { services }) {
    const mapping = services
      .flatMap(({ node }) => mapItems(nodeAt(node, 'portMappings')))
      .find((one) => one.origin === origin)
    const [inside, outside] = ['containerPort', 'hostPort'].map((key) => textOf(nodeAt(mapping, key)))
    if (mapping === undefined || outside === undefined || outside === inside)
      return { refused: 'one of the containers has to listen elsewhere', supply: 'the port that it is to listen on' }
    const effect = `whoever asks for port ${outside} has to ask for ${inside}`
    return removeIn(mapping, { title: `Leave the host's port ${outside} out`, safety: 'guarded', effect }, 'hostPort')
  },
})
