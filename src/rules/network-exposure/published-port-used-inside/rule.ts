/** A URL to another service with that service's port on the host, which nobody has inside. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { dialogueAt, portInside, readdressed } from '../../../stack/dialogue-edits.ts'
import type { Dialogue } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'published-port-used-inside',
  scope: 'variant',
  kind: 'breakage',
  category: 'network-exposure',
  title: 'A service is called by its port on the host',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The left-hand number of `ports:` exists on the host only. Between containers nothing listens there, and the connection is refused.',
  remedy:
    'Use the port inside the container, the right-hand number; for calls inside the stack no mapping is needed at all.',
  strength: 'Services call each other by the ports inside',
  effort: 5,
  references: ['https://docs.docker.com/compose/how-tos/networking/'],
  peers: [],
  check: ({ dialogues }) => dialogues.flatMap(judgeDialogue),
  fix({ origin }, variant) {
    const dialogue = dialogueAt(variant, origin)
    if (dialogue?.to.kind !== 'service') return undefined
    const { service } = dialogue.to
    const port = portInside(service, dialogue.port)
    if (port === undefined) return undefined
    return readdressed(dialogue, { port }, `${dialogue.from.name} calls ${service.name} on port ${port}`)
  },
})

function judgeDialogue({ from, to, port, origin, via }: Dialogue): readonly Judgement[] {
  if (to.kind !== 'service' || to.service === from || port === undefined) return []
  const { service } = to
  const hosts = [from, service].some(({ networkMode }) => !networkMode.known || networkMode.value !== undefined)
  if (hosts) return []
  const subject = { kind: 'service', name: from.name }
  const mappings = service.ports.items.flatMap((item) => (item.known ? [{ ...item.value, origin: item.origin }] : []))
  const inside = service.listens.flatMap((listen) => (listen.known ? [listen.value] : []))
  if (inside.includes(port) || mappings.some(({ target }) => target === port)) return [pass(origin, { subject })]
  const mapping = mappings.find(({ published }) => published === String(port))
  if (!mapping) return []
  return [
    fail(origin, {
      subject,
      message: `${via} of ${from.name} calls ${service.name} on port ${port}, which is its port on the host; inside it is ${mapping.target}`,
      related: [{ origin: mapping.origin, message: `${port} of the host leads to ${mapping.target} of the container` }],
    }),
  ]
}
