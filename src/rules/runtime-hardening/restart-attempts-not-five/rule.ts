/** A restart policy other than the benchmark's `on-failure:5`. */
import { nodeAt, textOf } from '../../../core/node.ts'
import type { Origin } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { setKey } from '../../../stack/service-edits.ts'
import { defineRule } from '../../define-rule.ts'

const failures = 'kics:2fc99041-ddad-49d5-853f-e35e70a48391'

export default defineRule({
  id: 'restart-attempts-not-five',
  scope: 'service',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'Restart policy is not on-failure:5',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'The benchmark wants a container that keeps failing to stay down after five attempts, so that it does not use up the host.',
  remedy: 'Set `restart: on-failure:5`, or `max_attempts: 5` under `deploy.restart_policy`.',
  strength: 'Containers give up after five failed starts',
  effort: 2,
  references: [
    'CIS Docker Benchmark 5.15',
    'https://docs.docker.com/engine/containers/start-containers-automatically/',
  ],
  peers: [failures, 'cis:5.15'],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service)) return []
    const { name, restart } = service
    const policy = nodeAt(service.node, 'deploy', 'restart_policy')
    const judged: Judgement[] = []
    if (policy !== undefined) {
      const attempts = nodeAt(policy, 'max_attempts')
      judged.push(verdict(textOf(attempts) === '5', attempts?.origin ?? policy.origin, name, attempts !== undefined))
    }
    if (!restart.known) return [...judged, unknown(restart.origin, restart.because)]
    if (restart.value === undefined && judged.length > 0) return judged
    const { value = 'no' } = restart
    return [...judged, verdict(value === 'on-failure:5', restart.origin, name, value.startsWith('on-failure:'))]
  },
  fix({ origin }, service) {
    const attempts = nodeAt(service.node, 'deploy', 'restart_policy')
    const deed = {
      title: `Restart ${service.name} five times at most`,
      safety: 'guarded' as const,
      effect: `${service.name} stays down after five crashes, and after a restart of the engine`,
    }
    return attempts && origin !== service.restart.origin
      ? setKey(service, deed, ['deploy', 'restart_policy', 'max_attempts'], 5, attempts.origin)
      : setKey(service, deed, ['restart'], 'on-failure:5', origin)
  },
})

const verdict = (right: boolean, place: Origin, name: string, counts: boolean): Judgement =>
  right
    ? pass(place)
    : fail(place, {
        message: `${name} is not limited to five attempts`,
        peers: counts ? [failures, 'cis:5.15'] : ['cis:5.15'],
      })
