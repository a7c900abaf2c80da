/** How long a service is told to finish its work, and how long the engine lets it. */
import { type Known, mapKnown } from '../core/known.ts'
import type { Origin } from '../core/origin.ts'
import { secondsOf } from './durations.ts'
import { textField } from './fields.ts'
import type { Service } from './service-model.ts'

export interface Drain {
  readonly seconds: number
  readonly origin: Origin
  /** What says so. */
  readonly by: string
}

/** Flags of servers that wait for requests in flight; from gunicorn's, uvicorn's, hypercorn's and Puma's manuals. */
const flag = /--(?:graceful-timeout|timeout-graceful-shutdown)(?:[= ](\d{1,5}))?/
const variable =
  /^(?:ASPNETCORE|DOTNET)_SHUTDOWNTIMEOUTSECONDS$|^SPRING_LIFECYCLE_TIMEOUT_?PER_?SHUTDOWN_?PHASE$|^(?:GRACEFUL_)?SHUTDOWN_(?:TIMEOUT|GRACE)(?:_SECONDS|_S)?$|^GRACEFUL_TIMEOUT$/
const setting = /^spring[.:]lifecycle[.:]timeout-per-shutdown-phase$/i

/** The longest time that the service's command, variables or configuration give it to finish. */
export function drainOf(service: Service): Drain | undefined {
  const found = [...fromCommand(service), ...fromEnvironment(service), ...fromConfiguration(service)]
  return found.sort((a, b) => b.seconds - a.seconds)[0]
}

function fromCommand({ command, entrypoint, finalStage }: Service): readonly Drain[] {
  const own = [...(entrypoint?.items ?? []), ...(command?.items ?? [])].flatMap((item) =>
    item.known ? [{ text: item.value, origin: item.origin }] : [],
  )
  const image =
    command || entrypoint
      ? []
      : [finalStage?.entrypoint, finalStage?.cmd].flatMap((instruction) => instruction?.args ?? [])
  const words = [...own, ...image.map(({ text, origin }) => ({ text, origin }))]
  return words.flatMap(({ text, origin }, at) => {
    const match = flag.exec(text)
    const seconds = Number(match?.[1] ?? words[at + 1]?.text)
    return match && Number.isInteger(seconds) ? [{ seconds, origin, by: match[0].split(/[= ]/)[0] ?? '' }] : []
  })
}

const fromEnvironment = ({ environment }: Service): readonly Drain[] =>
  environment.flatMap(({ name, value, origin }) => {
    const text = value.known ? value.value : ''
    const seconds =
      name === 'GUNICORN_CMD_ARGS' ? Number(flag.exec(text)?.[1]) : variable.test(name) ? secondsOf(text) : undefined
    return seconds !== undefined && seconds > 0 ? [{ seconds, origin, by: name }] : []
  })

const fromConfiguration = (service: Service): readonly Drain[] =>
  service.build === undefined
    ? []
    : service.project.configFiles
        .filter((file) => !file.template && !file.development && file.services.includes(service))
        .flatMap(({ values }) =>
          values.flatMap(({ key, value, origin }) => {
            const seconds = setting.test(key) ? secondsOf(value) : undefined
            return seconds === undefined ? [] : [{ seconds, origin, by: key }]
          }),
        )

/** What Docker waits between the signal and the kill: ten seconds where nothing is said. */
export const gracePeriod = ({ node, origin }: Service): Known<{ readonly seconds: number; readonly said: boolean }> =>
  mapKnown(textField(node, origin, 'stop_grace_period'), (text) => ({
    seconds: secondsOf(text ?? '') ?? 10,
    said: text !== undefined,
  }))
