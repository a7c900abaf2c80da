/** A data store whose data directory is on no volume, or whose volume lies where the data is not. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { dataDirectory, mountBeside, mountHolding, runsServer } from '../../../stack/data-directories.ts'
import { keepData } from '../../../stack/data-volume-edits.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { tmpfsPoints } from '../../../stack/scratch-mounts.ts'
import type { Mount, Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'data-outside-volume',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'The data of a store is on no volume',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'What is in the container, or in the nameless volume that Docker makes for it, is left behind when the container is made anew: after `docker compose down`, or after an update of the image, the store comes up empty.',
  remedy: 'Mount a named volume at the directory that the image writes.',
  strength: 'Every store keeps its data on a volume',
  effort: 10,
  references: [
    'https://docs.docker.com/engine/storage/volumes/',
    'https://github.com/docker-library/postgres/pull/1259',
  ],
  peers: [],
  check(service): readonly Judgement[] {
    if (!runsInProduction(service) || !runsServer(service)) return []
    const directory = dataDirectory(service)
    if (directory === undefined) return []
    if (!directory.known) return [unknown(directory.origin, directory.because)]
    const path = directory.value
    // A tmpfs at the data is another rule's.
    if (tmpfsPoints(service).some((point) => point.path === path || path.startsWith(`${point.path}/`))) return []
    const mount = mountHolding(service, path)
    if (mount) return [pass(mount.origin)]
    const unclear = service.mounts.find(({ target }) => !target.known)
    if (unclear) return [unknown(unclear.origin, 'it is not known where this is mounted')]
    return [judgeMissing(service, path, mountBeside(service, path))]
  },
  fix(_, service) {
    const directory = dataDirectory(service)
    return directory?.known ? keepData(service, directory.value) : undefined
  },
})

function judgeMissing(service: Service, path: string, beside: Mount | undefined): Judgement {
  const image = service.image?.written ?? service.finalStage?.rootImage?.written ?? 'its image'
  if (beside?.target.known)
    return fail(beside.origin, {
      cause: 'elsewhere',
      message: `${service.name} mounts a volume at ${beside.target.value}, but ${image} keeps its data in ${path}, which is on no volume`,
      remedy: `Mount the volume at ${path}. Data that an older version wrote has to be moved or upgraded first.`,
    })
  return fail(absent('volumes', service.origin), {
    cause: 'none',
    severity: 'medium',
    message: `${service.name} keeps its data in ${path}, which is on no volume: a container made anew starts empty`,
  })
}
