/** A running container whose image is not the one that the files mean, or no longer the one that its tag means. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { type ImageStanding, imageOrigin, imageStanding } from '../../../stack/running/image-of-container.ts'
import { calledIn, isUp } from '../../../stack/running/naming.ts'
import { recreation, refusesRecreation } from '../../../stack/running/recreate.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'container-runs-another-image',
  scope: 'container',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate'],
  kind: 'exposure',
  category: 'image-tagging',
  title: 'A container runs another image than its file says',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'A fix that was built or pulled is not in the container until it is made anew: what was scanned and released is one image, and what answers requests is another.',
  remedy: 'Recreate the container, so that it runs what its file names.',
  strength: 'Every container runs the image that its file names',
  effort: 5,
  references: [
    'CIS Docker Benchmark 5.28',
    'NIST SP 800-190 4.2.2',
    'NIST SP 800-190 4.4.5',
    'https://docs.docker.com/reference/cli/docker/compose/up/',
  ],
  peers: ['cis:5.28'],
  check(container): readonly Judgement[] {
    const { service, seen } = container
    if (!service || !isUp(container)) return []
    const origin = imageOrigin(service)
    const standing = imageStanding(container, service)
    if (standing.is === 'unknown') return [unknown(origin, standing.because)]
    if (standing.is === 'same')
      return [pass(origin, { evidence: `container ${seen.name} runs ${seen.image.reference}` })]
    return [
      fail(origin, {
        cause: service.name,
        message: `${calledIn(container)} ${saying(seen.image.reference, standing)}`,
        remedy: recreation(container),
      }),
    ]
  },
  fix: (_, container) => refusesRecreation(container),
})

function saying(reference: string, standing: Exclude<ImageStanding, { is: 'same' | 'unknown' }>): string {
  if (standing.is === 'other') return `runs ${reference}, where the files say ${standing.wanted}`
  const [runs, now] = [dayOf(standing.runs), dayOf(standing.now)]
  const older = runs === '' ? 'an image' : `an image of ${runs}`
  return standing.built
    ? `runs ${older}; ${reference} was built again since${now === '' || now === runs ? '' : `, on ${now}`}`
    : `runs ${older}; ${reference} means another one by now${now === '' || now === runs ? '' : `, of ${now}`}`
}

const dayOf = (moment: string): string => (/^\d{4}-\d\d-\d\d/.test(moment) ? moment.slice(0, 10) : '')
