/** Finds images that a pipeline builds for another processor than the one they are to run on. */
import { fail, type Judgement, pass, unknown } from '../../../core/verdict.ts'
import { platformNeeds } from '../../../stack/build-platforms.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'image-for-another-platform',
  scope: 'project',
  kind: 'breakage',
  category: 'build-security',
  platforms: ['compose', 'swarm', 'ecs-ec2', 'ecs-fargate'],
  title: 'Image is built for another processor than it runs on',
  threat: { from: 'nobody', gains: 'stop' },
  since: '0.1.0',
  why: 'The container ends with “exec format error”, or runs many times slower in an emulator, and only where it is deployed.',
  remedy:
    'Name the platform in the pipeline (`platforms: linux/arm64`, `--platform linux/arm64`), or build on a runner of that kind.',
  strength: 'Images are built for the processors they run on',
  effort: 10,
  references: ['https://docs.docker.com/build/building/multi-platform/'],
  peers: [],
  check: (project): readonly Judgement[] =>
    platformNeeds(project).map(({ service, wanted, wantedAt, made, built, builtAt }) => {
      if (built === undefined)
        return unknown(builtAt, 'what the image is built for is decided when the pipeline runs', service.subject)
      if (built.includes(wanted)) return pass(builtAt, { subject: service.subject })
      return fail(builtAt, {
        subject: service.subject,
        message: `${made.job.id} builds for ${built.join(', ')}, and ${service.name} asks for ${wanted}`,
        related: [{ origin: wantedAt, message: `${service.name} runs on ${wanted}` }],
        inVariants: service.inVariants,
      })
    }),
  fix: () => ({
    refused: 'another processor takes a runner of its kind, or an emulator',
    supply: 'which of the two, and a try of the build there',
  }),
})
