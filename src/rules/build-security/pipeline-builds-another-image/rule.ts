/** Finds images that a pipeline builds from another target, context or Dockerfile than production's compose file. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { driftedImages } from '../../../stack/image-drift.ts'
import { describeBuild } from '../../../stack/pipeline-builds.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'pipeline-builds-another-image',
  scope: 'project',
  kind: 'breakage',
  category: 'build-security',
  title: 'Pipeline publishes another image than the one the stack describes',
  threat: { from: 'nobody', gains: 'fault' },
  since: '0.1.0',
  why: 'What was tested, scanned and hardened in one description is not what runs: a development stage goes out, or a fix to the one file never reaches production.',
  remedy:
    'Build the same context, Dockerfile and target in both, best by building in the pipeline from the compose file itself (`docker compose build`, `docker buildx bake`).',
  strength: 'The pipeline builds the same images as the compose files',
  effort: 15,
  references: [
    'https://docs.docker.com/build/bake/compose-file/',
    'https://docs.docker.com/build/building/multi-stage/#stop-at-a-specific-build-stage',
  ],
  peers: [],
  check: (project): readonly Judgement[] =>
    driftedImages(project).map(({ service, wanted, made, same }) => {
      const origin = made.step.target?.origin ?? made.step.origin
      if (same || made.build === undefined) return pass(origin, { subject: service.subject })
      return fail(origin, {
        subject: service.subject,
        message: `${made.job.workflow.file} publishes ${describeBuild(made.build)} where ${service.name} runs ${describeBuild(wanted)}`,
        related: [{ origin: service.origin, message: `${service.name} of ${service.variant.name}` }],
        inVariants: service.inVariants,
      })
    }),
  fix: () => ({
    refused: 'nothing says which of the two is meant',
    supply: 'the target, context and Dockerfile that production is to run',
  }),
})
