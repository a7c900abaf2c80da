/** Whether a data store, broker or tool lets anybody in who can reach its port. */
import { type Answer, no, yes } from '../core/known.ts'
import { nodeAt, textOf } from '../core/node.ts'
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

/** Whether the service asks for no password when `name`, which nothing sets, becomes an empty text. */
export function opensWhenBlank(service: Service, name: string): boolean {
  if (emptyPasswordFlag(service, name)) return true
  const facts = service.profile?.authentication
  const blank = service.environment.filter(({ interpolations }) =>
    interpolations.some(({ set, operator }) => !set && operator === ''),
  )
  const concerned = blank.filter(({ interpolations }) => interpolations.some(({ variable }) => variable === name))
  if (!facts || concerned.length === 0) return false
  const environment = new Map(service.environment.map((variable) => [variable.name, setValue(variable)]))
  for (const variable of blank) environment.set(variable.name, '')
  const answer = openness(facts, { environment, words: wordsOf(service), mounted: [] })
  if (answer.is !== 'yes' || !('names' in answer.because)) return false
  // With one of two credentials given, such an image refuses to start.
  const { names } = answer.because
  return names.every((each) => !environment.get(each)) && concerned.some((variable) => names.includes(variable.name))
}

/** Whether the command gives a password flag the variable's emptiness: Redis and its kin then ask for none. */
function emptyPasswordFlag({ node }: Service, name: string): boolean {
  const command = nodeAt(node, 'command')
  const items = command?.kind === 'list' ? command.items : command ? [command] : []
  if (!items.some((item) => item.kind === 'scalar' && item.unset?.includes(name))) return false
  const words = items.map((item) => textOf(item) ?? '')
  return words.some(
    (word, at) =>
      (word === '--requirepass' && words[at + 1] === '') ||
      (/--requirepass(?:[\s=]+["']{0,2})?(?:\s--|\s*$)/.test(word) && word.includes(' ')),
  )
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
