/** A container that is reached on a port below 1024 of its own. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'container-port-below-1024',
  scope: 'service',
  kind: 'hygiene',
  category: 'network-exposure',
  title: 'The program in the container listens below 1024',
  threat: { from: 'nobody', gains: 'nothing' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Under Docker Engine 20.10 and later any account may listen there. Older engines and some other runtimes want root or NET_BIND_SERVICE for it, so the image runs in fewer places.',
  remedy: 'Let the program listen above 1023, e.g. on 8080; the port on the host can stay what it is.',
  strength: 'Programs in containers listen above 1023',
  effort: 10,
  references: ['CIS Docker Benchmark 5.8', 'https://github.com/moby/moby/pull/41030'],
  peers: ['kics:bc2908f3-f73c-40a9-8793-c1b7d5544f79'],
  check: (service) =>
    runsInProduction(service)
      ? service.ports.items.flatMap((port): readonly Judgement[] => {
          if (!port.known) return []
          const { target } = port.value
          if (target >= 1024) return [pass(port.origin)]
          return [fail(port.origin, { message: `${service.name} listens on port ${target} in its container` })]
        })
      : [],
  fix: () => ({
    refused: 'on which port the program listens is decided in the program',
    supply: 'the setting of the program',
  }),
})
