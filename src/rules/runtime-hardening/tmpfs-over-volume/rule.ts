/** A tmpfs at a directory whose content is meant to last. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { keptPoints, type MountPoint, tmpfsPoints } from '../../../stack/scratch-mounts.ts'
import { takeOut } from '../../../stack/service-edits.ts'
import type { Service } from '../../../stack/service-model.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'tmpfs-over-volume',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A tmpfs covers a directory that is meant to last',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'A tmpfs is memory: what is written there is gone when the container stops. Two mounts at one place are refused, or one silently hides the other.',
  remedy: 'Keep the volume and remove the tmpfs; give scratch files a directory of their own, such as /tmp.',
  strength: 'No tmpfs covers data',
  effort: 5,
  references: ['https://docs.docker.com/engine/storage/tmpfs/'],
  peers: [],
  check: (service) => tmpfsPoints(service).map((point) => judgePoint(service, point)),
  fix({ origin }, service) {
    const point = tmpfsPoints(service).find((one) => one.origin === origin)
    const item = service.tmpfs.items.find((one) => one.origin === origin)
    if (!point || !item) return undefined
    if (!keptPoints(service).some(({ path }) => path === point.path))
      return {
        refused: `nobody here knows whether ${service.name} may forget its data`,
        supply: `a volume for ${point.path}`,
      }
    const deed = { title: `Keep the volume at ${point.path} of ${service.name}`, safety: 'safe' as const }
    return takeOut(service, deed, service.tmpfs, item)
  },
})

function judgePoint(service: Service, { path, origin }: MountPoint): Judgement {
  const { name, profile } = service
  const volume = keptPoints(service).find((kept) => kept.path === path)
  if (volume) {
    const message = `${name} mounts a tmpfs and a volume at ${path}: only one of them can be there`
    return fail(origin, { message, related: [{ origin: volume.origin, message: 'the volume at the same place' }] })
  }
  // Without a volume: memory under a database may be meant where nothing has to last.
  const data = [...(profile?.data ?? []), ...(profile?.volumes ?? [])].find((kept) => kept.replace(/\/+$/, '') === path)
  if (data === undefined || !runsInProduction(service)) return pass(origin)
  return fail(origin, {
    message: `${name} keeps its data in ${path}, and a tmpfs there forgets it whenever the container stops`,
  })
}
