/** A security group whose members may open connections to anywhere. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { internetOf, type Opening, openingsOf } from '../../../stack/infrastructure/security-groups.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'security-group-egress-unrestricted',
  scope: 'cloud-resource',
  kind: 'exposure',
  category: 'network-exposure',
  title: 'Security group lets everything out',
  threat: { from: 'container', gains: 'reach', needs: ['a foothold in what runs there'] },
  since: '0.1.0',
  why: 'Whoever gets into the program can fetch tools, report home and carry data away to any address, on any port.',
  remedy:
    'Let out only what is needed: 443 to the internet or to VPC endpoints, and the ports of the data stores to their own security groups.',
  strength: 'Security groups limit what may be reached from inside',
  effort: 30,
  references: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html', 'NIST SP 800-190 4.4.2'],
  peers: ['checkov:CKV_AWS_382', 'trivy:AWS-0104'],
  check(resource): readonly Judgement[] {
    const found = openingsOf(resource, 'egress')
    if (found === undefined) return []
    const judged = found.openings.map((opening) => judgeOpening(opening, resource.address))
    return [...judged, ...found.doubts.map(({ because, origin }) => unknown(origin, because))]
  },
  fix: () => ({
    refused: 'what the program calls outside is not in the files',
    supply: 'the networks and ports that it calls',
  }),
})

function judgeOpening(opening: Opening, address: string): Judgement {
  const { networks, origin, ports } = opening
  const internet = internetOf(opening)
  if (internet === undefined) {
    const doubtful = networks.find(({ known }) => !known)
    return doubtful?.known === false && isEverything(opening)
      ? unknown(doubtful.origin, doubtful.because)
      : pass(origin)
  }
  if (!ports.known) return unknown(ports.origin, ports.because)
  if (!isEverything(opening)) return pass(origin)
  return fail(internet.origin, {
    message: `${address} lets what runs behind it connect to any address on any port, so a break-in can carry data out unhindered`,
  })
}

/** All ports of a protocol, or of all of them. */
const isEverything = ({ everyProtocol, ports }: Opening): boolean =>
  everyProtocol || (ports.known && ports.value.to - ports.value.from >= 65_000)
