/** Whether a data store, broker or tool lets anybody in who can reach its port. */
import { type Answer, any, no, yes } from '../core/known.ts'
import type { OpenWhen } from '../knowledge/images/profile.ts'
import type { Service } from './service-model.ts'

/** Roles whose whole purpose is to hold other people's data. */
const keepers = new Set<Service['role']>(['data-store', 'cache', 'message-broker'])

export const keepsData = (service: Service): boolean => keepers.has(service.role)

/**
 * Whether the service is open: `yes` where one circumstance of its image's profile holds, `unknown` where a variable or a
 * mounted configuration decides, `undefined` where nothing is known of how this image authenticates.
 */
export function opensToAll(service: Service): Answer | undefined {
  const facts = service.profile?.authentication
  if (!facts) return undefined
  const open = any(...facts.open.map((when) => holdsFor(service, when)))
  if (open.is !== 'yes' || (facts.configuredBy ?? []).length === 0) return open
  const configured = facts.configuredBy?.find(
    (path) => mounts(service, path) || words(service).texts.some((text) => text.includes(path)),
  )
  return configured === undefined ? open : { is: 'unknown', because: `${configured} may ask for a password` }
}

const mounts = (service: Service, path: string): boolean =>
  service.mounts.some(
    ({ target }) => target.known && (target.value === path || path.startsWith(`${target.value.replace(/\/$/, '')}/`)),
  ) ||
  (service.finalStage?.copies.some(({ destination }) => destination.known && destination.value.startsWith(path)) ??
    false)

/** The words of the command that really runs; a shell text is cut at blanks. */
function words(service: Service): { readonly texts: readonly string[]; readonly complete: boolean } {
  const items = [...(service.entrypoint?.items ?? []), ...(service.command?.items ?? [])]
  const own = items.flatMap((item) => (item.known ? item.value.split(/\s+/) : []))
  const inherited = service.command
    ? []
    : (service.finalStage?.cmd?.args ?? []).flatMap(({ text }) => text.split(/\s+/))
  return { texts: [...own, ...inherited], complete: items.every((item) => item.known) }
}

function holdsFor(service: Service, when: OpenWhen): Answer {
  if (when.kind === 'always') return yes
  if (when.kind === 'argument' || when.kind === 'none-of-arguments') {
    const { texts, complete } = words(service)
    const given = texts.some((text) => when.flags.some((flag) => text === flag || text.startsWith(`${flag}=`)))
    if (given) return when.kind === 'argument' ? yes : no
    if (!complete) return { is: 'unknown', because: 'part of its command has no value in any file' }
    return when.kind === 'argument' ? no : yes
  }
  if (when.kind === 'environment')
    return valueIn(service, when.name, (value) =>
      when.values ? when.values.includes(value.toLowerCase()) : value !== '',
    )
  const set = when.names.map((name) => valueIn(service, name, (value) => value !== ''))
  const unknown = set.find(({ is }) => is === 'unknown')
  const count = set.filter(({ is }) => is === 'yes').length
  if (when.kind === 'none-of-environment') return count > 0 ? no : (unknown ?? yes)
  return set.some(({ is }) => is === 'no') ? yes : (unknown ?? no)
}

/** Asks the effective value of a variable; `NAME_FILE` counts as a value of `NAME`, and `${X:?}` as one that is there. */
function valueIn(service: Service, name: string, test: (value: string) => boolean): Answer {
  const variable = service.environment.find((one) => one.name === name)
  const file = service.environment.find((one) => one.name === `${name}_FILE`)
  if (file && service.profile?.authentication?.files !== 'refused') return test('file') ? yes : no
  if (!variable) return no
  if (variable.value.known) return test(variable.value.value) ? yes : no
  const required = variable.interpolations.some(({ operator }) => operator === ':?' || operator === '?')
  return required ? (test('required') ? yes : no) : { is: 'unknown', because: variable.value.because }
}
