/** Workflows that put the image they built into a task definition when they deploy it. */
import { directoryOf, within } from '../../core/tree.ts'
import type { Project } from '../model.ts'

export interface Replacement {
  /** The workflow. */
  readonly by: string
  /** The container whose image is replaced. */
  readonly container: string
}

/** Every `amazon-ecs-render-task-definition` step that names the file. */
export const replacementsIn = ({ workflows }: Project, file: string): readonly Replacement[] =>
  workflows.flatMap(({ file: by, workflow }) =>
    workflow.jobs.flatMap(({ steps }) =>
      steps.flatMap(({ uses, with: inputs }): readonly Replacement[] => {
        if (uses?.action !== 'aws-actions/amazon-ecs-render-task-definition') return []
        const named = inputs.get('task-definition')?.value ?? ''
        const container = inputs.get('container-name')?.value
        const root = directoryOf(directoryOf(directoryOf(by)))
        // A second container is rendered into the output of the first step.
        const chained = named.includes('.outputs.task-definition')
        return container !== undefined && (chained || within(root, named) === file) ? [{ by, container }] : []
      }),
    ),
  )
