/** The compose files of a project as they are written, each once with the variants that take it. */
import { span } from '../core/origin.ts'
import type { ComposeFile, Project, Variant } from './model.ts'
import { runsCompose } from './platforms.ts'
import type { Sources } from './sources.ts'

export function composeFilesOf(project: Project, sources: Sources): readonly ComposeFile[] {
  const files = new Map<string, Variant[]>()
  for (const variant of project.variants.filter(runsCompose)) {
    for (const file of variant.files) files.set(file, [...(files.get(file) ?? []), variant])
  }
  return [...files].map(([file, variants]) => {
    const root = sources.yaml(file)?.root
    return {
      subject: { kind: 'compose-file', name: file },
      origin: root?.origin ?? span(file, [], 0, 0),
      inVariants: variants.map(({ name }) => name),
      file,
      root,
      forSwarm: variants.some(({ platform }) => platform === 'swarm'),
    }
  })
}
