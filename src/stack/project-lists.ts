/** What a project's parts name and set, gathered from all of them. */
import { known } from '../core/known.ts'
import type { ImageUse } from './build-model.ts'
import { imageUse } from './image-use.ts'
import type { Project } from './model.ts'
import type { EnvironmentVariable } from './service-model.ts'

/** Every image that the project names: in stages, services and workflows. */
export function imagesOf(project: Project): readonly ImageUse[] {
  const stages = project.stages.flatMap((stage) => [
    ...(stage.image ? [stage.image] : []),
    ...stage.copies.flatMap((copy) => (copy.from.kind === 'image' ? [copy.from.image] : [])),
  ])
  const services = project.variants.flatMap((variant) => variant.services.flatMap((service) => service.image ?? []))
  const workflows = project.workflows.flatMap((workflow) =>
    workflow.jobs.flatMap(({ job }) =>
      [...job.services, ...(job.container ? [job.container] : [])].flatMap(({ image }) =>
        image && !image.value.includes('$')
          ? [
              imageUse(known(image.value, image.origin), image.value, image.origin, {
                kind: 'workflow',
                inVariants: [],
              }),
            ]
          : [],
      ),
    ),
  )
  return [...stages.filter(({ written }) => written.toLowerCase() !== 'scratch'), ...services, ...workflows]
}

/** Each variable once: a stage's own ENV, and what compose sets (its inherited ones are the stage's). */
export function environmentOf(project: Project): readonly EnvironmentVariable[] {
  return [
    ...project.stages.flatMap((stage) => stage.env),
    ...project.variants.flatMap((variant) =>
      variant.services.flatMap((service) => service.environment.filter(({ source }) => source !== 'dockerfile-env')),
    ),
  ]
}
