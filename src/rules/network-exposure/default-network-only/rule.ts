/** A service that is on no network but the one that Compose makes for everything. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { segmentedByName } from '../../../stack/network-segments.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

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
    'https://docs.docker.com/compose/how-tos/networking/#specify-custom-networks',
  ],
  peers: ['docksec:compose-no-network-segmentation', 'kics:ce14a68b-1668-41a0-ab7d-facd9f784742', 'cis:5.30'],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service) || service.networks.length === 0) return []
    const named = service.networks.find(({ implicit }) => !implicit)
    if (named) return [pass(named.origin)]
    return [fail(absent('networks', service.origin), { message: `${service.name} is on the default network` })]
  },
  fix: (_, { variant }) => segmentedByName(variant),
})
