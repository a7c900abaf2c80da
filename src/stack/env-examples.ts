/** What compose files ask of whoever sets a stack up, beside the example of an env file that should say so. */
import { type Origin, spansOf } from '../core/origin.ts'
import { directoryOf } from '../core/tree.ts'
import { substitute } from '../formats/compose/template.ts'
import type { EnvFile, Project } from './model.ts'
import { stretchOf, writtenScalars } from './written-scalars.ts'

export interface AskedVariable {
  readonly name: string
  /** Compose refuses to start without it; otherwise it takes an empty value. */
  readonly required: boolean
  readonly origin: Origin
}

export interface EnvExample {
  readonly file: EnvFile
  /** What the example names of all that is asked for. */
  readonly named: readonly AskedVariable[]
  readonly missing: readonly AskedVariable[]
}

/** Names that shells, pipelines and Compose itself set. */
const setElsewhere =
  /^(?:COMPOSE_|DOCKER_|GITHUB_|CI_|CI$|GIT_|BUILD_|HOME$|USER$|PWD$|PATH$|HOSTNAME$|UID$|GID$|DISPLAY$|SSH_AUTH_SOCK$|TAG$|VERSION$|IMAGE_TAG$|COMMIT)|_(?:TAG|VERSION|SHA|DIGEST)$/

/** Every example of an env file that lies where Compose looks for the file itself, and is plainly meant for it. */
export function envExamples(project: Project): readonly EnvExample[] {
  const desk = new Set(project.variants.filter(({ productionLike }) => !productionLike).flatMap(({ files }) => files))
  const production = new Set(
    project.variants.filter(({ productionLike }) => productionLike).flatMap(({ files }) => files),
  )
  return project.envFiles
    .filter(({ template, file }) => template && /(?:^|\/)\.?(?:example|sample)?\.?env[^/]*$/i.test(file))
    .flatMap((file): readonly EnvExample[] => {
      const directory = directoryOf(file.file)
      const composeFiles = project.composeFiles.filter(
        (compose) =>
          directoryOf(compose.file) === directory && (production.has(compose.file) || !desk.has(compose.file)),
      )
      const asked = composeFiles.flatMap(askedBy)
      const names = new Set(file.variables.map(({ name }) => name))
      const text = project.file(file.file)?.source.text ?? ''
      const isNamed = ({ name }: AskedVariable): boolean =>
        names.has(name) || new RegExp(`^[#\\s]*(?:export\\s+)?${name}\\b`, 'm').test(text)
      const named = asked.filter(isNamed)
      // An example that names less than half of it is for something else.
      return named.length > 0 && named.length * 2 >= asked.length
        ? [{ file, named, missing: asked.filter((variable) => !isNamed(variable) && !isBlank(project, variable)) }]
        : []
    })
}

/** A variable that is empty here as well is a finding of its own. */
const isBlank = (project: Project, { name, required }: AskedVariable): boolean =>
  !required && project.variants.some(({ unsetVariables }) => unsetVariables.some((unset) => unset.name === name))

/** The variables that a compose file takes from outside and has no default for, each once. */
function askedBy(composeFile: Project['composeFiles'][number]): readonly AskedVariable[] {
  const found = new Map<string, AskedVariable>()
  for (const { text, place } of writtenScalars(composeFile)) {
    for (const { name, form, start, end } of substitute(text, () => undefined).uses) {
      const required = form === ':?' || form === '?'
      if ((form !== 'plain' && !required) || found.has(name) || setElsewhere.test(name)) continue
      const [span] = spansOf(stretchOf(place, text, start, end))
      if (span) found.set(name, { name, required, origin: span })
    }
  }
  return [...found.values()]
}
