/** Finds published images whose processor is whatever the runner happens to have. */
import { fail, type Judgement, pass } from '../../../core/verdict.ts'
import { pipelineBuilds } from '../../../stack/pipeline-builds.ts'
import { runnersPlatform } from '../../../stack/platform-edits.ts'
import { defineRule } from '../../define-rule.ts'

export default defineRule({
  id: 'build-platform-not-said',
  scope: 'project',
  kind: 'hygiene',
  category: 'build-security',
  persona: 'pedantic',
  title: 'Pipeline does not say what processor it builds for',
  threat: { from: 'nobody', gains: 'upkeep' },
  since: '0.1.0',
  why: 'The day the runner changes to another processor the image does too, and whoever pulls it finds out.',
  remedy: 'Name the platforms: `platforms: linux/amd64,linux/arm64`, or `--platform linux/amd64`.',
  strength: 'Pipelines say what processors they build for',
  effort: 5,
  references: ['https://docs.docker.com/build/building/multi-platform/'],
  peers: [],
  check: (project): readonly Judgement[] =>
    pipelineBuilds(project).flatMap(({ step, job, publishes }): readonly Judgement[] => {
      const { subject } = job
      const [named] = step.platforms
      if (!publishes || step.definitions.length > 0) return []
      if (named !== undefined) return [pass(named, { subject })]
      return [
        fail(step.origin, { subject, message: `${job.id} publishes an image for whatever processor its runner has` }),
      ]
    }),
  fix: runnersPlatform,
})
