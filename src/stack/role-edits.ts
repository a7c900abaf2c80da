/** Repairs of tools and consoles: started only when somebody asks for them, or no longer open to everybody. */
import type { Repair } from '../core/fix.ts'
import { firstSpanOf, type Origin } from '../core/origin.ts'
import { environmentEntry } from './account-edits.ts'
import { serviceFix, takeOut, valueFix } from './service-edits.ts'
import type { Service } from './service-model.ts'

/** Starts a service with the profile `dev` only; refused where others wait for it. */
export function onlyForDevelopment(service: Service): Repair {
  const { name, profiles, variant, origin } = service
  const waiting = variant.services.find(
    (other) => other !== service && other.dependsOn.some((one) => one.service === name && one.required),
  )
  if (waiting) return { refused: `${waiting.name} waits for ${name}`, supply: 'whether it has to' }
  if (!variant.services.some((other) => other.name !== name && other.profiles.length === 0))
    return { refused: `nothing else starts without ${name}`, supply: 'whether production runs this stack at all' }
  if (profiles.length > 0)
    return { refused: `${name} has profiles already`, supply: 'which of them is for development' }
  const deed = {
    title: `Start ${name} with the profile dev only`,
    safety: 'guarded',
    effect: `\`docker compose up\` starts ${name} only with \`--profile dev\``,
  } as const
  return serviceFix(service, deed, (at) => [{ do: 'set', path: at('profiles'), value: ['dev'] }], origin)
}

/** Lets the root account of a MySQL log in from its own container only; refused where a service logs in as root. */
export function rootFromInside(service: Service, place: Origin): Repair {
  const { name, profile, variant } = service
  const user = variant.services.find(
    (other) =>
      other !== service &&
      other.environment.some(
        ({ value }) => value.known && /^root$|user(?:name)?=root\b|:\/\/root[:@]/i.test(value.value),
      ),
  )
  if (user) return { refused: `${user.name} logs in as root`, supply: `an account of its own for ${user.name}` }
  const deed = {
    title: `Let the root account of ${name} log in from its own container only`,
    safety: 'guarded',
    effect: 'it holds for data that is set up from now on; whoever connects as root from elsewhere is turned away',
  } as const
  if (place.kind === 'span') {
    const words = firstSpanOf(place)
    const item = typeof words?.path.at(-1) === 'number'
    const variable = service.environment.find(({ origin }) => origin === place)?.name ?? ''
    return valueFix(service, deed, place, (path) => [
      { do: 'set', path, value: item ? `${variable}=localhost` : 'localhost' },
    ])
  }
  const variable = profile?.repository.endsWith('/mariadb') ? 'MARIADB_ROOT_HOST' : 'MYSQL_ROOT_HOST'
  return serviceFix(service, deed, (at) => [environmentEntry(service, at('environment'), variable, 'localhost')])
}

/** Closes a console that asks for no login, where one word opens it. */
export function closeConsole(service: Service, origin: Origin, option: RegExp): Repair {
  const { name, command, environment } = service
  const variable = environment.find((one) => one.value.origin === origin)
  if (variable?.name === 'GF_AUTH_ANONYMOUS_ORG_ROLE') {
    const deed = {
      title: `Let whoever opens ${name} without a login look only`,
      safety: 'guarded',
      effect: 'who changes dashboards has to log in',
    } as const
    const item = typeof firstSpanOf(origin)?.path.at(-1) === 'number'
    return valueFix(service, deed, origin, (path) => [
      { do: 'set', path, value: item ? `${variable.name}=Viewer` : 'Viewer' },
    ])
  }
  const words = command?.items.filter((item) => item.known && option.test(item.value)) ?? []
  const [word] = words
  if (command === undefined || word?.known !== true || words.length > 1 || /\s/.test(word.value))
    return { refused: `how people are to log in to ${name} is a decision`, supply: 'a login for it' }
  const deed = {
    title: `Take ${word.value} away from ${name}`,
    safety: 'guarded',
    effect: /api\.insecure/.test(word.value)
      ? 'the dashboard does not answer on port 8080 any more'
      : `${name} asks for the token that it writes into its log`,
  } as const
  return takeOut(service, deed, command, word)
}
