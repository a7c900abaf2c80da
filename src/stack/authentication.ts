/** Whether a data store, broker or tool lets anybody in who can reach its port. */
import { type Answer, no, yes } from '../core/known.ts'
import { openness } from '../knowledge/images/authentication.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'

/** Roles whose whole purpose is to hold other people's data. */
const keepers = new Set<Service['role']>(['data-store', 'cache', 'message-broker'])

export const keepsData = (service: Service): boolean => keepers.has(service.role)

/** Whether the service is open; `undefined` where nothing is known of how its image authenticates. */
export function opensToAll(service: Service): Answer | undefined {
  const facts = service.profile?.authentication
  if (!facts) return undefined
  const answer = openness(facts, {
    environment: new Map(service.environment.map((variable) => [variable.name, setValue(variable)])),
    words: wordsOf(service),
    mounted: service.mounts.flatMap(({ target }) => (target.known ? [target.value] : [])),
  })
  return answer.is === 'yes' ? yes : answer.is === 'no' ? no : { is: 'unknown', because: answer.because }
}

/** A variable that must be set (`${X:?}`) has some value whenever the service starts. */
function setValue({ value, interpolations }: EnvironmentVariable): string | undefined {
  if (value.known) return value.value
  return interpolations.some(({ operator }) => operator === ':?' || operator === '?') ? 'required' : undefined
}

/** The words of the command that really runs: compose's over the Dockerfile's. */
function wordsOf({ command, entrypoint, finalStage }: Service): readonly (string | undefined)[] {
  const own = [...(entrypoint?.items ?? []), ...(command?.items ?? [])].map((item) =>
    item.known ? item.value : undefined,
  )
  return command ? own : [...own, ...(finalStage?.cmd?.args ?? []).map(({ text }) => text)]
}
