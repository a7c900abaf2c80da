/** A service that is on no network but the one that Compose, or the engine itself, makes for everything. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { segmentedByName } from '../../../stack/network-segments.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

/** Who reports the project's own default network; the benchmark means the engine's. */
const peers = ['docksec:compose-no-network-segmentation', 'kics:ce14a68b-1668-41a0-ab7d-facd9f784742']

export default defineRule({
  id: 'default-network-only',
  scope: 'service',
  kind: 'hygiene',
  category: 'network-exposure',
  title: 'Service is on the default network only',
  threat: { from: 'container', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Every service that names no network is on one with all others, and can talk to each of them.',
  remedy: 'Declare networks by role (`front`, `data`) and name for each service the ones it needs.',
  strength: 'Every service names its networks',
  effort: 15,
  references: [
    'CIS Docker Benchmark 5.30',
    'NIST SP 800-190 4.3.3',
    'https://docs.docker.com/compose/how-tos/networking/#specify-custom-networks',
  ],
  peers: [...peers, 'cis:5.30'],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service)) return []
    const { networkMode: mode, platform } = service
    if (platform === 'compose' && mode.known && mode.value === 'bridge') {
      const message = `${service.name} is on docker0, where it meets the containers of every other project`
      return [fail(mode.origin, { message, peers: ['cis:5.30'] })]
    }
    if (service.networks.length === 0) return []
    const named = service.networks.find(({ implicit }) => !implicit)
    if (named) return [pass(named.origin)]
    return [fail(absent('networks', service.origin), { message: `${service.name} is on the default network`, peers })]
  },
  fix: (_, { variant }) => segmentedByName(variant),
})
