/** A service that stays down after it crashed or the host rebooted. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { restartsItself, runsOnce } from '../../../stack/jobs.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { setKey } from '../../../stack/service-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'restart-policy-missing',
  scope: 'service',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'Nothing restarts the service',
  threat: { from: 'nobody', gains: 'outage', needs: ['a crash, or a restart of the host'] },
  since: '0.1.0',
  why: 'After a crash, or a reboot of the host for its security updates, the service stays down until somebody notices.',
  remedy: 'Add `restart: unless-stopped`, or `on-failure:5` where a broken start should not repeat for ever.',
  strength: 'Every service comes back by itself',
  effort: 2,
  references: ['https://docs.docker.com/engine/containers/start-containers-automatically/'],
  peers: [],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service) || runsOnce(service)) return []
    const { restart } = service
    if (!restart.known) return [unknown(restart.origin, restart.because)]
    if (restartsItself(service)) return [pass(restart.origin)]
    return [fail(restart.origin, { message: `${service.name} stays down after a crash or a reboot of the host` })]
  },
  fix: (_, service) =>
    service.restart.known && service.restart.value === 'no'
      ? { refused: `${service.name} says that it is not restarted`, supply: 'whether it is meant to stay up' }
      : setKey(
          service,
          {
            title: `Restart ${service.name} after a crash`,
            safety: 'guarded',
            effect: `${service.name} is started again even where it is meant to end`,
          },
          ['restart'],
          'unless-stopped',
        ),
})
