/** Workflows that put the image they built into a task definition when they deploy it. */
import { directoryOf, within } from '../../core/tree.ts'
import type { WorkflowJob, WorkflowStep } from '../../formats/workflow/document.ts'
import type { Project } from '../model.ts'

export interface Replacement {
  /** The workflow. */
  readonly by: string
  /** The container whose image is replaced; `undefined` where only the run knows its name. */
  readonly container: string | undefined
}

/** Every `amazon-ecs-render-task-definition` step that names the file. */
export const replacementsIn = ({ workflows }: Project, file: string): readonly Replacement[] =>
  workflows.flatMap(({ file: by, workflow }) =>
    workflow.jobs.flatMap((job) =>
      job.steps.flatMap((step): readonly Replacement[] => {
        if (step.uses?.action !== 'aws-actions/amazon-ecs-render-task-definition') return []
        const input = (name: string): string => filled(step.with.get(name)?.value ?? '', [step, job, workflow])
        const [named, container] = [input('task-definition'), input('container-name')]
        const root = directoryOf(directoryOf(directoryOf(by)))
        // A second container is rendered into the output of the first step.
        const chained = named.includes('.outputs.task-definition')
        if (!chained && within(root, named) !== file) return []
        return [{ by, container: container === '' || container.includes('${{') ? undefined : container }]
      }),
    ),
  )

/** The text with `${{ env.X }}` filled in from the nearest `env:`. */
function filled(text: string, scopes: readonly Pick<WorkflowJob | WorkflowStep, 'env'>[]): string {
  const env = scopes.flatMap((scope) => scope.env)
  return text.replace(/\$\{\{\s*env\.(\w+)\s*\}\}/g, (whole, name: string) => {
    return env.find((setting) => setting.name === name)?.value ?? whole
  })
}
