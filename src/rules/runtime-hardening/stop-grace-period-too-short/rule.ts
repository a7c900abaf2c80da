/** A service that is killed before it has finished what it is told to finish. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { type Drain, drainOf, gracePeriod } from '../../../stack/draining.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'
import { setWhereWritten } from '../../../stack/written-edits.ts'
import { defineRule } from '../../define-rule.ts'

/** What Docker itself waits. */
const usual = 10

export default defineRule({
  id: 'stop-grace-period-too-short',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'The service is killed before it has finished',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'The server was told to finish its requests and jobs, and is killed in the middle of them: at every deployment some break off, and a database has to recover at the next start.',
  remedy: 'Set `stop_grace_period:` a few seconds longer than the time that the server is given.',
  strength: 'Services have the time to finish that they are given',
  effort: 2,
  references: [
    'https://docs.docker.com/reference/compose-file/services/#stop_grace_period',
    'https://docs.docker.com/reference/cli/docker/container/stop/',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service)) return []
    const drain = drainOf(service)
    const grace = gracePeriod(service)
    const hurried = service.role === 'data-store' && grace.known && grace.value.said && grace.value.seconds < usual
    if (!grace.known) return drain || service.role === 'data-store' ? [unknown(grace.origin, grace.because)] : []
    if (hurried) return [judgeStore(service, grace.value.seconds, grace.origin)]
    if (drain === undefined) return []
    return [
      grace.value.seconds >= drain.seconds
        ? pass(grace.origin)
        : judgeDrain(service, drain, grace.value.seconds, grace.origin),
    ]
  },
  fix(_, service) {
    const seconds = (drainOf(service)?.seconds ?? 55) + 5
    const title = `Give ${service.name} ${seconds} seconds to finish`
    return setWhereWritten(
      service,
      { title, safety: 'safe' },
      gracePeriod(service).origin,
      ['stop_grace_period'],
      `${seconds}s`,
    )
  },
})

function judgeDrain(
  { name }: Service,
  { seconds, by, origin }: Drain,
  grace: number,
  place: Judgement['origin'],
): Judgement {
  return fail(place, {
    message: `${name} is killed ${grace} seconds after the signal to stop, and ${by} gives it ${seconds} to finish`,
    related: [{ origin, message: `${seconds} seconds are given here` }],
  })
}

const judgeStore = ({ name }: Service, seconds: number, place: Judgement['origin']): Judgement =>
  fail(place, {
    message: `${name} is killed ${seconds} seconds after the signal to stop, which is short for a store that writes its data to disk`,
  })
