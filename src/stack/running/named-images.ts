/** Which images a project names or builds, by the names that an engine would have for them. */
import type { Project } from '../model.ts'
import { builtNamesOf, imageNamesOf } from './image-names.ts'

export interface NamedImage {
  /** Any of them; the likeliest first. */
  readonly names: readonly string[]
  /** What to do where an engine has none of them. */
  readonly missing: string
}

/** Images of services first, then those that only a pipeline builds; each once. */
export function namedImages(project: Project): readonly NamedImage[] {
  const images = new Map<string, NamedImage>()
  const add = (names: readonly string[], missing: string): void => {
    const [first] = names
    if (first !== undefined && !images.has(first)) images.set(first, { names, missing })
  }
  for (const service of project.variants.flatMap(({ services }) => services)) {
    const names = imageNamesOf(service)
    add(names, service.build ? `build it (docker compose build ${service.name})` : `pull it (docker pull ${names[0]})`)
  }
  for (const build of project.builds) {
    for (const name of builtNamesOf(build)) add([name], `build it from ${build.dockerfile.file}, or pull it`)
  }
  return [...images.values()]
}

/** Dockerfiles of which no file says what their images are called. */
export const namelessBuilds = (project: Project): readonly string[] => {
  const named = project.variants.flatMap(({ services }) =>
    services.flatMap(({ build }) => (build ? [build.dockerfile.file] : [])),
  )
  const nameless = project.builds.filter((build) => builtNamesOf(build).length === 0)
  return [...new Set(nameless.map(({ dockerfile }) => dockerfile.file))].filter((file) => !named.includes(file))
}
