/** Finds the projects of a tree. */
import type { Tree } from '../core/tree.ts'
import { directoryOf, nameOf, within } from '../core/tree.ts'
import { DEFAULT_COMPOSE, DEFAULT_OVERRIDE } from './file-names.ts'
import { walk } from './walk.ts'
import type { ProjectSource, VariantSource, Workspace } from './workspace.ts'

export interface DiscoverOptions {
  /** Only what lies at or below these paths starts a project. */
  readonly paths?: readonly string[]
}

export function discover(tree: Tree, options: DiscoverOptions = {}): Workspace {
  const found = walk(tree, options)
  const directories = [...new Set(found.compose.map(directoryOf))]
  const projects: ProjectSource[] = directories.map((directory) => ({
    id: directory || '.',
    directory,
    name: nameOf(directory) || tree.name,
    variants: variantsOf(tree, directory, found.compose),
    dockerfiles: found.dockerfiles.filter((file) => directory === '' || file.startsWith(`${directory}/`)),
    workflows: found.workflows,
    otherFiles: [],
  }))
  for (const file of found.dockerfiles) {
    if (projects.some((project) => project.dockerfiles.includes(file))) continue
    const directory = directoryOf(file)
    projects.push({
      id: file,
      directory,
      name: nameOf(directory) || tree.name,
      variants: [],
      dockerfiles: [file],
      workflows: [],
      otherFiles: [],
    })
  }
  return { projects, workflows: found.workflows, skipped: found.skipped }
}

function variantsOf(tree: Tree, directory: string, compose: readonly string[]): readonly VariantSource[] {
  const here = compose.filter((file) => directoryOf(file) === directory)
  const named = (names: readonly string[]): string | undefined =>
    names.map((name) => within(directory, name)).find((file) => file !== undefined && here.includes(file))
  const base = named(DEFAULT_COMPOSE)
  const override = named(DEFAULT_OVERRIDE)
  const env = within(directory, '.env') ?? '.env'
  const files = base === undefined ? here : override === undefined ? [base] : [base, override]
  return [
    {
      name: 'default',
      files,
      envFiles: tree.entry(env)?.kind === 'file' ? [env] : [],
      projectDirectory: directory,
      profiles: [],
      platform: 'compose',
      environment: 'unknown',
      evidence: [],
    },
  ]
}
