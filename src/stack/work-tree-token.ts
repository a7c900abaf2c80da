/** The token that a checkout leaves in `.git/config`, and the images and artifacts that take it along. */
import type { Origin } from '../core/origin.ts'
import type { WorkflowStep } from '../formats/workflow/document.ts'
import type { Copy } from './build-model.ts'
import type { WorkflowJob } from './model.ts'
import { buildsByStep } from './pipeline-builds.ts'

export interface TokenLeak {
  /** What leaves the token there. */
  readonly checkout: Origin
  /** What takes it along. */
  readonly taker: Origin
  readonly into: 'image' | 'artifact'
  /** Where the Dockerfile copies it. */
  readonly copy: Copy | undefined
}

/** Checkouts of a job that leave their token in the work tree. */
export function checkoutsWithToken({ job }: WorkflowJob): readonly Origin[] {
  // GitLab's runner clones with the job's token in the address.
  if (job.gitlab !== undefined) return [job.origin]
  return job.steps.flatMap(({ uses, with: inputs }) => {
    if (uses?.action !== 'actions/checkout' || inputs.get('persist-credentials')?.value === 'false') return []
    // Since its sixth version the action keeps the token elsewhere; a commit does not say which version it is.
    return /^v[1-5](?:\.|$)/.test(uses.ref ?? '') ? [uses.origin] : []
  })
}

/** Every image and artifact of the job that the token gets into. */
export function tokenLeaks(job: WorkflowJob): readonly TokenLeak[] {
  const [checkout] = checkoutsWithToken(job)
  if (checkout === undefined) return []
  const byOrigin = buildsByStep(job.project)
  const images = job.steps.flatMap((step): readonly TokenLeak[] => {
    if (step.kind !== 'build' || step.context.origin.kind === 'default' || !step.push.known || !step.push.value)
      return []
    const copy = byOrigin
      .get(step.origin)
      ?.stages.filter(({ ships }) => ships)
      .flatMap(({ copies }) => copies)
      .find(takesGit)
    return copy === undefined ? [] : [{ checkout, taker: step.origin, into: 'image', copy }]
  })
  const artifacts = job.job.steps.flatMap((step): readonly TokenLeak[] =>
    uploadsEverything(step) ? [{ checkout, taker: step.origin, into: 'artifact', copy: undefined }] : [],
  )
  return [...images, ...artifacts]
}

/** Whether the copy puts `.git` of the checkout into its stage. */
const takesGit = ({ from, sources, stage }: Copy): boolean =>
  from.kind === 'context' &&
  stage.build.context?.path === '' &&
  stage.build.context.reaches('.git/config') &&
  sources.some(({ wholeContext, kind }) => kind === 'context' && wholeContext)

function uploadsEverything({ uses, with: inputs }: WorkflowStep): boolean {
  if (uses?.action !== 'actions/upload-artifact') return false
  const paths = (inputs.get('path')?.value ?? '').split('\n').map((path) => path.trim())
  const hidden = /^v[1-3](?:\.|$)/.test(uses.ref ?? '') || inputs.get('include-hidden-files')?.value === 'true'
  return hidden && paths.some((path) => /^(?:\.|\.\/|\*\*?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(path))
}
