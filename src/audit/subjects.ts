/** Hands every subject of a project to the rules of its scope. */
import type { Scope, Subjects } from '../rules/define-rule.ts'
import type { Subject } from '../stack/build-model.ts'
import type { Project } from '../stack/model.ts'

type Collect = { readonly [S in Scope]: (project: Project) => readonly Subjects[S][] }

const collect: Collect = {
  project: (project) => [project],
  variant: (project) => project.variants,
  service: (project) => project.variants.flatMap((variant) => variant.services),
  build: (project) => project.builds,
  dockerfile: (project) => project.dockerfiles,
  stage: (project) => project.stages,
  command: (project) => project.commands,
  'image-reference': (project) => project.images,
  'environment-variable': (project) => project.environment,
  'build-context': (project) => project.contexts,
  network: (project) => project.variants.flatMap((variant) => variant.networks),
  workflow: (project) => project.workflows,
  'workflow-job': (project) => project.workflows.flatMap((workflow) => workflow.jobs),
  'config-file': (project) => project.configFiles,
  'env-file': (project) => project.envFiles,
  'compose-file': (project) => project.composeFiles,
}

/** Every subject of one scope, in the order they are written. */
export const subjectsOf = (project: Project, scope: Scope): readonly (Subject & Subjects[Scope])[] =>
  collect[scope](project)
