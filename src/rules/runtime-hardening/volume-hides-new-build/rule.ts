/** A named volume over a directory that the image fills, so that a new image shows old files. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { type FilledVolume, filledVolumes } from '../../../stack/filled-volumes.ts'
import { runsInProduction } from '../../../stack/production.ts'
import type { Service } from '../../../stack/service-model.ts'

import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'volume-hides-new-build',
  scope: 'service',
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'A volume keeps the files of the first build',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'Docker copies what the image has there into a new volume, once. From the second deployment on the container runs with the files of the first: pages, libraries and security fixes stay what they were, whatever was built.',
  remedy:
    'Leave the directory to the image. Another service that serves the files copies them into an image of its own, or the start command copies them into the volume at every start.',
  strength: 'No volume hides what a build brings',
  effort: 30,
  references: ['https://docs.docker.com/engine/storage/volumes/#populate-a-volume-using-a-container'],
  peers: [],
  check: (service): readonly Judgement[] =>
    runsInProduction(service) ? filledVolumes(service).map((volume) => judgeVolume(service, volume)) : [],
  fix: () => ({
    refused: 'somebody shares the files by this volume',
    supply: 'how the files get from the new image to whoever serves them',
  }),
})

function judgeVolume(service: Service, { mount, target, volume, filledBy }: FilledVolume): Judgement {
  if (filledBy === undefined) return pass(mount.origin)
  const others = service.variant.services.filter(
    (other) => other !== service && other.mounts.some(({ source }) => source.known && source.value === volume),
  )
  const served = others.length > 0 ? `, and ${others.map(({ name }) => name).join(' and ')} with it` : ''
  return fail(mount.origin, {
    message: `the volume ${volume} covers ${target}, which the image of ${service.name} brings: after the next build it still holds the files of the first${served}`,
    related: [{ origin: filledBy, message: `this fills ${target} in the image` }],
  })
}
