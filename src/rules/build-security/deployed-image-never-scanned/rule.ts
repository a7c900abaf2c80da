/** Finds services that a pipeline deploys without having built, tested or scanned their images. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { deployedServices } from '../../../stack/unscanned-deployments.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'deployed-image-never-scanned',
  scope: 'project',
  kind: 'exposure',
  category: 'build-security',
  title: 'Deployed service is built past the pipeline',
  threat: { from: 'nobody', gains: 'control' },
  since: '0.1.0',
  why: 'Its image is made on the production host from whatever the base image is that day: no test, no scan and no registry ever sees it, and nobody can roll it back.',
  remedy: 'Build and push the image in the pipeline like the others, scan it there, and let the host only pull it.',
  strength: 'Every deployed image comes out of the pipeline',
  effort: 30,
  references: [
    'CIS Docker Benchmark 4.4',
    'NIST SP 800-190 4.1.1',
    'https://docs.docker.com/compose/how-tos/production/',
  ],
  peers: [],
  check: (project): readonly Judgement[] =>
    deployedServices(project).map(({ service, deployment, covered }) => {
      const place = service.build?.origin ?? service.origin
      if (covered) return pass(service.origin, { subject: service.subject })
      return fail(service.definitions[0] ?? place, {
        subject: service.subject,
        message: `${service.name} is deployed, and no workflow builds or scans its image: the host builds it from source`,
        related: [{ origin: deployment.origin, message: 'the deployment' }],
        inVariants: service.inVariants,
      })
    }),
  fix: () => ({
    refused: 'the pipeline needs an account of a registry',
    supply: 'where the image is pushed to, and who may',
  }),
})
