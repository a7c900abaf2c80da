/** Who gets at a credential: the containers that run with it, and from where those can be reached. */
import { keptWith } from '../core/lazy.ts'
import { type Origin, spansOf } from '../core/origin.ts'
import type { Severity } from '../core/verdict.ts'
import type { Grade } from './credentials.ts'
import type { Project } from './model.ts'
import { runsInProduction } from './production.ts'
import type { Service } from './service-model.ts'

/** Whether some port of the service is open on every interface of its host. */
export const isPublished = (service: Service): boolean =>
  (service.networkMode.known && service.networkMode.value === 'host') ||
  service.ports.items.some((port) => port.known && port.value.everyInterface)

/** Whether requests from outside get to the service, directly or through a published one that speaks to it. */
const isReached = (service: Service): boolean =>
  isPublished(service) ||
  service.variant.dialogues.some(({ from, to }) => to.kind === 'service' && to.service === service && isPublished(from))

const keyOf = (file: string, start: number): string => `${file}\0${start}`

/** The services whose environment gets a value that is written at the place, in any variant. */
export const servicesWith = (project: Project, origin: Origin): readonly Service[] =>
  spansOf(origin)
    .slice(0, 1)
    .flatMap((place) => usersByPlace(project).get(keyOf(place.file, place.start)) ?? [])

const usersByPlace = keptWith((project: Project): ReadonlyMap<string, readonly Service[]> => {
  const found = new Map<string, Service[]>()
  for (const service of project.variants.flatMap(({ services }) => services)) {
    for (const variable of service.environment) {
      for (const { file, start } of spansOf(variable.origin)) {
        const key = keyOf(file, start)
        found.set(key, [...(found.get(key) ?? []), service])
      }
    }
  }
  return found
})

/**
 * How bad a literal credential is: everybody who can connect uses a guessable one, everybody who reads the repository a
 * strong one. `services` run with it; nobody is known to where the list is empty. A data store's password is tried on
 * the store itself (`direct`); a signing key is used through whatever passes requests on.
 */
export function credentialSeverity(grade: Grade, services: readonly Service[], direct = false): Severity {
  const live = services.filter(runsInProduction)
  if (services.length > 0 && live.length === 0) return 'low'
  return grade !== 'literal' && live.some(direct ? isPublished : isReached) ? 'critical' : 'high'
}
