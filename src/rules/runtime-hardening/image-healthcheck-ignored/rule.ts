/** A HEALTHCHECK of a Dockerfile whose container runs where nobody looks at it. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { takeOverCheck } from '../../../stack/deployed-edits.ts'
import { runsOnce } from '../../../stack/jobs.ts'
import { runsInProduction } from '../../../stack/production.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-healthcheck-ignored',
  scope: 'service',
  platforms: ['ecs-ec2', 'ecs-fargate', 'kubernetes'],
  kind: 'breakage',
  category: 'runtime-hardening',
  title: 'The health check of the image is never run',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'ECS and Kubernetes run the checks of their own files and never the HEALTHCHECK of an image. What the Dockerfile promises does not happen: a program that hangs is not replaced.',
  remedy: 'Write the same check as `healthCheck` of the container definition.',
  remedies: {
    kubernetes: 'Write the same check as `readinessProbe`, and as `livenessProbe` where a restart cures it.',
  },
  strength: 'Health checks of images are written where the platform runs them',
  effort: 10,
  references: [
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  ],
  peers: [],
  checklist: ['health-checks'],
  check(service): readonly Judgement[] {
    const { healthcheck, healthcheckOrigin, finalStage, name, platform } = service
    const image = finalStage?.healthcheck
    if (!runsInProduction(service) || runsOnce(service) || image === undefined || image.kind === 'none') return []
    if (healthcheck !== undefined) return [pass(healthcheck.origin)]
    return [
      fail(healthcheckOrigin, {
        message: `The image of ${name} has a health check, which ${platform === 'kubernetes' ? 'Kubernetes' : 'ECS'} never runs`,
        related: [{ origin: image.origin, message: 'the health check that is ignored' }],
      }),
    ]
  },
  fix: (_, service) => takeOverCheck(service),
})
