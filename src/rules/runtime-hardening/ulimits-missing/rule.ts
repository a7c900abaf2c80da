/** A service that leaves the limits of its processes to the engine. */
import { nodeAt } from '../../../core/node.ts'
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { setKey } from '../../../stack/service-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'ulimits-missing',
  scope: 'service',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'No ulimits are set',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'How many files and processes a container may open is what the engine’s service happens to allow, which differs between hosts.',
  remedy: 'Set `ulimits`, e.g. `nofile: 65536`, where the service is known to need more or should have less.',
  strength: 'Every service sets its own ulimits',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.19',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/compose-file/services/#ulimits',
  ],
  peers: ['cis:5.19'],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service)) return []
    const written = nodeAt(service.node, 'ulimits')
    if (written !== undefined) return [pass(written.origin)]
    return [fail(absent('ulimits', service.origin), { message: `${service.name} has the engine’s ulimits` })]
  },
  fix: (_, service) =>
    setKey(
      service,
      {
        title: `Limit the open files of ${service.name}`,
        safety: 'guarded',
        effect: `${service.name} can open no more than 65536 files`,
      },
      ['ulimits', 'nofile'],
      { soft: 65536, hard: 65536 },
    ),
})
