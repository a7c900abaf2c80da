/** Any capability that is given to a container, however harmless it is. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { capability, capabilityName } from '../../../knowledge/capabilities.ts'
import { justifiedCapabilities } from '../../../stack/capability-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

const anyAddition = 'kics:ce76b7d0-9e77-464d-b86f-c5c48e03e22d'

export default defineRule({
  id: 'capability-added',
  scope: 'service',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'A capability is added',
  threat: { from: 'container', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Every capability in `cap_add` is one that somebody has to justify at the next review. Capabilities that reach the host have a rule of their own.',
  remedy: 'Remove it, or allow it here with the reason why the program needs it.',
  strength: 'No service is given a capability that its image is not known to need',
  effort: 10,
  references: [
    'CIS Docker Benchmark 5.4',
    'NIST SP 800-190 4.4.3',
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  ],
  peers: [anyAddition, 'cis:5.4'],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service)) return []
    const needed = justifiedCapabilities(service)
    return service.capAdd.items.map((item) => {
      if (!item.known) return unknown(item.origin, item.because)
      const name = capabilityName(item.value)
      if (needed.includes(name)) return pass(item.origin)
      return fail(item.origin, {
        message: `${service.name} adds ${name}`,
        // The benchmark has nothing against what Docker grants anyway.
        peers: capability(name)?.byDefault === true ? [anyAddition] : [anyAddition, 'cis:5.4'],
      })
    })
  },
  fix: (_, { name }) => ({
    refused: `whether ${name} needs it is not in the files`,
    supply: 'whether it does',
  }),
})
