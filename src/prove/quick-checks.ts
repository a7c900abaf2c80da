/** Health checks that are asked more often, and may fail for just as long: a proof does not wait half a minute for each service. */
import { secondsOf } from '../stack/durations.ts'
import { at, type Json, objectOf, textOf } from './compose-json.ts'

/** Seconds between two checks, and how many may fail, where nobody says so: Docker's own. */
const usual = { interval: 30, retries: 3 }
/** Seconds between two checks of a proof. */
const quick = 2

/** The health check of a service's settings, asked every two seconds where it was asked less often. */
export function quickCheck(service: Json): Json {
  const check = objectOf(at(service, 'healthcheck'))
  if (at(check, 'test') === undefined || at(check, 'disable') === true) return {}
  const interval = secondsOf(textOf(at(check, 'interval'))) ?? usual.interval
  const written = at(check, 'retries')
  const retries = typeof written === 'number' && written > 0 ? written : usual.retries
  if (interval <= quick) return {}
  return { healthcheck: { ...check, interval: `${quick}s`, retries: Math.ceil((retries * interval) / quick) } }
}
