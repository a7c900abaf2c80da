/** Secrets that an env file gives to a service which has no use for them. */
import type { Origin } from '../core/origin.ts'
import { holdsCredential } from './credentials.ts'
import { initScriptsOf } from './init-scripts.ts'
import type { EnvironmentVariable, Service } from './service-model.ts'
import { variableUses } from './variable-use.ts'

export interface SharedEnvFile {
  readonly origin: Origin
  readonly file: string
  readonly secrets: readonly EnvironmentVariable[]
  readonly others: readonly Service[]
}

const clean = (path: string): string => path.replace(/^\.\//, '')

/** Images whose variables are those of their own manual, and nothing else reads. */
const closed = new Set<Service['role']>(['data-store', 'cache', 'message-broker', 'proxy', 'web-server'])

/** The env files that a service shares with others, with the secrets that they bring. */
export function sharedEnvFiles(service: Service): readonly SharedEnvFile[] {
  return service.envFiles.flatMap(({ value, origin }): readonly SharedEnvFile[] => {
    const file = clean(value)
    const others = service.variant.services.filter(
      (other) => other !== service && other.envFiles.some((each) => clean(each.value) === file),
    )
    const known = service.project.envFiles.find((each) => each.file === file)
    const names = new Set(known?.variables.map(({ name }) => name))
    const secrets = service.environment.filter(
      ({ name, source }) => source === 'env-file' && names.has(name) && holdsCredential(name),
    )
    return others.length > 0 && secrets.length > 0 ? [{ file, origin, secrets, others }] : []
  })
}

/** What of a shared env file's secrets the service itself does not read; `undefined` where that cannot be told. */
export function needlessOf(service: Service, { secrets }: SharedEnvFile): readonly string[] | undefined {
  const useOf = variableUses(service) ?? imageUses(service)
  if (useOf === undefined) return undefined
  const uses = secrets.map(({ name }) => ({ name, is: useOf(name).is }))
  if (uses.some(({ is }) => is === 'unknown')) return undefined
  return uses.filter(({ is }) => is === 'unused').map(({ name }) => name)
}

/** For an image that is used as it comes: its own variables share a beginning, and scripts at its first start may read any. */
function imageUses(service: Service): ((name: string) => { readonly is: 'used' | 'unused' | 'unknown' }) | undefined {
  const { profile, build, command, entrypoint, healthcheck, mounts } = service
  if (build || !profile || !closed.has(profile.role)) return undefined
  const own = [...(profile.authentication?.credentials ?? []), ...(profile.authentication?.users ?? [])]
  const beginnings = new Set(own.map((name) => name.split('_')[0] ?? name))
  const words = [command, entrypoint, healthcheck?.test].flatMap((list) => list?.items ?? [])
  const texts = [
    ...words.map((word) => (word.known ? word.value : '')),
    ...initScriptsOf(service).map(({ file }) => file.source.text),
  ]
  // Configuration that is filled in when the container starts may name anything.
  const fills = mounts.some(({ target }) => target.known && /templates?(?:\/|$)|\.template$/.test(target.value))
  return (name) => {
    if (fills) return { is: 'unknown' }
    const read = beginnings.has(name.split('_')[0] ?? name) || texts.some((text) => text.includes(name))
    return { is: read ? 'used' : 'unused' }
  }
}
