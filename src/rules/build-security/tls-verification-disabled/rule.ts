/** Programs that are told to believe any server, in a build, in a service or in a pipeline. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { tlsPeers } from '../../../knowledge/tls-switches.ts'
import { certificatesTrusted } from '../../../stack/tls-edits.ts'
import { type TlsPlace, tlsPlaces } from '../../../stack/tls-verification.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'tls-verification-disabled',
  scope: 'project',
  kind: 'exposure',
  category: 'build-security',
  title: 'A program is told not to check certificates',
  threat: {
    from: 'supply',
    gains: 'code',
    needs: ['a place on the way to the server, such as its network or its name'],
  },
  since: '0.1.0',
  why: 'Whoever is on the way answers in the name of the server: the build takes their package for the real one, and a service sends them its tokens.',
  remedy:
    'Install the missing authority (`ca-certificates`, or your own with `update-ca-certificates`, `NODE_EXTRA_CA_CERTS`, `PIP_CERT`) and take the switch away; give a server that has none a certificate.',
  strength: 'Certificates are checked wherever something is fetched',
  effort: 30,
  references: [
    'CIS Docker Benchmark 4.11',
    'NIST SP 800-190 4.1.5',
    'NIST SP 800-190 4.2.1',
    'https://cwe.mitre.org/data/definitions/295.html',
    'https://nodejs.org/api/cli.html#node_extra_ca_certsfile',
  ],
  peers: tlsPeers,
  check: (project): readonly Judgement[] => tlsPlaces(project).map(judge),
  fix: certificatesTrusted,
})

function judge({ origin, subject, inVariants, off, unknown: because, peers }: TlsPlace): Judgement {
  if (because !== undefined) return { ...unknown(origin, because, subject), inVariants }
  if (off === undefined) return pass(origin, { subject, inVariants })
  return fail(origin, {
    subject,
    inVariants,
    peers,
    message: `${off} makes every certificate good: whoever is on the way can answer in the server's name`,
  })
}
