/** An image that brings no health check along. */
import { absent } from '../../../core/origin.ts'
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { healthcheck } from '../../../knowledge/peers.ts'
import { checkInImage } from '../../../stack/image-check-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'dockerfile-without-healthcheck',
  scope: 'build',
  kind: 'hygiene',
  category: 'runtime-hardening',
  title: 'The image has no health check of its own',
  threat: { from: 'nobody', gains: 'upkeep' },
  persona: 'pedantic',
  since: '0.1.0',
  why: 'Whoever runs the image elsewhere than here has to find out how to ask it whether it works.',
  remedy: 'Add a HEALTHCHECK, or `HEALTHCHECK NONE` for a tool that ends by itself.',
  strength: 'Every image says how to ask it whether it works',
  effort: 10,
  references: [
    'CIS Docker Benchmark 4.6',
    'NIST SP 800-190 4.1.2',
    'https://docs.docker.com/reference/dockerfile/#healthcheck',
  ],
  peers: healthcheck.image,
  check: ({ finalStage: stage, usedBy }): readonly Judgement[] => {
    // A part of a Dockerfile, without FROM, may have it elsewhere.
    if (!stage?.rootImage) return []
    if (stage.healthcheck) return [pass(stage.healthcheck.origin)]
    const runsHere = usedBy.some(({ kind }) => kind === 'service')
    // A server that nothing here runs lacks more than a note.
    const server = stage.exposes.length > 0 || (stage.cmd && !stage.entrypoint)
    if ((server && !runsHere) || stage.rootImage.profile?.healthcheck) return []
    return [fail(absent('HEALTHCHECK', stage.origin), { message: `${stage.subject.name} has no HEALTHCHECK` })]
  },
  fix: (_, build) => checkInImage(build),
})
