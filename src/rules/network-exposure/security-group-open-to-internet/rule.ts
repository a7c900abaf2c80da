/** A security group that lets the whole internet in on more than the web's two ports. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { wellKnownPort } from '../../../knowledge/ports.ts'
import { internetOf, type Opening, openingsOf } from '../../../stack/infrastructure/security-groups.ts'
import { defineRule } from '../../define-rule.ts'

const web = new Set([80, 443])

/** Kinds of programs that should answer nobody outside, whatever their password. */
const inside = new Set(['data-store', 'cache', 'message-broker', 'remote-access', 'orchestration', 'admin', 'debugger'])

export default defineRule({
  id: 'security-group-open-to-internet',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Security group lets the whole internet in',
  threat: { from: 'outside', gains: 'access', needs: ['a fault or a guessed password in what listens there'] },
  since: '0.1.0',
  why: 'Whatever listens on the port is tried by everybody, all day; a default password or an unpatched fault is found within hours.',
  remedy:
    'Name the security group or the network that needs it (`source_security_group_id`, `referenced_security_group_id`) instead of `0.0.0.0/0`.',
  strength: 'Security groups let the internet in on web ports only',
  effort: 15,
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html', 'NIST SP 800-190 4.3.3'],
  peers: ['checkov:CKV_AWS_24', 'checkov:CKV_AWS_25', 'checkov:CKV_AWS_277', 'trivy:AWS-0107'],
  check(resource): readonly Judgement[] {
    const found = openingsOf(resource, 'ingress')
    if (found === undefined) return []
    const judged = found.openings.map((opening) => judgeOpening(opening, resource.address))
    return [...judged, ...found.doubts.map(({ because, origin }) => unknown(origin, because))]
  },
  fix: () => ({
    refused: 'who has to get in is not in the files',
    supply: 'the network or the security group that does',
  }),
})

function judgeOpening(opening: Opening, address: string): Judgement {
  const { networks, origin, portless, ports } = opening
  const internet = internetOf(opening)
  if (portless) return pass(origin)
  if (internet === undefined) {
    const doubtful = networks.find(({ known }) => !known)
    return doubtful?.known === false && !isWeb(opening) ? unknown(doubtful.origin, doubtful.because) : pass(origin)
  }
  if (!ports.known) return unknown(ports.origin, ports.because)
  if (isWeb(opening)) return pass(origin)
  const { from, to } = ports.value
  const exposed = from === to ? wellKnownPort(from) : undefined
  const bad = to - from > 100 || (exposed !== undefined && inside.has(exposed.role))
  const what =
    from === to
      ? `port ${from}${exposed ? ` (${exposed.protocol})` : ''}`
      : from === 0 && to === 65_535
        ? 'every port'
        : `ports ${from} to ${to}`
  return fail(internet.origin, {
    ...(bad ? { severity: 'high' } : {}),
    message: `${address} lets the whole internet in on ${what}`,
  })
}

const isWeb = ({ ports }: Opening): boolean =>
  ports.known && ports.value.to - ports.value.from < 1 && web.has(ports.value.from)
