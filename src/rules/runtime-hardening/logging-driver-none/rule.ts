/** A service whose output nobody can ever read. */
import { holds, not } from '../../../core/known.ts'
import { judge } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { setKey } from '../../../stack/service-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'logging-driver-none',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Logging is switched off',
  threat: { from: 'nobody', gains: 'control' },
  since: '0.1.0',
  why: 'After a break-in or an outage there is nothing to look at: who came in, and why the service stopped, is gone.',
  remedy: 'Remove `driver: none`; use `driver: local`, which rotates by itself, or one that ships the lines away.',
  strength: 'Every service keeps its output',
  effort: 2,
  references: ['NIST SP 800-190 4.4.4', 'https://docs.docker.com/engine/logging/configure/'],
  peers: ['compose-lint:CL-0014'],
  check: (service) =>
    runsInProduction(service)
      ? [
          judge(
            not(holds(service.logging.driver, (driver) => driver?.toLowerCase() === 'none')),
            service.logging.driver,
            {
              message: `Whatever ${service.name} prints is thrown away`,
            },
          ),
        ]
      : [],
  fix: (_, service) => {
    const { name, logging } = service
    if (logging.options.size > 0)
      return { refused: `the options of ${name} are those of another driver`, supply: 'the driver they are for' }
    const effect = `up to 100 MB of what ${name} prints are kept on the host`
    const deed = { title: `Keep the log of ${name}, rotated`, safety: 'guarded' as const, effect }
    return setKey(service, deed, ['logging', 'driver'], 'local', logging.driver.origin)
  },
})
