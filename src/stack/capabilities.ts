/** Which capabilities a service keeps, and which ones its image needs. */
import { type Answer, some } from '../core/known.ts'
import { capabilityName } from '../knowledge/capabilities.ts'
import type { Service } from './service-model.ts'
import { startTexts } from './start-command.ts'

/** `CAP_ALL` is meant so too; the engine refuses it, and a container that does not start keeps nothing. */
export const dropsAllCapabilities = (service: Service): Answer =>
  some(service.capDrop, (name) => /^(?:CAP_)?ALL$/.test(capabilityName(name)))

/** Whether the program that the image brings is what runs, so that what is known of the image holds. */
export const runsImagesOwnProgram = (service: Service): boolean =>
  service.entrypoint === undefined && service.finalStage?.entrypoint === undefined

/** Whether what runs is the image's program all the same, named by its own word: `nginx -g …` in an image of nginx. */
export function startsImagesProgram(service: Service): boolean {
  const [program = ''] = startTexts(service)[0]?.text.split(/\s+/) ?? []
  const name = program.replace(/^.*\//, '')
  return runsImagesOwnProgram(service) || (name !== '' && service.profile?.repository.endsWith(`/${name}`) === true)
}

/**
 * Those that the service was measured to need, as the account that it was measured as: another one than root has no use for any. Undefined where
 * nobody measured them.
 */
function measuredCapabilities({ measured, user }: Service): readonly string[] | undefined {
  if (!measured?.capabilities) return undefined
  const isSame = !user.known || user.value.root || user.value.uid === undefined || user.value.uid === measured.user.uid
  return isSame ? [...measured.capabilities].sort() : []
}

/**
 * Capabilities that the service was measured to need, or else that the image's entrypoint needs after all are dropped, sorted; none where it starts as an account other
 * than root. `undefined` where nobody can tell: an unknown image, or a program that is not the image's own.
 */
export function neededCapabilities(service: Service): readonly string[] | undefined {
  const measured = measuredCapabilities(service)
  if (measured) return measured
  const needs = service.profile?.capabilities
  if (!needs || !runsImagesOwnProgram(service) || !service.user.known) return undefined
  // A file capability on the program itself is needed whoever starts it.
  const bound = needs.add.filter((name) => name === 'NET_BIND_SERVICE')
  return service.user.value.root ? [...needs.add].sort() : bound
}
