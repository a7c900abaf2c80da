/** Repairs of builds that leave the processor to the runner: the one that it has today, written down. */
import type { Repair } from '../core/fix.ts'
import type { Fail } from '../core/verdict.ts'
import { processorsOf } from './build-platforms.ts'
import type { Project } from './model.ts'
import { pipelineBuilds } from './pipeline-builds.ts'
import { pipelineFix, setBelow } from './workflow-edits.ts'
import { rewrite } from './written-edits.ts'

/** Names the processor of the machine that the job runs on. */
export function runnersPlatform({ origin }: Fail, project: Project): Repair | undefined {
  const made = pipelineBuilds(project).find(({ step }) => step.origin === origin)
  if (!made) return undefined
  const { step, job } = made
  const [processor, ...more] = processorsOf(made) ?? []
  if (processor === undefined || more.length > 0)
    return { refused: `which machine ${job.id} runs on is not in the file`, supply: 'the platforms to build for' }
  const platform = `linux/${processor}`
  const deed = { title: `Build for ${platform}, as the runner of ${job.id} does`, safety: 'safe' } as const
  if (step.by === 'docker/build-push-action')
    return pipelineFix(deed, setBelow(step.step.origin, ['with', 'platforms'], platform, ['file', 'context']))
  const call = /^(docker(?: (?:buildx|image))? build)(?=\s)/
  const edit = rewrite(project, origin, (written) =>
    call.test(written) ? written.replace(call, `$1 --platform ${platform}`) : undefined,
  )
  return edit
    ? { ...deed, edits: [edit] }
    : { refused: `${step.by} is called in an unusual way`, supply: `--platform ${platform}` }
}
