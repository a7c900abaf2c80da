/** Any device of the host that is given to a container. */
import { fail, type Judgement, unknown } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'device-given',
  scope: 'service',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'A device of the host is given to a container',
  threat: { from: 'container', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'What a device lets its user do depends on a driver in the host’s kernel. Devices that give the host away have a rule of their own; the others are worth a look.',
  remedy: 'Remove it, or add the permissions that are enough, e.g. `/dev/ttyUSB0:/dev/ttyUSB0:r`.',
  strength: 'No service is given a device of the host',
  effort: 10,
  references: [
    'CIS Docker Benchmark 5.18',
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/reference/compose-file/services/#devices',
  ],
  peers: ['cis:5.18'],
  check: (service) =>
    runsInProduction(service)
      ? service.devices.items.map(
          (item): Judgement =>
            item.known
              ? fail(item.origin, { message: `${service.name} is given the host’s ${item.value}` })
              : unknown(item.origin, item.because),
        )
      : [],
  fix: (_, { name }) => ({
    refused: `whether ${name} needs the device is not in the files`,
    supply: 'whether it does',
  }),
})
