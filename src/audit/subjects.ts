/** Hands every subject of a project to the rules of its scope. */
import type { Rule, Scope, Subjects } from '../rules/define-rule.ts'
import type { Subject } from '../stack/build-model.ts'
import type { Platform, Project } from '../stack/model.ts'

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
  'cloud-resource': (project) => project.infrastructure.resources,
  container: (project) => project.containers,
  'built-image': (project) => project.builtImages,
}

/** The platform of what runs; what is only built or written runs nowhere yet. */
const platformOf: { readonly [S in Scope]?: (subject: Subjects[S]) => Platform | undefined } = {
  variant: ({ platform }) => platform,
  service: ({ platform }) => platform,
  network: ({ variant }) => variant.platform,
  'environment-variable': ({ service }) => service?.platform,
  container: ({ variant }) => variant?.platform,
}

/** Every subject that a rule is asked about, in the order they are written. */
export function subjectsOf<S extends Scope>(
  project: Project,
  { scope, platforms }: Pick<Rule<S>, 'scope' | 'platforms'>,
): readonly (Subject & Subjects[S])[] {
  const subjects = collect[scope](project)
  const of = platformOf[scope]
  if (of === undefined) return subjects
  return subjects.filter((subject) => {
    const platform = of(subject)
    return platform === undefined || platforms.includes(platform)
  })
}
