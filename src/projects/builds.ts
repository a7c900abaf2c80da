/** Which Dockerfiles scripts and workflows build. */
import { nameOf, within } from '../core/tree.ts'
import type { FoundCall } from './calls.ts'
import { repositoryOfWorkflow, roleOf } from './file-names.ts'
import { expand } from './resolve-call.ts'
import type { Survey } from './survey.ts'

export interface Built {
  readonly dockerfile: string
  /** The script or workflow. */
  readonly by: string
  /** The directory that the script speaks for: the repository of a workflow, the folder a script is run from. */
  readonly home: string
}

/** Every Dockerfile that a call builds; a variable in its path stands for every file that fits. */
export function findBuilt(survey: Survey, calls: readonly FoundCall[]): readonly Built[] {
  return calls.flatMap((found) => {
    const { call } = found
    if (call.kind !== 'build') return []
    for (const base of new Set(found.from)) {
      const files = dockerfilesOf(survey, base, call.context, call.dockerfile).filter(survey.isFile)
      if (files.length === 0) continue
      const home = repositoryOfWorkflow(found.file) ?? base
      return files.map((dockerfile) => ({ dockerfile, by: found.file, home }))
    }
    return []
  })
}

/** The builder takes `-f` from where it is called; an action, and some people, from the context. */
function dockerfilesOf(
  survey: Survey,
  base: string,
  context: string,
  dockerfile: string | undefined,
): readonly string[] {
  const contexts = expand(survey.tree, base, context)
  if (dockerfile !== undefined) {
    // What a pattern finds has to look like a Dockerfile; what is named in full is one.
    const named = (directory: string): readonly string[] => {
      const paths = expand(survey.tree, directory, dockerfile)
      return paths.length === 1 ? paths : paths.filter((path) => roleOf(nameOf(path)) === 'dockerfile')
    }
    const direct = named(base)
    return direct.some(survey.isFile) ? direct : contexts.flatMap(named)
  }
  const directories = contexts.length === 0 && /^\$?[^/]*$/.test(context) ? [base] : contexts
  return directories.flatMap((directory) => within(directory, 'Dockerfile') ?? [])
}
