/** A task definition that sends traffic to a port on which the image does not listen. */
import { nodeAt } from '../../../core/node.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { deployedFix } from '../../../stack/deployed-edits.ts'
import { mapItems } from '../../../stack/fields.ts'
import type { Port, Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'task-port-not-exposed',
  scope: 'service',
  platforms: ['ecs-ec2', 'ecs-fargate'],
  kind: 'breakage',
  category: 'network-exposure',
  title: 'Traffic goes to a port on which the image does not listen',
  threat: { from: 'nobody', gains: 'stop' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'The load balancer asks a port where nobody answers, calls the task unhealthy and ends it; the next one fares no better, and the release never comes up.',
  remedy: 'Set `containerPort` to the port that the program listens on, or correct EXPOSE.',
  strength: 'Port mappings lead to ports on which the images listen',
  effort: 10,
  references: ['https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html'],
  peers: [],
  check(service): readonly Judgement[] {
    const exposes = service.finalStage?.exposes ?? []
    if (exposes.length === 0 || service.command !== undefined || service.entrypoint !== undefined) return []
    const open = exposes.find(({ port }) => !port.known)
    return service.ports.items.flatMap((port): readonly Judgement[] => {
      if (!port.known) return []
      if (answers(service, port.value)) return [pass(port.origin)]
      if (open && !open.port.known) return [unknown(port.origin, open.port.because)]
      const ports = exposes.flatMap(({ port: one }) => (one.known ? [one.value] : []))
      return [
        fail(port.origin, {
          message: `${service.name} gets its traffic on port ${port.value.target}, and its image exposes ${ports.join(', ')}`,
          related: exposes.map(({ origin }) => ({ origin, message: 'the port of the image' })),
        }),
      ]
    })
  },
  fix({ origin }, { node, finalStage, ports, name }) {
    const mapping = mapItems(nodeAt(node, 'portMappings')).find((one) => one.origin === origin)
    const [only, ...more] = finalStage?.exposes ?? []
    if (mapping === undefined || more.length > 0 || ports.items.length > 1 || !only?.port.known)
      return { refused: 'the image exposes several ports', supply: 'the port that the program listens on' }
    const { value } = only.port
    const keys = ['containerPort', ...(nodeAt(mapping, 'hostPort') ? ['hostPort'] : [])]
    const effect = 'a load balancer that names the old port has to name the new one'
    return deployedFix(
      mapping,
      { title: `Send the traffic of ${name} to port ${value}`, safety: 'guarded', effect },
      (at) => keys.map((key) => ({ do: 'set', path: at(key), value })),
    )
  },
})

/** Whether the image exposes the port, the code listens on it, or a variable tells the program to. */
const answers = ({ finalStage, build, project, environment }: Service, { target }: Port): boolean =>
  finalStage?.exposes.some(({ port }) => port.known && port.value === target) === true ||
  (build !== undefined && project.sourceOf(build).listens.some(({ port }) => port === target)) ||
  environment.some(
    ({ name, value }) =>
      /PORT|ADDR|LISTEN|BIND|URLS?$/i.test(name) && (!value.known || value.value.includes(String(target))),
  )
