/** A named volume that the service's account may not write, because it belongs to another one. */

import { firstSpanOf } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { giveDirectory } from '../../../stack/volume-owner-edits.ts'
import { volumeOwners } from '../../../stack/volume-owners.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'volume-not-writable-by-user',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'The service may not write its own volume',
  threat: { from: 'nobody', gains: 'stop' },
  confidence: 'medium',
  since: '0.1.0',
  why: 'A new volume gets owner and mode of the directory it covers in the image; where there is none, it is root’s. The first write then ends with "Permission denied".',
  remedy:
    'Make the directory in the Dockerfile and give it to the account (`RUN install -d -o app /data`) before `USER`, or start as the account that the image’s directory belongs to.',
  strength: 'Services may write the volumes they mount',
  effort: 10,
  references: ['https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container'],
  peers: [],
  check: (service) =>
    volumeOwners(service).map(({ mount, path, owner, related }): Judgement => {
      if (owner === 'own') return pass(mount.origin)
      const user = service.user.known ? service.user.value.written : 'its account'
      return fail(mount.origin, {
        message: `${service.name} runs as ${user}, and the volume at ${path} belongs to ${owner}`,
        related: [...related],
      })
    }),
  fix(judgement, service) {
    const place = firstSpanOf(judgement.origin)
    const volume = volumeOwners(service).find(({ mount }) => firstSpanOf(mount.origin)?.start === place?.start)
    return volume && giveDirectory(service, volume.path)
  },
})
