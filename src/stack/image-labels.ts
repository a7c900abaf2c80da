/** Which labels an image gets: from its Dockerfile, from compose, from the workflow that builds it. */
import { nodeAt, textOf } from '../core/node.ts'
import type { ContainerStep } from '../formats/workflow/container-step.ts'
import type { Stage } from './build-model.ts'
import { layersOf } from './toolchain.ts'

/** Names of the labels that the Dockerfile and compose's `build.labels` give the stage's result. */
export const labelNames = (stage: Stage): ReadonlySet<string> =>
  new Set([
    ...layersOf(stage).flatMap(({ labels }) => labels.map(({ name }) => name)),
    ...givenByCompose(stage),
    ...givenByBake(stage),
  ])

const givenByCompose = (stage: Stage): readonly string[] =>
  stage.usedBy.flatMap(({ node }) => {
    const labels = nodeAt(node, 'build', 'labels')
    if (labels?.kind === 'map') return labels.entries.map(({ key }) => key)
    return labels?.kind === 'list' ? labels.items.map((item) => (textOf(item) ?? '').replace(/=.*$/s, '')) : []
  })

const givenByBake = ({ build }: Stage): readonly string[] =>
  build.usedBy.flatMap((use) => {
    const labels = use.kind === 'bake' ? nodeAt(use.target.node, 'labels') : undefined
    return labels?.kind === 'map' ? labels.entries.map(({ key }) => key) : []
  })

/** The targets that `docker/metadata-action` fills with tags and labels, under its own name and under Docker's own habit. */
const filledTargets = new Set(['docker-metadata-action', 'ghaction-docker-meta', 'meta-helper'])

/** Whether a workflow hands labels to the build, whatever they are: `labels:`, or what `docker/metadata-action` makes. */
export const labelledByWorkflow = (stage: Stage): boolean =>
  stage.build.usedBy.some(
    (use) =>
      (use.kind === 'bake' && use.target.parents.some((parent) => filledTargets.has(parent))) ||
      (use.kind === 'workflow' &&
        stage.build.project.workflows
          .filter(({ file }) => file === use.file)
          .some(({ jobs }) => jobs.some(({ id, steps }) => id === use.job && steps.some(setsLabels)))),
  )

const setsLabels = (step: ContainerStep): boolean =>
  step.kind === 'build' && (step.generatedTags || step.step.with.has('labels'))
