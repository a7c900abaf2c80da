/** What a deployed container and the same container in compose say differently of themselves. */
import type { Known } from '../../core/known.ts'
import { type Origin, spansOf } from '../../core/origin.ts'
import { givesEngine, hostPathOf } from '../host-mounts.ts'
import type { Service } from '../service-model.ts'

export interface Difference {
  /** Where the deployed one says it, or is silent. */
  readonly origin: Origin
  /** The end of a sentence that begins with the container's name. */
  readonly what: string
  /** Where compose says otherwise. */
  readonly there: Origin
}

export const differencesBetween = (deployed: Service, compose: Service): readonly Difference[] =>
  [users, filesystems, engines, privileges, ports, memory, commands].flatMap((compare) => compare(deployed, compose))

type Compare = (deployed: Service, compose: Service) => readonly Difference[]

/** Whether a value is written in a file of the service's own variant, not in its Dockerfile and by nobody's default. */
const isOwn = ({ variant }: Service, { origin }: { readonly origin: Origin }): boolean =>
  origin.kind === 'span' && variant.files.includes(spansOf(origin)[0]?.file ?? '')

const users: Compare = (deployed, compose) => {
  const [here, there] = [deployed.user, compose.user]
  if (!here.known || !there.known || !isOwn(deployed, here) || !isOwn(compose, there)) return []
  if (here.value.name === there.value.name || here.value.uid === undefined) return []
  const what = `runs as ${here.value.name}, and as ${there.value.name} in compose`
  return [{ origin: here.origin, what, there: there.origin }]
}

const isOn = (value: Known<boolean>): boolean => value.known && value.value
const isOff = (value: Known<boolean>): boolean => value.known && !value.value

const filesystems: Compare = (deployed, compose) =>
  isOn(compose.readOnly) && isOff(deployed.readOnly)
    ? [
        {
          origin: deployed.readOnly.origin,
          what: 'can write to its root filesystem, which is read-only in compose',
          there: compose.readOnly.origin,
        },
      ]
    : []

const engines: Compare = (deployed, compose) => {
  if (deployed.platform !== 'ecs-fargate') return []
  const socket = compose.mounts.find((mount) => {
    const path = hostPathOf(compose, mount)
    return path?.known === true && givesEngine(path.value)
  })
  const what = 'talks to the container engine in compose, and Fargate has none to talk to'
  return socket ? [{ origin: deployed.origin, what, there: socket.origin }] : []
}

const privileges: Compare = (deployed, compose) =>
  deployed.platform === 'ecs-fargate' && isOn(compose.privileged)
    ? [
        {
          origin: deployed.origin,
          what: 'is privileged in compose, and nothing on Fargate is',
          there: compose.privileged.origin,
        },
      ]
    : []

const targetsOf = ({ ports }: Service): readonly number[] =>
  ports.items.flatMap((port) => (port.known ? [port.value.target] : []))

const ports: Compare = (deployed, compose) => {
  const [here, there] = [targetsOf(deployed), targetsOf(compose)]
  const tells = here.length > 0 && there.length > 0 && deployed.ports.items.every(({ known }) => known)
  if (!tells || here.some((port) => there.includes(port))) return []
  const what = `listens on ${here.join(', ')}, and on ${there.join(', ')} in compose`
  return [{ origin: deployed.ports.origin, what, there: compose.ports.origin }]
}

const units: Readonly<Record<string, number>> = {
  ...{ '': 1, b: 1, k: 1024, kb: 1024, ki: 1024, m: 1024 ** 2, mb: 1024 ** 2, mi: 1024 ** 2 },
  ...{ g: 1024 ** 3, gb: 1024 ** 3, gi: 1024 ** 3 },
}

/** Bytes of `512m`, `1Gi` or, in a task definition, `512` MiB. */
function bytesOf({ limits, platform }: Service): number | undefined {
  const text = limits.memory.known ? limits.memory.value : undefined
  const found = /^(\d+(?:\.\d+)?)\s*([a-z]{0,2})$/i.exec(text?.trim() ?? '')
  const unit = units[(found?.[2] ?? '').toLowerCase()]
  if (!found || unit === undefined) return undefined
  return Number(found[1]) * (found[2] === '' && platform.startsWith('ecs') ? 1024 ** 2 : unit)
}

/** Half of what compose gives, or less: what runs in the one is killed in the other. */
const memory: Compare = (deployed, compose) => {
  const [here, there] = [bytesOf(deployed), bytesOf(compose)]
  if (here === undefined || there === undefined || here * 2 > there) return []
  const what = `may use ${Math.round(here / 1024 ** 2)} MiB, and ${Math.round(there / 1024 ** 2)} MiB in compose`
  return [{ origin: deployed.limits.memory.origin, what, there: compose.limits.memory.origin }]
}

const textOf = (words: Service['command']): string | undefined =>
  words?.items.every(({ known }) => known) === true
    ? words.items.map((word) => (word.known ? word.value : '')).join(' ')
    : undefined

/** Only what compose says for production: at a desk other commands are the rule. */
const commands: Compare = (deployed, compose) => {
  const [here, there] = [textOf(deployed.command), textOf(compose.command)]
  const meant = compose.variant.environment === 'production' && deployed.entrypoint === undefined
  if (!meant || compose.entrypoint !== undefined || here === undefined || there === undefined) return []
  if (here === there || deployed.command === undefined || compose.command === undefined) return []
  const what = 'runs another command than in compose'
  return [{ origin: deployed.command.origin, what, there: compose.command.origin }]
}
