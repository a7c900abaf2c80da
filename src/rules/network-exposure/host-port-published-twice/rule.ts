/** A port of the host that two services want. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type HostPort, hostPorts, isTakenInTurns, neverTogether } from '../../../stack/host-ports.ts'
import type { Variant } from '../../../stack/model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'host-port-published-twice',
  scope: 'variant',
  kind: 'breakage',
  category: 'network-exposure',
  title: 'Two services want one port of the host',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The one that starts second ends with "port is already allocated", and whatever waits for it does not start either.',
  remedy: 'Give each its own port, or leave out the mapping of the one that only other services call.',
  strength: 'No two services want one port of the host',
  effort: 5,
  references: ['https://docs.docker.com/engine/network/port-publishing/'],
  peers: ['dclint:no-duplicate-exported-ports'],
  check: (variant) => judgeAll(hostPorts(variant), variant),
  fix: () => ({ refused: 'which of the two keeps the port is a decision', supply: 'a free port for the other one' }),
})

function judgeAll(ports: readonly HostPort[], variant: Variant): readonly Judgement[] {
  return ports.map((port, at): Judgement => {
    const { service, origin } = port
    const { subject } = service
    const rival = ports.slice(0, at).find((other) => overlap(port, other) && !neverTogether(service, other.service))
    if (!rival || isTakenInTurns(port, ports)) return pass(origin, { subject })
    const both = rival.service === service ? `${service.name} itself` : rival.service.name
    const exact = port.first === port.last && rival.first === rival.last
    // From a range the engine takes the first port that is free.
    const message = exact
      ? `${service.name} and ${both} publish port ${port.first} of the host`
      : `${service.name} and ${both} publish ranges of the host’s ports that overlap: who gets which depends on who starts first`
    return fail(origin, {
      subject,
      message,
      ...(exact ? {} : { severity: 'low' as const }),
      related: [{ origin: rival.origin, message: `published here too, in ${variant.name}` }],
    })
  })
}

const overlap = (a: HostPort, b: HostPort): boolean =>
  a.protocol === b.protocol &&
  a.first <= b.last &&
  b.first <= a.last &&
  (a.address === b.address || a.address === '' || b.address === '')
