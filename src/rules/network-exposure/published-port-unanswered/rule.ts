/** A mapping to a port on which nothing in the container listens. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { portsAnswered } from '../../../stack/answering.ts'
import { leadTo } from '../../../stack/port-edits.ts'
import type { Port } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'published-port-unanswered',
  scope: 'service',
  kind: 'breakage',
  category: 'network-exposure',
  title: 'A port is published on which nothing listens',
  threat: { from: 'nobody', gains: 'fault' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'The right-hand number of `ports:` is the port inside. If the program listens on another one, the connection from outside is reset.',
  remedy:
    'Map to the port that the program listens on, or tell the program to listen there; correct EXPOSE where it is the one that is wrong.',
  strength: 'Every published port leads to one that the program listens on',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.9',
    'https://docs.docker.com/reference/dockerfile/#expose',
    'https://docs.docker.com/engine/network/port-publishing/',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    const answered = portsAnswered(service)
    if (!answered) return []
    const [first] = answered.said
    const ranges = Map.groupBy(
      service.ports.items.flatMap((item) => (item.known && isJudged(item.value) ? [item] : [])),
      ({ origin }) => origin,
    )
    return [...ranges].flatMap(([origin, mapped]): readonly Judgement[] => {
      const targets = mapped.map(({ value }) => value.target)
      if (targets.some(answered.names)) return [pass(origin)]
      if (!first) return []
      const ports = [...new Set(answered.said.map(({ port }) => port))]
      return [
        fail(origin, {
          message: `${service.name} is published on port ${targets[0]} of its container, and its files say that it listens on ${ports.join(', ')}`,
          related: [{ origin: first.origin, message: `says port ${first.port}` }],
        }),
      ]
    })
  },
  fix({ origin }, service) {
    const port = service.ports.items.find((one) => one.origin === origin)
    const ports = [...new Set(portsAnswered(service)?.said.map((one) => one.port))]
    const [only, ...more] = ports
    if (port === undefined || only === undefined) return undefined
    return more.length > 0
      ? { refused: `${service.name} listens on ${ports.join(' and ')}`, supply: 'which of them is meant' }
      : leadTo(service, port, only)
  },
})

/** Ports that nobody exposes: those that debuggers open when they are asked to, and those of datagrams. */
const isJudged = ({ protocol, target }: Port): boolean =>
  protocol === 'tcp' && ![9229, 5678, 5005, 2345].includes(target)
