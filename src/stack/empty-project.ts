/** A project before anything of it is read: its files, and how more of them is asked for. */
import { span } from '../core/origin.ts'
import type { ProjectSource } from '../projects/workspace.ts'
import type { Build } from './build-model.ts'
import { infrastructureOf } from './infrastructure/infrastructure.ts'
import type { Project } from './model.ts'
import { nginxListens } from './proxies.ts'
import { sourceReadsOf } from './source-reads.ts'
import type { Sources } from './sources.ts'

/** A project whose fields are still being filled. */
type Draft<T> = { -readonly [K in keyof T]: T[K] }

/** The project of these files, with nothing in its lists. */
export function emptyProject(source: ProjectSource, sources: Sources): Draft<Project> {
  const { tree } = sources
  const reads = new Map<Build, ReturnType<typeof sourceReadsOf>>()
  const project: Draft<Project> = {
    subject: { kind: 'project', name: source.name },
    origin: span(
      [...(source.variants[0]?.files ?? []), ...source.dockerfiles, ...source.workflows, ...source.otherFiles][0] ?? '',
      [],
      0,
      0,
    ),
    inVariants: [],
    id: source.id,
    name: source.name,
    directory: source.directory,
    variants: [],
    builds: [],
    dockerfiles: [],
    stages: [],
    commands: [],
    contexts: [],
    images: [],
    environment: [],
    composeFiles: [],
    workflows: [],
    configFiles: [],
    envFiles: [],
    infrastructure: infrastructureOf(source.otherFiles, source.directory, sources),
    containers: [],
    builtImages: [],
    repository: tree.repository(),
    exists: (path) => tree.entry(path) !== undefined,
    tracked: (path) => tree.entry(path)?.tracked ?? 'unknown',
    ignored: (path) => tree.entry(path)?.ignored ?? tree.ignores(path),
    file: (path) => {
      const source = sources.text(path)
      const entry = source && tree.entry(path)
      return source && entry ? { source, mode: entry.mode } : undefined
    },
    list: tree.list,
    nginxListens: (service) => nginxListens(service, sources),
    sourceOf: (build) => {
      const made = reads.get(build) ?? sourceReadsOf(build, sources)
      reads.set(build, made)
      return made
    },
    problems: [],
  }
  return project
}
