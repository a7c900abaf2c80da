/** Groups compose models into projects: what shares a file, a build, a built image or a directory belongs together. */
import { directoryOf, nameOf } from '../core/tree.ts'
import { DEFAULT_COMPOSE, flavourOf, isDeploymentFolder, isInSamples } from './file-names.ts'
import { type Model, sketchesOf } from './model.ts'
import { defaultFiles } from './resolve-call.ts'
import type { Survey } from './survey.ts'

/** Sets of numbers that grow together. */
function joinSets(count: number): { join: (a: number, b: number) => void; of: (a: number) => number } {
  const parents = Array.from({ length: count }, (_, i) => i)
  const of = (a: number): number => {
    let root = a
    while (parents[root] !== root) root = parents[root] ?? 0
    parents[a] = root
    return root
  }
  const join = (a: number, b: number): void => {
    parents[of(b)] = of(a)
  }
  return { of, join }
}

/** Models in groups; both in the order in which they came. */
export function groupModels(survey: Survey, models: readonly Model[]): readonly (readonly Model[])[] {
  const sets = joinSets(models.length)
  const owners = new Map<string, number>()
  const built = builtImages(survey, models)
  const nameAs = familyNames(survey, models)
  for (const [i, model] of models.entries()) {
    for (const key of keysOf(survey, model, built, nameAs(model))) {
      const owner = owners.get(key)
      if (owner === undefined) owners.set(key, i)
      else sets.join(owner, i)
    }
  }
  const groups = new Map<number, Model[]>()
  for (const [i, model] of models.entries()) {
    const root = sets.of(i)
    groups.set(root, [...(groups.get(root) ?? []), model])
  }
  return [...groups.values()]
}

/** What a model has in common with others of its project, as keys that are equal then. */
function keysOf(survey: Survey, model: Model, built: ReadonlySet<string>, name: string): readonly string[] {
  const sketches = sketchesOf(survey, model.files)
  const services = sketches.flatMap((sketch) => sketch.services)
  const directory = model.projectDirectory
  return [
    ...sketches.map((sketch) => `file ${sketch.file}`),
    ...model.files.map((file) => `file ${file}`),
    ...services.flatMap((one) => (one.build?.dockerfile === undefined ? [] : [`build ${one.build.dockerfile}`])),
    ...services.flatMap((one) => {
      const image = one.image === undefined ? undefined : repositoryOf(one.image)
      return image === undefined || !built.has(image) ? [] : [`image ${image}`]
    }),
    // Compose itself calls the models of one directory one project, unless they name themselves. Files under other names
    // may be a collection of samples: there a default file and a common service are asked for.
    ...(isFamily(model) && hasMain(survey, directory)
      ? services.map((one) => `service ${directory}:${name}:${one.name}`)
      : []),
    ...(isFamily(model) && isVariantName(model) ? [`directory ${directory}:${name}`] : []),
  ]
}

const isFamily = (model: Model): boolean => model.files.every((file) => /^(?:docker-)?compose/i.test(nameOf(file)))

/** Whether the directory has a main model that the others vary. */
const hasMain = (survey: Survey, directory: string): boolean =>
  defaultFiles(survey, directory).length > 0 && !isInSamples('', directory)

/** Whether the name says that the model is another way to run what the directory is about. */
const isVariantName = (model: Model): boolean =>
  model.environment !== 'unknown' ||
  model.files.some((file) => (DEFAULT_COMPOSE as readonly string[]).includes(nameOf(file))) ||
  model.files.every((file) => /^(?:|stag(?:e|ing)|uat|qa|swarm|base|common)$/i.test(flavourOf(nameOf(file))))

/** What tells the models of one directory apart: the names they give themselves, where they give more than one. */
function familyNames(survey: Survey, models: readonly Model[]): (model: Model) => string {
  const nameOfModel = (model: Model): string =>
    model.files.map((file) => survey.sketch(file)?.name).find((name) => name !== undefined) ?? ''
  const names = new Map<string, Set<string>>()
  for (const model of models) {
    const own = nameOfModel(model)
    if (own !== '') names.set(model.projectDirectory, (names.get(model.projectDirectory) ?? new Set()).add(own))
  }
  return (model) => ((names.get(model.projectDirectory)?.size ?? 0) > 1 ? nameOfModel(model) : '')
}

/** Repositories of images that some model builds; nobody else's image has such a name. */
function builtImages(survey: Survey, models: readonly Model[]): ReadonlySet<string> {
  const services = models.flatMap((model) => sketchesOf(survey, model.files).flatMap((sketch) => sketch.services))
  return new Set(
    services.flatMap((one) =>
      one.build === undefined || one.image === undefined ? [] : (repositoryOf(one.image) ?? []),
    ),
  )
}

/** The repository of an image reference, without tag and digest; `undefined` where a variable hides it. */
export function repositoryOf(image: string): string | undefined {
  const name = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '')
  return name === '' || /[$\s]/.test(name) || name.startsWith('/') || name.endsWith('/') ? undefined : name
}

/** The directory of a project: that of its plainest model, or the one above where that is only a place for deployment files. */
export function directoryOfProject(survey: Survey, models: readonly Model[]): string {
  const depth = (model: Model): number => (model.projectDirectory === '' ? 0 : model.projectDirectory.split('/').length)
  const [first] = models.toSorted((a, b) => depth(a) - depth(b) || Number(b.isDefault) - Number(a.isDefault))
  let directory = first?.projectDirectory ?? ''
  const contexts = models
    .flatMap((model) => sketchesOf(survey, model.files))
    .flatMap((sketch) => sketch.services.flatMap((one) => one.build?.context ?? []))
  while (isDeploymentFolder(nameOf(directory)) && contexts.some((context) => !isWithin(directory, context))) {
    directory = directoryOf(directory)
  }
  return directory
}

/** Whether a path is a directory or lies below it. */
export const isWithin = (directory: string, path: string): boolean =>
  directory === '' || path === directory || path.startsWith(`${directory}/`)
