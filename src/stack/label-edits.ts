/** Repairs of images that do not say what they were built from. */
import type { Repair } from '../core/fix.ts'
import type { Stage } from './build-model.ts'
import { labelNames } from './image-labels.ts'
import { pipelineFix, setBelow } from './workflow-edits.ts'

/** What GitHub knows of the run that builds, by the label that says it. */
const known: readonly (readonly [label: string, value: string])[] = [
  ['org.opencontainers.image.source', '${{ github.server_url }}/${{ github.repository }}'],
  ['org.opencontainers.image.revision', '${{ github.sha }}'],
  ['org.opencontainers.image.version', '${{ github.ref_name }}'],
]

/** Lets the step of GitHub’s workflow that builds the image label it. */
export function labelInWorkflow(stage: Stage): Repair {
  const { build, subject } = stage
  const steps = build.usedBy.flatMap((use) =>
    use.kind === 'workflow' && use.file.includes('.github/workflows/')
      ? build.project.workflows
          .filter(({ file }) => file === use.file)
          .flatMap(({ jobs }) => jobs.filter(({ id }) => id === use.job).flatMap((job) => job.steps))
          .filter((step) => step.kind === 'build' && step.step.uses?.action === 'docker/build-push-action')
      : [],
  )
  const [only] = steps
  if (only === undefined || new Set(steps.map(({ step }) => step.origin)).size > 1)
    return {
      refused: `no step of a workflow here builds ${subject.name} by docker/build-push-action alone`,
      supply: 'the repository, commit and version, from whatever builds the image',
    }
  const names = labelNames(stage)
  const lines = known.filter(([label]) => !names.has(label)).map(([label, value]) => `${label}=${value}\n`)
  return pipelineFix(
    { title: `Label the image of ${stage.dockerfile.file} with its repository, commit and version`, safety: 'safe' },
    setBelow(only.step.origin, ['with', 'labels'], lines.join(''), ['tags']),
  )
}
