/** A service whose log grows until the disk is full. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { rotateLog } from '../../../stack/log-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'log-rotation-missing',
  scope: 'service',
  kind: 'exposure',
  category: 'runtime-hardening',
  title: 'Logs are never rotated',
  threat: { from: 'nobody', gains: 'outage', needs: ['a log that grows for long enough'] },
  since: '0.1.0',
  why: 'Docker’s default driver writes one file per container without end: whoever can make a service log fills the host’s disk, and every database on it stops.',
  remedy:
    'Set `logging: { driver: local }`, which rotates by itself, or give `json-file` the options `max-size: 10m` and `max-file: "3"`.',
  strength: 'No log grows without end',
  effort: 5,
  references: [
    'NIST SP 800-190 4.4.3',
    'https://docs.docker.com/engine/logging/configure/',
    'https://docs.docker.com/engine/logging/drivers/json-file/',
  ],
  peers: [],
  family: 'logs',
  check(service): readonly Judgement[] {
    if (!runsInProduction(service) || service.platform.startsWith('ecs')) return []
    const { driver, options, origin } = service.logging
    if (!driver.known) return [unknown(driver.origin, driver.because)]
    if (driver.value === 'none') return []
    // `local` rotates at 20 MB by default; the others hand their lines to somebody else.
    if (driver.value !== undefined && driver.value !== 'json-file') return [pass(driver.origin)]
    const size = options.get('max-size')
    if (size === undefined || (size.known && size.value === '-1')) {
      const message = `${service.name} logs to a file that is never rotated`
      return [fail(origin, { message })]
    }
    return [pass(size.origin)]
  },
  fix: (_, service) => rotateLog(service),
})
