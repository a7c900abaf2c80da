/** The one masker of an audit: it knows every secret of the projects, and the words that must stay readable. */
import { masker } from '../core/mask.ts'
import type { Project } from './model.ts'
import { secretValuesIn, secretValuesOf } from './secret-values.ts'

/** What a masker must know: the secrets, and words that must stay readable even where a secret is the same word. */
export interface MaskedWords {
  readonly secrets: Set<string>
  readonly spared: Set<string>
}

export const noWords = (): MaskedWords => ({ secrets: new Set(), spared: new Set() })

/** Adds the secrets of a project, and the names of its services, images and the like. */
export function collectWords(project: Project, into: MaskedWords): void {
  for (const value of secretValuesOf(project)) into.secrets.add(value)
  // What a container was started with may be in no file any more, and still work.
  for (const { seen } of project.containers) {
    for (const value of secretValuesIn(Object.fromEntries(seen.environment))) into.secrets.add(value)
  }
  for (const name of namesIn(project)) into.spared.add(name)
}

/** Hides the secrets in a text. */
export const maskerOf = ({ secrets, spared }: MaskedWords): ((text: string) => string) => masker(secrets, spared)

/** Names that must stay readable even where a secret's value is the same word: services, images, networks, folders, jobs. */
function namesIn(project: Project): readonly string[] {
  return [
    project.name,
    ...placesIn(project).flatMap((name) => name.split(/[^A-Za-z]+/)),
    ...project.images.flatMap(({ written, reference }) => {
      if (!reference.known) return [written]
      const name = reference.value.familiarName
      // Many a password is the product's name; its image must be readable all the same.
      return [written, name, ...name.split('/'), ...name.split(/[^A-Za-z0-9]+/)].filter((word) => word !== '')
    }),
    ...project.variants.flatMap((variant) => [
      variant.name,
      ...variant.services.map(({ name }) => name),
      ...variant.networks.map(({ name }) => name),
      ...variant.volumes.map(({ name }) => name),
    ]),
  ]
}

/** Paths and job names that findings stand at: a password `test` must not blacken every folder of tests. */
const placesIn = (project: Project): readonly string[] => [
  ...[...project.dockerfiles, ...project.composeFiles, ...project.workflows].map(({ file }) => file),
  ...[...project.envFiles, ...project.configFiles].map(({ file }) => file),
  ...project.contexts.map(({ path }) => path),
  ...project.stages.flatMap(({ workdir, alias }) => [workdir.known ? workdir.value : '', alias ?? '']),
  ...project.workflows.flatMap(({ jobs }) => jobs.map(({ id }) => id)),
]
